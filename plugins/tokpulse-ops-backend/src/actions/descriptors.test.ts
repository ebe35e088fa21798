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
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { builtInActions } from './builtInActions';
import { builtInActionDescriptors } from './descriptors';
import { RegisteredActions } from './RegisteredActions';

describe('builtInActionDescriptors', () => {
  it('describes every action of this release', () => {
    expect(
      builtInActionDescriptors().map(({ id, effect }) => [id, effect]),
    ).toEqual([
      ['flow:checklist', 'read'],
      ['flow:confirm', 'read'],
      ['flow:wait', 'read'],
      ['flow:wait-until', 'read'],
      ['health:check', 'read'],
      ['http:request', 'read'],
      ['metrics:query', 'read'],
      ['notify:backstage', 'idempotent'],
      ['postgres:query', 'read'],
      ['railway:logs', 'read'],
      ['railway:restart', 'once'],
      ['railway:status', 'read'],
      ['redis:ping', 'read'],
    ]);
  });

  it('gives JSON Schemas: what may be left out is not required, what is returned is there', () => {
    const query = builtInActionDescriptors().find(
      ({ id }) => id === 'postgres:query',
    );
    expect(query).toMatchObject({
      input: { type: 'object', required: ['sql'] },
      output: { required: ['rows', 'count', 'truncated'] },
      untemplated: ['sql'],
    });
    for (const { input, output } of builtInActionDescriptors()) {
      expect(input).toMatchObject({ type: 'object' });
      expect(output).toMatchObject({ type: 'object' });
    }
  });
});

describe('RegisteredActions', () => {
  const own = createRunbookAction({
    id: 'acme:do',
    description: 'Does it',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => [],
    execute: async () => done({}),
  });

  it('finds actions, those of others too, and no inherited name', () => {
    const actions = new RegisteredActions(builtInActions());
    actions.add(own);
    expect(actions.get('acme:do')).toBe(own);
    expect(actions.get('constructor')).toBeUndefined();
    expect(actions.list()[0]).toBe(own);
    expect(actions.descriptors()).toHaveLength(14);
  });

  it('takes an id once', () => {
    expect(() => new RegisteredActions([own, own])).toThrow(
      "A runbook action 'acme:do' is registered already",
    );
  });
});
