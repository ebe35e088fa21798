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

import type { InputRequest } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createRunbookAction,
  done,
  waitForInput,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

const itemSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]*$/, 'Use letters and digits: postInSlack'),
  label: z.string().min(1),
  command: z
    .string()
    .optional()
    .describe('The exact command to type, with $VAR for what is secret'),
  required: z.boolean().default(true),
});

const inputSchema = z.object({
  message: z.string().min(1).describe('What this list is for'),
  items: z
    .array(itemSchema)
    .min(1)
    .max(50)
    .refine(items => new Set(items.map(({ id }) => id)).size === items.length, {
      error: 'Two items have the same id',
    }),
  evidence: z
    .boolean()
    .default(false)
    .describe('Asks for pasted output or a note'),
});

/**
 * Things that a person does outside the portal. It asks again for required
 * items that are still open; an optional item may stay open.
 */
export const flowChecklist = createRunbookAction({
  id: 'flow:checklist',
  description:
    'Shows the operator what to do by hand, with exact commands, and waits for the ticks, parked',
  effect: 'read',
  input: inputSchema,
  output: z.object({
    done: z.array(z.string()),
    open: z.array(z.string()),
    evidence: z.string().optional(),
  }),
  plan: ({ input }) => [
    { kind: 'ask', message: input.message },
    ...input.items.flatMap(({ command }) =>
      command === undefined
        ? []
        : [{ kind: 'command' as const, text: command }],
    ),
  ],
  async execute({ input, answer, log }) {
    const { items, message, evidence } = input;
    const request = (text: string): InputRequest => ({
      kind: 'checklist',
      message: text,
      items,
      evidence,
    });
    if (answer?.kind !== 'checklist') {
      return waitForInput({ request: request(message) });
    }
    const isDone = ({ id }: { id: string }) => answer.done.includes(id);
    const open = items.filter(item => !isDone(item));
    const missing = open.filter(({ required }) => required);
    if (missing.length > 0) {
      return waitForInput({
        request: request(
          `${message} Still open: ${missing
            .map(({ label }) => label)
            .join('; ')}.`,
        ),
      });
    }
    for (const item of items) {
      log.info(`${isDone(item) ? 'Done' : 'Left open'}: ${item.label}`);
    }
    return done({
      done: items.filter(isDone).map(({ id }) => id),
      open: open.map(({ id }) => id),
      ...(answer.evidence !== undefined && { evidence: answer.evidence }),
    });
  },
});
