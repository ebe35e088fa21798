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
  createRunbookAction,
  done,
  waitForTimer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { durationInput, milliseconds } from '../durationInput';

/** Lets time pass. The run parks meanwhile: it holds no worker and survives a restart. */
export const flowWait = createRunbookAction({
  id: 'flow:wait',
  description: 'Waits for a fixed time, parked',
  effect: 'read',
  input: z.object({
    for: durationInput.describe('How long: 60s'),
    reason: z.string().default('').describe('What the wait is good for'),
  }),
  output: z.object({ waitedMs: z.number().int() }),
  plan: ({ input }) => [
    { kind: 'wait', milliseconds: milliseconds(input.for) },
  ],
  async execute({ input, resumed }) {
    const duration = milliseconds(input.for);
    if (resumed === undefined) {
      return waitForTimer({
        milliseconds: duration,
        reason: input.reason || `Waits ${input.for}`,
        state: 'waited',
      });
    }
    return done({ waitedMs: duration });
  },
});
