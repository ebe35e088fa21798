/*
 * Copyright 2026 The TokPulse Ops Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import type { Effect } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
  waitForTimer,
  type RunbookAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const effectInput = z.object({
  hold: z.enum(['before', 'after']).optional(),
  lose: z.boolean().optional(),
  /** Milliseconds that the step takes besides. */
  sleep: z.number().optional(),
});

/**
 * The actions of the engine's test processes: `harness:once`,
 * `harness:idempotent` and `harness:read` each leave one entry in the ledger
 * of the provider, `harness:lines` writes a log, `harness:pause` parks.
 */
export function createHarnessActions(options: {
  readonly provider: string;
}): readonly RunbookAction[] {
  const effectAction = (effect: Effect) =>
    createRunbookAction({
      id: `harness:${effect}`,
      description: `Leaves an entry in the ledger; ${effect}`,
      effect,
      input: effectInput,
      output: z.object({ done: z.number() }),
      // Runs of a test do not wait for each other; plans name what they lock.
      targets: () => [],
      plan: () => [],
      async execute({ input, idempotencyKey, step, log, signal }) {
        log.info(`before ${step.id}`);
        await sleep(input.sleep ?? 0, undefined, { signal });
        try {
          const response = await fetch(`${options.provider}/effects`, {
            method: 'POST',
            body: JSON.stringify({
              key: idempotencyKey,
              stepId: step.id,
              hold: input.hold,
              lose: input.lose,
            }),
            signal,
          });
          const { done: count }: { done: number } = await response.json();
          log.info(`after ${step.id}`);
          return done({ done: count });
        } catch (error) {
          throw new ActionError({
            code: signal.aborted ? 'cancelled' : 'connection-lost',
            message: 'The provider did not answer',
            effect: 'possible',
            cause: error,
          });
        }
      },
      async probe({ idempotencyKey }) {
        const url = new URL('/effects', options.provider);
        url.searchParams.set('key', idempotencyKey);
        const response = await fetch(url);
        const { count }: { count: number } = await response.json();
        return {
          outcome: count > 0 ? 'happened' : 'did-not-happen',
          message: `The ledger has ${count} entries`,
        };
      },
    });

  const lines = createRunbookAction({
    id: 'harness:lines',
    description: 'Writes lines of output',
    effect: 'read',
    input: z.object({ count: z.number(), length: z.number().default(100) }),
    output: z.object({ count: z.number() }),
    plan: () => [],
    async execute({ input, log }) {
      const text = 'x'.repeat(input.length);
      for (let from = 0; from < input.count; from += 500) {
        const at = new Date().toISOString();
        const size = Math.min(500, input.count - from);
        await log.lines(
          Array.from({ length: size }, (_, index) => ({
            at,
            level: 'info' as const,
            text: `${from + index} ${text}`,
          })),
        );
      }
      return done({ count: input.count });
    },
  });

  const pause = createRunbookAction({
    id: 'harness:pause',
    description: 'Parks the run for a while',
    effect: 'read',
    input: z.object({ milliseconds: z.number() }),
    output: z.object({ paused: z.boolean() }),
    plan: () => [],
    async execute({ input, resumed }) {
      return resumed === true
        ? done({ paused: true })
        : waitForTimer({ ...input, reason: 'A pause', state: true });
    },
  });

  return [
    effectAction('once'),
    effectAction('idempotent'),
    effectAction('read'),
    lines,
    pause,
  ];
}
