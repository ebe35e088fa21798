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

import type { JsonObject } from '@backstage/types';
import { DEMO_SECRET, previewsOfSlow } from '../__testUtils__/demoActions';
import {
  planSteps,
  step,
  verified,
  type PlanOptions,
} from '../__testUtils__/planSteps';
import { SnapshotStore } from '../runbooks/SnapshotStore';
import { createMigratedDatabase, type TestDatabase } from '../testing';
import { Database } from './Database';
import { PostgresPlanStore } from './store/PostgresPlanStore';

jest.setTimeout(60_000);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase.drop());

const plan = (steps: readonly string[], options?: PlanOptions) =>
  planSteps(testDatabase.knex, steps, options);
const plans = () => PostgresPlanStore.create({ knex: testDatabase.knex });

const database = () => new Database({ knex: testDatabase.knex });

describe('a plan', () => {
  it('shows the input resolved, and what each step will do', async () => {
    const made = await plan(
      [
        step(
          'change',
          'demo:change',
          `input:\n  to: \${{ inputs.size }} of \${{ service.railway.service }}\n${verified}`,
        ),
      ],
      {
        frontMatter:
          'inputs: { type: object, properties: { size: { type: integer } } }',
        inputs: { size: 3 },
      },
    );
    expect(made.steps[0]).toMatchObject({
      input: { to: '3 of shop-app' },
      previews: [{ kind: 'command', text: 'change 3 of shop-app' }],
      effect: 'idempotent',
      targets: ['shop/demo'],
      late: [],
    });
    expect(made.findings).toEqual([]);
    expect(await plans().get(made.id)).toEqual(made);
  });

  it('lasts for an hour of the clock of the database', async () => {
    const { createdAt, expiresAt } = await plan([step('look', 'demo:look')]);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(3_600_000);
  });

  it('keeps the text of its runbook', async () => {
    const { runbook } = await plan([step('look', 'demo:look')]);
    const snapshots = new SnapshotStore({ database: database() });
    expect(await snapshots.source(runbook.contentHash)).toContain('demo:look');
  });

  it('marks what is known only later, and shows the rest', async () => {
    const made = await plan([
      step('look', 'demo:look'),
      step(
        'change',
        'demo:change',
        `if: steps.look.output.found == "x"\ninput:\n  to: \${{ service.title }} \${{ steps.look.output.found }} for \${{ run.reason }}\n${verified}`,
      ),
    ]);
    expect(made.steps[1]).toMatchObject({
      input: {
        to: 'Shop ${{ steps.look.output.found }} for ${{ run.reason }}',
      },
      late: [
        { path: 'steps.look.output.found', fromStep: 'look' },
        { path: 'run.reason' },
      ],
      condition: { value: 'later' },
      previews: [],
      targets: ['shop/demo'],
    });
  });

  it('previews a step whose input the run itself completes', async () => {
    const made = await plan([
      step(
        'change',
        'demo:change',
        `input:\n  to: because \${{ run.reason }}\n${verified}`,
      ),
    ]);
    expect(made.steps[0].previews).toEqual([
      {
        kind: 'command',
        text: 'change because <reason given at the start>',
      },
    ]);
  });

  it('leaves out the preview of a step that will be skipped', async () => {
    const before = previewsOfSlow.times;
    const made = await plan([
      step('slow', 'demo:slow', 'if: service.id == "other"'),
    ]);
    expect(made.steps[0].condition).toEqual({
      expression: 'service.id == "other"',
      value: false,
    });
    expect(previewsOfSlow.times).toBe(before);
  });

  it('never templates what the action takes as it stands', async () => {
    const made = await plan([
      step('look', 'demo:look', 'input:\n  what: select ${{ inputs.x }}'),
    ]);
    expect(made.steps[0].input).toEqual({ what: 'select ${{ inputs.x }}' });
    expect(made.findings).toEqual([]);
  });

  it('takes the stricter effect and every target', async () => {
    const made = await plan([
      step(
        'change',
        'demo:change',
        `effect: once\nconfirm: type-target\nlock: [shop/zebra, shop/ant]\ninput: { to: x }\n${verified}`,
      ),
    ]);
    expect(made.steps[0]).toMatchObject({
      effect: 'once',
      targets: ['shop/ant', 'shop/demo', 'shop/zebra'],
      confirmTarget: 'shop/ant',
    });
  });

  it('shows no secret', async () => {
    const made = await plan([
      step('look', 'demo:look'),
      step('unset', 'demo:unset'),
      step('fails', 'demo:fails'),
    ]);
    expect(JSON.stringify(made)).not.toContain(DEMO_SECRET);
    const { rows } = await testDatabase.knex.raw(
      'select document::text from plans',
    );
    expect(JSON.stringify(rows)).not.toContain(DEMO_SECRET);
  });
});

describe('inputs', () => {
  const frontMatter =
    'inputs: { type: object, required: [why], properties: { why: { type: string, minLength: 10 }, hosts: { type: array, items: { enum: [api, app] } }, size: { type: integer, default: 7 }, code: { type: string, pattern: "^(a+)+$" } } }';
  const attempt = (inputs: JsonObject) =>
    plan([step('look', 'demo:look')], { frontMatter, inputs });

  it('that are left out get their defaults', async () => {
    const made = await attempt({ why: 'long enough' });
    expect(made.inputs).toEqual({ why: 'long enough', size: 7 });
  });

  it.each([
    [{}, 'why', 'is missing'],
    [{ why: 'short' }, 'why', 'must NOT have fewer than 10 characters'],
    [{ why: 'long enough', size: '7' }, 'size', 'must be integer'],
    [
      { why: 'long enough', hosts: ['api', 'moon'] },
      'hosts/1',
      'must be one of api, app',
    ],
    [
      { why: 'long enough', extra: 1 },
      'extra',
      'is not an input of this runbook',
    ],
  ])('%j are refused because %s %s', async (inputs, path, message) => {
    await expect(attempt(inputs)).rejects.toMatchObject({
      name: 'InputError',
      code: 'invalid-inputs',
      fields: [{ path, message }],
    });
  });

  it('are matched with patterns in linear time', async () => {
    const started = performance.now();
    await expect(
      attempt({ why: 'long enough', code: `${'a'.repeat(50_000)}!` }),
    ).rejects.toMatchObject({ fields: [{ path: 'code' }] });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('are never evaluated', async () => {
    const made = await attempt({ why: '${{ service.title }} __proto__' });
    expect(made.inputs.why).toBe('${{ service.title }} __proto__');
  });
});

it('is made only for an entity of the service', async () => {
  const steps = [step('look', 'demo:look')];
  const made = await plan(steps, { entityRef: 'component:default/shop' });
  expect(made.entityRef).toBe('component:default/shop');
  await expect(
    plan(steps, { entityRef: 'component:default/evil' }),
  ).rejects.toMatchObject({ code: 'foreign-entity' });
});
