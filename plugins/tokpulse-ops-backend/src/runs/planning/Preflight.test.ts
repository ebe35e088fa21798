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
import {
  ActionError,
  createRunbookAction,
  done,
  type ActionNeed,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import type { Effect } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DEMO_SECRET } from '../../__testUtils__/demoActions';
import {
  planSteps,
  servicesWith,
  step,
  verified,
  type PlanOptions,
} from '../../__testUtils__/planSteps';
import { RegisteredActions } from '../../actions';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { Database } from '../Database';
import { CredentialChecks } from './CredentialChecks';
import { findTool } from './findTool';
import { TargetHolders } from './TargetHolders';

jest.setTimeout(60_000);

/** What the provider of the test says, and how often it was asked. */
const provider: {
  asked: number;
  says: (signal: AbortSignal) => Promise<void>;
} = { asked: 0, says: async () => undefined };

const needing = (
  verb: string,
  effect: Effect,
  needs: (context: { input: { to: string } }) => readonly ActionNeed[],
) =>
  createRunbookAction({
    id: `demo:${verb}`,
    description: 'Needs something',
    effect,
    input: z.object({ to: z.string().default('primary') }),
    output: z.object({}),
    targets: ({ service }) => [`${service.id}/demo`],
    plan: () => [],
    needs,
    execute: async () => done({}),
  });

const credential = ({
  input,
}: {
  input: { to: string };
}): readonly ActionNeed[] => [
  {
    kind: 'credential',
    id: `demo/${input.to}`,
    title: 'The demo token',
    check: signal => {
      provider.asked += 1;
      return provider.says(signal);
    },
  },
];

const actions = new RegisteredActions([
  needing('look', 'read', credential),
  needing('change', 'once', credential),
  needing('tool', 'once', () => [
    { kind: 'tool', command: 'no-such-program-anywhere' },
  ]),
  needing('shell', 'once', () => [{ kind: 'tool', command: 'sh' }]),
  needing('unset', 'once', () => {
    throw new ActionError({
      code: 'not-configured',
      message: `demo.token is missing, not ${DEMO_SECRET}`,
      nextStep: 'Set demo.token',
    });
  }),
]);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(() => {
  provider.asked = 0;
  provider.says = async () => undefined;
});

const plan = (steps: readonly string[], options?: PlanOptions) =>
  planSteps(testDatabase.knex, steps, { actions, ...options });
const findings = async (...given: Parameters<typeof plan>) =>
  (await plan(...given)).findings;
const refuses = async () => {
  throw new ActionError({
    code: 'unauthorized',
    message: `it does not accept ${DEMO_SECRET}`,
    nextStep: 'Make a new token',
  });
};

describe('a credential', () => {
  it('that is accepted is no finding, and is asked for once', async () => {
    expect(
      await findings([
        step('one', 'demo:change', verified),
        step('two', 'demo:change', verified),
        step('three', 'demo:look'),
      ]),
    ).toEqual([]);
    expect(provider.asked).toBe(1);
  });

  it('that is refused blocks a change, and not a reading', async () => {
    provider.says = refuses;
    const made = await findings([
      step('look', 'demo:look'),
      step('change', 'demo:change', verified),
    ]);
    const refused = {
      code: 'credential-refused',
      message: 'The demo token is not accepted: it does not accept [redacted]',
      nextStep: 'Make a new token',
    };
    expect(made).toEqual(
      [
        { level: 'warning', stepId: 'look', ...refused },
        { level: 'blocking', stepId: 'change', ...refused },
      ].map(one => ({
        ...one,
        message: expect.not.stringContaining(DEMO_SECRET),
      })),
    );
    expect(made[0].message).toMatch(/^The demo token is not accepted: /);
  });

  it.each([
    ['whose condition is not known yet', 'if: steps.look.output.x == 1\n'],
    ['whose failure the runbook expects', 'onFailure: continue\n'],
  ])('that is refused only warns of a change %s', async (_what, more) => {
    provider.says = refuses;
    const made = await findings([
      step('look', 'demo:look'),
      step('change', 'demo:change', more + verified),
    ]);
    expect(made.map(({ level }) => level)).toEqual(['warning', 'warning']);
  });

  it('that could not be checked only warns', async () => {
    provider.says = async () => {
      throw new ActionError({ code: 'unreachable', message: 'nobody there' });
    };
    expect(await findings([step('change', 'demo:change', verified)])).toEqual([
      {
        level: 'warning',
        code: 'credential-not-checked',
        stepId: 'change',
        message: 'The demo token could not be checked: nobody there',
        nextStep: 'Plan again to ask again, or start without knowing',
      },
    ]);
  });

  it('says nothing of an error that is none of ours', async () => {
    provider.says = async () => {
      throw new Error(`driver says ${DEMO_SECRET}`);
    };
    const made = await findings([step('change', 'demo:change', verified)]);
    expect(made).toMatchObject([
      { level: 'warning', code: 'credential-not-checked' },
    ]);
    expect(JSON.stringify(made)).not.toContain('driver says');
  });

  it('of a provider that hangs does not keep the plan waiting', async () => {
    provider.says = () => new Promise(() => undefined);
    const before = performance.now();
    const made = await findings([step('change', 'demo:change', verified)]);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(made).toMatchObject([
      {
        level: 'warning',
        code: 'credential-not-checked',
        message: expect.stringContaining('no answer within'),
      },
    ]);
  });

  it('is not asked for while its input is known only later', async () => {
    const made = await findings([
      step('look', 'demo:look'),
      step(
        'change',
        'demo:change',
        `input: { to: "\${{ steps.look.output.x }}" }\n${verified}`,
      ),
    ]);
    expect(made).toEqual([]);
    expect(provider.asked).toBe(1);
  });

  it('is not asked for by a step that will be skipped', async () => {
    provider.says = refuses;
    expect(
      await findings([
        step('change', 'demo:change', `if: service.id == "other"\n${verified}`),
      ]),
    ).toEqual([]);
  });

  it('that is not configured blocks a change', async () => {
    const made = await findings([step('unset', 'demo:unset', verified)]);
    expect(made).toMatchObject([
      {
        level: 'blocking',
        code: 'not-configured',
        nextStep: 'Set demo.token',
      },
    ]);
    expect(JSON.stringify(made)).not.toContain(DEMO_SECRET);
  });
});

