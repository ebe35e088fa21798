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

import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { testRunbook } from '../__testUtils__/testRunbook';
import { RegisteredActions } from '../actions';
import { readShelfEntry } from '../runbooks/ShelfEntry';
import { SnapshotStore } from '../runbooks/SnapshotStore';
import { ConfiguredServices } from '../services';
import { createTestDatabase, type TestDatabase } from '../testing';
import { Database } from './Database';
import { migrateDatabase } from './migrateDatabase';
import { Planner } from './planner';
import { IntactRunService } from './planning/IntactRunService';
import { isIntact } from './planning/planHash';
import { TargetHolders } from './planning/TargetHolders';
import { createRedactor } from './redaction';
import { PostgresPlanStore } from './store/PostgresPlanStore';
import type { RunService } from './types';

jest.setTimeout(60_000);

const SECRET = 'p4ssw0rd-of-the-shop';
const HASH_KEY = 'a key of this test';
let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await migrateDatabase(testDatabase.knex);
});
afterAll(() => testDatabase.drop());

function servicesWith(extra: JsonObject = {}): ConfiguredServices {
  return ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: {
          shop: {
            title: 'Shop',
            entities: ['component:default/shop'],
            railway: { service: 'shop-app', token: SECRET },
            ...extra,
          },
        },
      },
    }),
    { fingerprintKey: 'key' },
  );
}

let slowPlans = 0;
const actions = new RegisteredActions([
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
      { kind: 'sql', text: input.what, values: [input.times ?? 0, SECRET] },
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
        message: `demo.token is missing (${SECRET})`,
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
      throw new Error(`driver says ${SECRET}`);
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
      slowPlans += 1;
      return new Promise(() => undefined);
    },
    execute: async () => done({}),
  }),
]);

const step = (id: string, action: string, more = '') =>
  `id: ${id}\nname: Step ${id}\naction: ${action}\n${more}`;

const verified = `reason: A test needs no verification\n`;

interface PlanOptions {
  readonly frontMatter?: string;
  readonly inputs?: JsonObject;
  readonly services?: ConfiguredServices;
  readonly entityRef?: string;
  readonly previewLimitMs?: number;
  readonly approvals?: 'solo' | 'team';
  readonly title?: string;
}

const database = () => new Database({ knex: testDatabase.knex });
const plans = () => PostgresPlanStore.create({ knex: testDatabase.knex });

async function plan(
  steps: readonly string[],
  options: PlanOptions = {},
): Promise<Plan> {
  const { frontMatter, title, inputs = {}, entityRef } = options;
  const services = options.services ?? servicesWith();
  const entry = readShelfEntry({
    file: {
      path: 'test.md',
      source: testRunbook({ steps, frontMatter, title }),
    },
    actions: [],
    services: ['shop'],
  });
  const planner = new Planner({
    database: database(),
    runbooks: { get: async () => entry },
    snapshots: new SnapshotStore({ database: database() }),
    plans: plans(),
    holders: new TargetHolders({ database: database() }),
    actions,
    services,
    redactor: createRedactor({ secrets: services.secrets() }),
    logger: mockServices.logger.mock(),
    hashKey: HASH_KEY,
    approvals: options.approvals ?? 'solo',
    previewLimitMs: options.previewLimitMs,
  });
  const service = services.get('shop');
  if (service === undefined) {
    throw new Error('The service of the test is not configured');
  }
  return planner.plan({
    ...{ service, inputs, entityRef, runbook: 'test' },
    requestedBy: 'user:default/olga',
    signal: new AbortController().signal,
  });
}

const codesOf = (made: Plan) =>
  made.findings.map(({ level, code, stepId }) =>
    [level, code, stepId].join(' '),
  );

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
    const before = slowPlans;
    const made = await plan([
      step('slow', 'demo:slow', 'if: service.id == "other"'),
    ]);
    expect(made.steps[0].condition).toEqual({
      expression: 'service.id == "other"',
      value: false,
    });
    expect(slowPlans).toBe(before);
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
    expect(JSON.stringify(made)).not.toContain(SECRET);
    const { rows } = await testDatabase.knex.raw(
      'select document::text from plans',
    );
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });
});

