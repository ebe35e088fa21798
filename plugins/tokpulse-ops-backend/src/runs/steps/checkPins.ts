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

import {
  previewSchema,
  type PlannedStep,
  type SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { changedFacts, pinnedFacts } from '../planning/pinnedFacts';
import type { Redactor } from '../types';
import type { ReadyAction } from './prepareStep';
import { toSafeError } from './safeError';
import { StopReason } from './StopReason';

const LIMIT_MS = 10_000;

/** Whether the facts that a plan was made on still hold. */
export type PinCheck =
  | { readonly kind: 'hold' }
  /** A fact is another one than in the plan, or cannot be read. */
  | { readonly kind: 'failed'; readonly error: SafeError }
  /** The driver was told to stop meanwhile. */
  | { readonly kind: 'stopped' };

/**
 * Reads the pinned facts of a step again, right before it runs. Nothing has
 * happened yet, so whatever is wrong leaves no effect.
 */
export async function checkPins(options: {
  readonly planned: PlannedStep;
  readonly ready: ReadyAction;
  readonly service: ServiceAccess;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  readonly runId: string;
  /** Aborts when the driver has to stop. */
  readonly signal: AbortSignal;
}): Promise<PinCheck> {
  const { planned, ready, service, redactor, signal } = options;
  const pinned = pinnedFacts(planned.previews);
  if (pinned.length === 0) {
    return { kind: 'hold' };
  }
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new StopReason('timeout')),
    LIMIT_MS,
  );
  const stop = AbortSignal.any([signal, limit.signal]);
  try {
    const previews = await Promise.race([
      ready.action.plan({ input: ready.parsed, service, signal: stop }),
      rejectWhenAborted(stop),
    ]);
    const changed = changedFacts(
      pinned,
      previews.map(preview => previewSchema.parse(redactor.json(preview))),
    );
    return changed.length === 0
      ? { kind: 'hold' }
      : { kind: 'failed', error: changedError(changed) };
  } catch (error) {
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    return { kind: 'failed', error: unreadable(error, options, limit.signal) };
  } finally {
    clearTimeout(timer);
  }
}

function unreadable(
  error: unknown,
  options: Parameters<typeof checkPins>[0],
  limit: AbortSignal,
): SafeError {
  const { planned, runId } = options;
  if (limit.aborted) {
    return {
      code: 'timeout',
      message: `Whether ${pinnedFacts(planned.previews)
        .map(({ label }) => label)
        .join(', ')} is still what was planned could not be read within ${
        LIMIT_MS / 1000
      } s`,
      nextStep: 'Retry the step when the provider answers again',
    };
  }
  return toSafeError(error, {
    ...options,
    context: { run: { id: runId }, step: { id: planned.step.id } },
  }).safe;
}

function changedError(changed: ReturnType<typeof changedFacts>): SafeError {
  return {
    code: 'precondition-failed',
    message: changed
      .map(({ label, value, now }) =>
        now === undefined
          ? `${label} was ${value} when this was planned and is not there any more`
          : `${label} was ${value} when this was planned and is ${now} now`,
      )
      .join('; '),
    nextStep:
      'Nothing was done. Find out who changed it, then plan again from how things are now',
  };
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
