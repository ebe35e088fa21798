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
  waitForInput,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

/**
 * Asks the operator a question that only a person can answer. "No" is an answer
 * as well: later steps look at `output.confirmed`.
 */
export const flowConfirm = createRunbookAction({
  id: 'flow:confirm',
  description: 'Asks the operator a yes-or-no question and waits, parked',
  effect: 'read',
  input: z.object({
    message: z.string().min(1).describe('The question'),
  }),
  output: z.object({
    confirmed: z.boolean(),
    note: z.string().optional(),
  }),
  plan: ({ input }) => [{ kind: 'ask', message: input.message }],
  async execute({ input, answer, log }) {
    if (answer?.kind !== 'confirm') {
      return waitForInput({
        request: { kind: 'confirm', message: input.message },
      });
    }
    const { confirmed, note } = answer;
    log.info(`Answered ${confirmed ? 'yes' : 'no'}${note ? `: ${note}` : ''}`);
    return done({ confirmed, ...(note !== undefined && { note }) });
  },
});