describe('a finding', () => {
  it.each([
    ['blocking unknown-action gone', [step('gone', 'demo:gone')]],
    ['blocking not-configured unset', [step('unset', 'demo:unset')]],
    ['warning preview-failed fails', [step('fails', 'demo:fails')]],
    [
      'blocking invalid-input change',
      [step('change', 'demo:change', verified)],
    ],
    [
      'blocking unresolved-input look',
      [step('look', 'demo:look', 'input: { times: "${{ service.size }}" }')],
    ],
    [
      'blocking condition-failed look',
      [step('look', 'demo:look', 'if: service.size > 3')],
    ],
    [
      'blocking not-supported-yet look',
      [step('look', 'demo:look', 'each: "[1, 2]"')],
    ],
    [
      'blocking not-supported-yet look',
      [step('look', 'demo:look', 'onFailure: undo')],
    ],
    [
      'blocking not-supported-yet look',
      [step('look', 'demo:look', 'approval: { from: ["group:default/x"] }')],
    ],
    [
      'blocking verify-changes change',
      [
        step(
          'change',
          'demo:change',
          'input: { to: x }\nverify: { action: demo:change, input: { to: x }, until: "true", within: 1m }',
        ),
      ],
    ],
    [
      'blocking unknown-action change',
      [
        step(
          'change',
          'demo:change',
          'input: { to: x }\nverify: { action: demo:gone, until: "true", within: 1m }',
        ),
      ],
    ],
    [
      'blocking target-not-known aim',
      [
        step('look', 'demo:look'),
        step(
          'aim',
          'demo:aim',
          `input: { at: "\${{ steps.look.output.found }}" }\n${verified}`,
        ),
      ],
    ],
    [
      'blocking unresolved-input change',
      [
        step('look', 'demo:look', 'if: "false"'),
        step(
          'change',
          'demo:change',
          `input: { to: "\${{ steps.look.output.found }}" }\n${verified}`,
        ),
      ],
    ],
  ])('%s', async (expected, steps) => {
    const made = await plan(steps);
    expect(codesOf(made)).toEqual([expected]);
    expect(made.findings[0].nextStep).not.toBe('');
  });

  it('is a preview that takes too long, and nothing else waits for it', async () => {
    const made = await plan(
      [step('slow', 'demo:slow'), step('look', 'demo:look')],
      { previewLimitMs: 50 },
    );
    expect(codesOf(made)).toEqual(['warning preview-timeout slow']);
    expect(made.steps[1].previews).toHaveLength(1);
  });

  it('is not made of a target that the runbook names itself', async () => {
    const made = await plan([
      step('look', 'demo:look'),
      step(
        'aim',
        'demo:aim',
        `lock: [shop/x]\ninput: { at: "\${{ steps.look.output.found }}" }\n${verified}`,
      ),
    ]);
    expect(made.findings).toEqual([]);
    expect(made.steps[1].targets).toEqual(['shop/x']);
  });

  it('blocks a change in team mode, and no reading', async () => {
    const made = await plan(
      [
        step('look', 'demo:look'),
        step('change', 'demo:change', `input: { to: x }\n${verified}`),
      ],
      { approvals: 'team' },
    );
    expect(codesOf(made)).toEqual(['blocking not-supported-yet change']);
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

describe('the hash of a plan', () => {
  const steps = [
    step('change', 'demo:change', `input: { to: x }\n${verified}`),
  ];

  it('is the same for the same plan', async () => {
    const [a, b] = [await plan(steps), await plan(steps)];
    expect(a.id).not.toBe(b.id);
    expect(a.hash).toBe(b.hash);
    expect(isIntact(a, HASH_KEY)).toBe(true);
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
        HASH_KEY,
      ),
    ).toBe(true);
  });

  it('is checked when the run starts', async () => {
    const started: string[] = [];
    const refuse = async () => {
      throw new Error('Not asked for');
    };
    const runs: RunService = {
      start: async ({ plan: made }) => {
        started.push(made.id);
        throw new Error('Far enough');
      },
      ...{ confirm: refuse, answer: refuse, decide: refuse, cancel: refuse },
    };
    const services = servicesWith();
    const start = (made: Plan, configured = services) =>
      new IntactRunService({
        ...{ runs, services: configured, hashKey: HASH_KEY },
      }).start({
        plan: made,
        planHash: made.hash,
        requestedBy: 'user:default/olga',
      });
    const made = await plan(steps);
    const stored = await plans().get(made.id);
    expect(stored).toBeDefined();
    await expect(stored && start(stored)).rejects.toThrow('Far enough');
    expect(started).toEqual([made.id]);

    const altered: Plan = { ...made, inputs: { to: 'elsewhere' } };
    await expect(start(altered)).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'plan-altered',
    });
    const rotated = servicesWith({ railway: { token: 'rotated-token' } });
    await expect(start(made, rotated)).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'service-changed',
    });
    expect(started).toEqual([made.id]);
  });
});
