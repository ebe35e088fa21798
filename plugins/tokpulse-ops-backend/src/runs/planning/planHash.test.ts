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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  planSteps,
  servicesWith,
  step,
  TEST_HASH_KEY,
  verified,
  type PlanOptions,
} from '../../__testUtils__/planSteps';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { isIntact } from './planHash';

jest.setTimeout(60_000);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase.drop());

const plan = (steps: readonly string[], options?: PlanOptions) =>
  planSteps(testDatabase.knex, steps, options);

describe('the hash of a plan', () => {
  const steps = [
    step('change', 'demo:change', `input: { to: x }\n${verified}`),
  ];

  it('is the same for the same plan', async () => {
    const [a, b] = [await plan(steps), await plan(steps)];
    expect(a.id).not.toBe(b.id);
    expect(a.hash).toBe(b.hash);
    expect(isIntact(a, TEST_HASH_KEY)).toBe(true);
    expect(isIntact(a, 'another key')).toBe(false);
  });

  it('is another one for other inputs, services, targets or texts', async () => {
    const frontMatter =
      'inputs: { type: object, properties: { n: { type: integer } } }';
    const hashes = await Promise.all([
      plan(steps),
      plan(steps, { title: 'Another title' }),
      plan(steps, { frontMatter, inputs: { n: 1 } }),
      plan(steps, { frontMatter, inputs: { n: 2 } }),
      plan(steps, { entityRef: 'component:default/shop' }),
      plan(steps, {
        services: servicesWith({ railway: { token: 'rotated-token' } }),
      }),
      plan([`${steps[0]}lock: [shop/else]\n`]),
    ]);
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(hashes.length);
  });

  it('says nothing about previews, which change all the time', async () => {
    const made = await plan([step('look', 'demo:look')]);
    expect(
      isIntact(
        { ...made, steps: [{ ...made.steps[0], previews: [] }] },
        TEST_HASH_KEY,
      ),
    ).toBe(true);
  });

  it('covers the policy, the editors and what a plan follows', async () => {
    const made = await plan(steps);
    const [one] = made.steps;
    const others: readonly Plan[] = [
      { ...made, approvals: 'team' },
      { ...made, editors: ['user:default/otto'] },
      { ...made, undoes: 'a run' },
      { ...made, continues: { runId: 'a run', stepId: 'change' } },
      { ...made, steps: [{ ...one, editedInput: { to: 'y' } }] },
      { ...made, steps: [{ ...one, approval: { from: [], late: false } }] },
      {
        ...made,
        steps: [
          {
            ...one,
            previews: [
              { kind: 'fact', label: 'Disk', value: 'sda', pinned: true },
            ],
          },
        ],
      },
    ];
    for (const other of others) {
      expect(isIntact(other, TEST_HASH_KEY)).toBe(false);
    }
  });
});