describe('a program', () => {
  it('that is missing blocks, and says where it is missed', async () => {
    expect(await findings([step('tool', 'demo:tool', verified)])).toEqual([
      {
        level: 'blocking',
        code: 'tool-missing',
        stepId: 'tool',
        message:
          'The program no-such-program-anywhere is not on the path of this backend',
        nextStep:
          'Install no-such-program-anywhere where the backends run, then plan again',
      },
    ]);
  });

  it('that is there is no finding', async () => {
    expect(await findings([step('shell', 'demo:shell', verified)])).toEqual([]);
  });

  it('is found where it can be run, and only by its name', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tools-'));
    try {
      const file = join(directory, 'tool');
      await writeFile(file, '#!/bin/sh\n');
      await chmod(file, 0o644);
      await mkdir(join(directory, 'folder'));
      expect(await findTool('folder', directory)).toBeUndefined();
      await chmod(file, 0o755);
      expect(await findTool('tool', `/nowhere:${directory}`)).toBe(file);
      expect(await findTool('../tool', join(directory, 'folder'))).toBe(
        undefined,
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('permission to confirm', () => {
  it('is looked for when the run changes something', async () => {
    const steps = [step('change', 'demo:change', verified)];
    expect(await findings(steps, { mayControl: false })).toMatchObject([
      {
        level: 'warning',
        code: 'control-missing',
        nextStep: expect.stringContaining('tokpulse-ops.run.control'),
      },
    ]);
    expect(
      await findings([step('look', 'demo:look')], { mayControl: false }),
    ).toEqual([]);
  });
});

describe('what is affected', () => {
  it('is shown, and not part of the hash', async () => {
    const steps = [step('change', 'demo:change', verified)];
    const dependents = [
      { entityRef: 'component:default/till', title: 'Till', distance: 1 },
    ];
    const made = await plan(steps, {
      blastRadius: Promise.resolve({ dependents, findings: [] }),
    });
    expect(made.dependents).toEqual(dependents);
    expect(made.hash).toBe((await plan(steps)).hash);
  });
});

it('names who holds a target, for how long, and whose run it is', async () => {
  const { knex } = testDatabase;
  const holder = '0199aaaa-0000-7000-8000-000000000001';
  const steps = [
    step('look', 'demo:look'),
    step('change', 'demo:change', verified),
  ];
  const made = await plan(steps);
  await knex('runs').insert({
    ...{ id: holder, plan_id: made.id, plan_hash: made.hash },
    ...{ service: 'shop', runbook_id: 'r', runbook_title: 'Restart it' },
    ...{ runbook_content_hash: 'c', requested_by: 'user:default/otto' },
    ...{ lead: 'user:default/otto', state: 'needs-decision' },
  });
  await knex.raw(
    `insert into locks (target, run_id, fence, since)
     values ('shop/demo', ?, 1, clock_timestamp() - interval '5 minutes 10 seconds')`,
    [holder],
  );
  expect(await findings(steps)).toEqual([
    {
      level: 'warning',
      code: 'target-locked',
      stepId: 'change',
      message: expect.stringMatching(
        /^shop\/demo is in use by 'Restart it', led by otto, for 5 min, and waits for a decision$/,
      ),
      nextStep: expect.stringContaining('wait until it is free'),
    },
  ]);
  await knex('runs')
    .where({ id: holder })
    .update({ lead: 'user:default/olga' });
  expect(await findings(steps)).toMatchObject([
    { nextStep: expect.stringContaining('your own run') },
  ]);
  const findingsFor = (ownRuns: readonly string[]) =>
    new TargetHolders({ database: new Database({ knex }) }).findings(
      [{ stepId: 'change', targets: ['shop/demo'] }],
      { requestedBy: 'user:default/olga', ownRuns },
    );
  expect(await findingsFor([made.id])).toHaveLength(1);
  // What goes on with that run, or takes it back, has its targets.
  expect(await findingsFor([holder])).toEqual([]);
  await knex('locks').delete();
});

it('asks a provider again when the answer is old, and the budget of the service allows it', async () => {
  const checks = new CredentialChecks({
    logger: mockServices.logger.mock(),
    redactor: { text: text => text },
    keptMs: 0,
  });
  const [need] = credential({ input: { to: 'x' } });
  if (need.kind !== 'credential') {
    throw new Error('The test needs a credential');
  }
  const eager = createMockServiceAccess();
  await checks.check(eager, need);
  await checks.check(eager, need);
  expect(provider.asked).toBe(2);
  // 100 requests in 15 minutes, of which readings may use 60 %.
  const thrifty = servicesWith({ requestBudget: 100 }).get('shop');
  expect(thrifty?.observeEveryMs).toBe(15_000);
  if (thrifty) {
    await checks.check(thrifty, need);
    await checks.check(thrifty, need);
  }
  expect(provider.asked).toBe(3);
});
