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

import type { JsonValue } from '@backstage/types';
import {
  checkCondition,
  evaluateCondition,
  jsonValueSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
  waitForTimer,
  type ActionContext,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { durationInput, milliseconds } from '../durationInput';

const inputSchema = z.object({
  action: z.string().describe('A reading action: health:check'),
  input: z.record(z.string(), jsonValueSchema).default({}),
  until: z
    .string()
    .refine(text => checkCondition(text).ok, {
      error: 'Not a condition in CEL',
    })
    .describe('CEL over output; true ends the wait')
    .meta({ format: 'cel' }),
  within: durationInput.describe('After this time it has failed: 3m'),
  every: durationInput.default('10s').describe('Time between two readings'),
});

/** What the run keeps while it is parked. */
const stateSchema = z.object({
  readings: z.number().int(),
  /** Time that was spent waiting, summed up so that no clock matters. */
  waitedMs: z.number(),
});

/**
 * Reads again and again until a condition holds. Between two readings the run
 * is parked. A reading that fails, or that does not have what the condition
 * asks for, counts as "not yet": a service that comes up does just that.
 */
export const flowWaitUntil = createRunbookAction({
  id: 'flow:wait-until',
  description: 'Repeats a reading action until a condition on its output holds',
  effect: 'read',
  input: inputSchema,
  output: z.object({
    readings: z.number().int(),
    waitedMs: z.number().int(),
    /** Output of the last reading. */
    output: jsonValueSchema,
  }),
  untemplated: ['until'],
  plan: ({ input }) => [
    { kind: 'wait', milliseconds: milliseconds(input.within) },
  ],
  async execute(context) {
    const { input, log } = context;
    const state = stateSchema
      .catch({ readings: 0, waitedMs: 0 })
      .parse(context.resumed);
    const readings = state.readings + 1;
    const reading = await readOnce(context);
    if (reading.satisfied) {
      log.info(`Reading ${readings}: ${input.until} holds`);
      return done({
        readings,
        waitedMs: Math.round(state.waitedMs),
        output: reading.output,
      });
    }
    const left = milliseconds(input.within) - state.waitedMs;
    if (left <= 0) {
      throw new ActionError({
        code: 'verification-failed',
        message: `After ${input.within} and ${readings} readings: ${reading.because}`,
        nextStep: 'Look at the last reading, then retry or go on by hand',
      });
    }
    log.info(`Reading ${readings}: ${reading.because}`);
    const pause = Math.min(milliseconds(input.every), left);
    return waitForTimer({
      milliseconds: pause,
      reason: `Waits until ${input.until} (${reading.because})`,
      state: { readings, waitedMs: state.waitedMs + pause },
    });
  },
});

type Reading =
  | { readonly satisfied: true; readonly output: JsonValue }
  | { readonly satisfied: false; readonly because: string };

async function readOnce({
  input,
  read,
  service,
  run,
}: ActionContext<z.output<typeof inputSchema>>): Promise<Reading> {
  let output: JsonValue;
  try {
    output = await read({ action: input.action, input: input.input });
  } catch (error) {
    if (error instanceof ActionError && isPassing(error)) {
      return { satisfied: false, because: error.message };
    }
    throw error;
  }
  const condition = evaluateCondition(input.until, {
    inputs: {},
    steps: {},
    service: service.projection,
    run: { id: run.id },
    output,
  });
  if (condition.ok) {
    return condition.value
      ? { satisfied: true, output }
      : { satisfied: false, because: `${input.until} does not hold yet` };
  }
  if (condition.code === 'missing-path') {
    return { satisfied: false, because: condition.message };
  }
  throw new ActionError({
    code: 'condition-failed',
    message: `The condition ${input.until} cannot be evaluated: ${condition.message}`,
  });
}

/** Errors that may be gone at the next reading. */
function isPassing({ code }: ActionError): boolean {
  switch (code) {
    case 'unreachable':
    case 'connection-lost':
    case 'timeout':
    case 'rate-limited':
    case 'invalid-response':
      return true;
    default:
      return false;
  }
}
