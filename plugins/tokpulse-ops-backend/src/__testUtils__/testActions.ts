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
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  ActionError,
  createRunbookAction,
  done,
  runbookActionsExtensionPoint,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

/** A module with `test:say`, `test:change`, `test:fail` and `test:break`; counts the changes. */
export function testActions(effects: Map<string, number>): BackendFeature {
  const say = createRunbookAction({
    id: 'test:say',
    description: 'Writes lines and answers with a word',
    effect: 'read',
    input: z.object({
      word: z.string().default('hello'),
      lines: z.number().int().default(1),
    }),
    output: z.object({ word: z.string() }),
    plan: ({ input }) => [{ kind: 'fact', label: 'word', value: input.word }],
    async execute({ input, log }) {
      for (let line = 1; line <= input.lines; line += 1) {
        log.info(`line ${line} ${input.word}`);
      }
      return done({ word: input.word });
    },
  });
  const change = createRunbookAction({
    id: 'test:change',
    description: 'Counts how often it was executed',
    effect: 'once',
    input: z.object({ counter: z.string().default('counter') }),
    output: z.object({ count: z.number() }),
    plan: ({ input }) => [{ kind: 'command', text: `count ${input.counter}` }],
    async execute({ input }) {
      const count = (effects.get(input.counter) ?? 0) + 1;
      effects.set(input.counter, count);
      return done({ count });
    },
  });
  const fail = createRunbookAction({
    id: 'test:fail',
    description: 'Fails',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => {
      throw new Error('password=hunter2-in-a-driver-error');
    },
    async execute() {
      throw new Error('password=hunter2-in-a-driver-error');
    },
  });
  const breaks = createRunbookAction({
    id: 'test:break',
    description: 'Would change something, and fails before',
    effect: 'once',
    input: z.object({}),
    output: z.object({}),
    plan: () => [],
    async execute() {
      throw new ActionError({ code: 'refused', message: 'It was refused' });
    },
  });
  return createBackendModule({
    pluginId: 'tokpulse-ops',
    moduleId: 'test-actions',
    register(env) {
      env.registerInit({
        deps: { actions: runbookActionsExtensionPoint },
        async init({ actions }) {
          actions.addActions(say, change, fail, breaks);
        },
      });
    },
  });
}
