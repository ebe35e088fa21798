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
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { RegisteredActions } from '../actions';

/** A configured secret that actions let slip. */
export const DEMO_SECRET = 'p4ssw0rd-of-the-shop';

/** Actions of every kind that a plan can meet; `demo:slow` counts its previews. */
export const previewsOfSlow = { times: 0 };

export const demoActions = new RegisteredActions([
  createRunbookAction({
    id: 'demo:look',
    description: 'Looks',
    effect: 'read',
    input: z.object({
      what: z.string().default('all'),
      times: z.number().optional(),
    }),
    output: z.object({ found: z.string() }),
    untemplated: ['what'],
    plan: ({ input }) => [
      {
        kind: 'sql',
        text: input.what,
        values: [input.times ?? 0, DEMO_SECRET],
      },
    ],
    execute: async () => done({ found: 'x' }),
  }),
  createRunbookAction({
    id: 'demo:change',
    description: 'Changes',
    effect: 'idempotent',
    input: z.object({ to: z.string() }),
    output: z.object({}),
    plan: ({ input }) => [{ kind: 'command', text: `change ${input.to}` }],
    execute: async () => done({}),
  }),
  createRunbookAction({
    id: 'demo:aim',
    description: 'Touches what its input names',
    effect: 'once',
    input: z.object({ at: z.string() }),
    output: z.object({}),
    targets: ({ input, service }) => [`${service.id}/${input.at}`],
    plan: () => [],
    execute: async () => done({}),
  }),
  createRunbookAction({
    id: 'demo:unset',
    description: 'Needs what is not configured',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => {
      throw new ActionError({
        code: 'not-configured',
        message: `demo.token is missing (${DEMO_SECRET})`,
        nextStep: 'Set demo.token',
      });
    },
    execute: async () => done({}),
  }),
  createRunbookAction({
    id: 'demo:fails',
    description: 'Has a preview that fails',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => {
      throw new Error(`driver says ${DEMO_SECRET}`);
    },
    execute: async () => done({}),
  }),
  createRunbookAction({
    id: 'demo:slow',
    description: 'Has a preview that hangs',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => {
      previewsOfSlow.times += 1;
      return new Promise(() => undefined);
    },
    execute: async () => done({}),
  }),
]);
