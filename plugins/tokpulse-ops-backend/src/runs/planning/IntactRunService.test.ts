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
import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import {
  createTestPlanner,
  planSteps,
  servicesWith,
  step,
  TEST_HASH_KEY,
  verified,
  type PlanOptions,
} from '../../__testUtils__/planSteps';
import { RegisteredActions } from '../../actions';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { PostgresPlanStore } from '../store/PostgresPlanStore';
import type { RunService } from '../types';
import { IntactRunService } from './IntactRunService';

jest.setTimeout(60_000);

/** What the fact of `demo:pin` reads now. */
const world = { deployment: 'd1', reachable: true };

const actions = new RegisteredActions([
  createRunbookAction({
    id: 'demo:pin',
    description: 'Hits what serves now',
    effect: 'once',
    input: z.object({ to: z.string().default('x') }),
    output: z.object({}),
    plan: () => {
      if (!world.reachable) {
        throw new Error('away');
      }
      return [
        {
          kind: 'fact',
          label: 'Deployment',
          value: world.deployment,
          pinned: true,
        },
      ];
    },
    execute: async () => done({}),
  }),
]);

describe('the start of a run', () => {
  let testDatabase: TestDatabase;
  const started: string[] = [];
  const frontMatter =
    'inputs: { type: object, properties: { n: { type: integer, default: 1 } } }';
  const steps = [step('hit', 'demo:pin', verified)];

  beforeAll(async () => {
    testDatabase = await createMigratedDatabase();
  });
  afterAll(() => testDatabase.drop());
  beforeEach(() => {
    started.length = 0;
    Object.assign(world, { deployment: 'd1', reachable: true });
  });

  const refuse = async () => {
    throw new Error('Not asked for');
  };
  const runs: RunService = {
    start: async ({ plan }) => {
      started.push(plan.id);
      throw new Error('Far enough');
    },
    ...{ confirm: refuse, answer: refuse, decide: refuse, cancel: refuse },
  };
  const plan = (options?: PlanOptions) =>
    planSteps(testDatabase.knex, steps, { actions, frontMatter, ...options });
  const start = (
    made: Plan,
    now: PlanOptions & {
      readonly steps?: readonly string[];
      readonly wasRun?: boolean;
      readonly planHash?: string;
    } = {},
  ) => {
    const services = now.services ?? servicesWith();
    return new IntactRunService({
      runs,
      services,
      wasRun: async () => now.wasRun ?? false,
      planner: createTestPlanner(testDatabase.knex, now.steps ?? steps, {
        ...{ actions, frontMatter, ...now, services },
      }),
      hashKey: TEST_HASH_KEY,
    }).start({
      plan: made,
      planHash: now.planHash ?? made.hash,
      requestedBy: 'user:default/olga',
    });
  };
  const differencesOf = async (...given: Parameters<typeof start>) => {
    const error: unknown = await start(...given).catch(thrown => thrown);
    expect(error).toMatchObject({
      name: 'ConflictError',
      code: 'plan-differs',
      nextStep: expect.any(String),
    });
    return (error as { differences: unknown }).differences;
  };

  it('goes on when nothing has changed, also with the plan as it is stored', async () => {
    const made = await plan();
    const stored = await PostgresPlanStore.create({
      knex: testDatabase.knex,
    }).get(made.id);
    expect(stored).toBeDefined();
    await expect(stored && start(stored)).rejects.toThrow('Far enough');
    expect(started).toEqual([made.id]);
  });

  it('is refused when the stored plan was tampered with', async () => {
    const made = await plan();
    await expect(start({ ...made, inputs: { n: 2 } })).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'plan-altered',
    });
    expect(started).toEqual([]);
  });

  it('says in what the configuration, the policy and the inputs differ', async () => {
    const made = await plan();
    expect(
      await differencesOf(made, {
        services: servicesWith({ railway: { token: 'rotated-token' } }),
        approvals: 'team',
        frontMatter: frontMatter.replace(
          'default: 1 }',
          'default: 1 }, m: { type: string, default: b }',
        ),
      }),
    ).toEqual([
      {
        what: 'Text of the runbook',
        planned: expect.stringMatching(/^version [0-9a-f]{12}$/),
        now: expect.stringMatching(/^version [0-9a-f]{12}$/),
      },
      expect.objectContaining({ what: 'Configuration of the service' }),
      { what: 'Approvals', planned: 'solo', now: 'team' },
      { what: "Input 'm'", planned: '–', now: 'b' },
    ]);
  });

  it('says which steps were added, removed, changed and moved', async () => {
    const before = [
      step('first', 'demo:pin', verified),
      step('second', 'demo:pin', verified),
      step('gone', 'demo:pin', verified),
    ];
    const made = await planSteps(testDatabase.knex, before, { actions });
    const differences = await differencesOf(made, {
      frontMatter: undefined,
      steps: [
        step(
          'second',
          'demo:pin',
          `input: { to: y }\nlock: [shop/else]\n${verified}`,
        ),
        step('first', 'demo:pin', verified),
        step('fresh', 'demo:pin', verified),
      ],
    });
    expect(differences).toEqual([
      expect.objectContaining({ what: 'Text of the runbook' }),
      { what: "Step 'second': input", planned: '{}', now: '{"to":"y"}' },
      {
        what: "Step 'second': targets",
        planned: '["shop/demo"]',
        now: '["shop/demo","shop/else"]',
      },
      {
        what: "Step 'second': lock",
        planned: '–',
        now: '["shop/else"]',
      },
      { what: "Step 'gone'", planned: 'Step gone', now: '–' },
      { what: "Step 'fresh'", planned: '–', now: 'Step fresh' },
      {
        what: 'Order of the steps',
        planned: 'first, second',
        now: 'second, first',
      },
    ]);
  });

  it('is refused when a pinned fact is another one by now', async () => {
    const made = await plan();
    world.deployment = 'd2';
    expect(await differencesOf(made)).toEqual([
      { what: "Step 'hit': Deployment", planned: 'd1', now: 'd2' },
    ]);
  });

  it('does not fail because a fact cannot be read at the moment', async () => {
    const made = await plan();
    world.reachable = false;
    await expect(start(made)).rejects.toThrow('Far enough');
  });

  it('is refused when the runbook has become one that takes other inputs', async () => {
    const made = await plan({ inputs: { n: 3 } });
    expect(
      await differencesOf(made, {
        frontMatter:
          'inputs: { type: object, properties: { n: { type: string } } }',
      }),
    ).toEqual([
      {
        what: 'Runbook',
        planned: made.runbook.title,
        now: expect.stringContaining("The input 'n' must be string"),
      },
    ]);
  });

  it('is refused for a hash that is not that of the plan', async () => {
    const made = await plan();
    expect(await differencesOf(made, { planHash: 'f'.repeat(64) })).toEqual([
      {
        what: 'Plan',
        planned: 'version ffffffffffff',
        now: `version ${made.hash.slice(0, 12)}`,
      },
    ]);
  });

  it('finds the run that was made already, whatever has changed since', async () => {
    const made = await plan();
    world.deployment = 'd2';
    await expect(start(made, { wasRun: true })).rejects.toThrow('Far enough');
  });
});

it('unpins a fact that an earlier step of the plan may change', async () => {
  Object.assign(world, { deployment: 'd1', reachable: true });
  const testDatabase = await createMigratedDatabase();
  try {
    const made = await planSteps(
      testDatabase.knex,
      [step('one', 'demo:pin', verified), step('two', 'demo:pin', verified)],
      { actions },
    );
    expect(made.steps.map(({ previews }) => previews)).toEqual([
      [{ kind: 'fact', label: 'Deployment', value: 'd1', pinned: true }],
      [{ kind: 'fact', label: 'Deployment', value: 'd1' }],
    ]);
  } finally {
    await testDatabase.drop();
  }
});
