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

import type {
  JsonObject,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  createTestPlan,
  scriptedAction,
  startTestEngine,
  type TestEngine,
  type TestStep,
} from '../../testing';

jest.setTimeout(60_000);

const actor = 'user:default/operator';
const second = 'user:default/second';

/** Going on after a failure with another input. */
describe('an edited input', () => {
  let tests: TestEngine;
  let got: unknown[] = [];

  beforeAll(async () => {
    tests = await startTestEngine({
      secrets: ['s3cr3t-token'],
      actions: [
        createRunbookAction({
          id: 'test:set',
          description: 'Sets a size',
          effect: 'idempotent',
          input: z.object({ size: z.number(), note: z.string().optional() }),
          output: z.object({ size: z.number() }),
          plan: ({ input }) => [
            { kind: 'fact', label: 'Size', value: `${input.size}` },
          ],
          execute: async ({ input }) => {
            got.push(input);
            if (input.size > 10) {
              throw new ActionError({ code: 'refused', message: 'Too large' });
            }
            return done({ size: input.size });
          },
        }),
        scriptedAction({
          id: 'test:echo',
          effect: 'read',
          execute: ({ input }) => done(input.value ?? null),
        }),
      ],
    });
  });

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    got = [];
  });

  const steps: readonly TestStep[] = [
    { id: 'look', action: 'test:echo', input: { value: 'seen' } },
    {
      id: 'set',
      action: 'test:set',
      planned: 'idempotent',
      input: { size: '${{ inputs.size }}' },
    },
    {
      id: 'after',
      action: 'test:echo',
      input: {
        value: ['${{ steps.set.output.size }}', '${{ steps.look.output }}'],
      },
    },
  ];
  const failed = async (more: readonly TestStep[] = steps) => {
    const { id } = await tests.start(more, { inputs: { size: 11 } });
    return tests.until(id, 'needs-decision');
  };
  const replan = (
    run: RunDetail,
    input: JsonObject,
    more: { readonly stepId?: string; readonly requestedBy?: string } = {},
  ) =>
    tests.planner.continuation.plan({
      ...{ runId: run.id, stepId: 'set', input, requestedBy: actor },
      ...{ mayControl: true, signal: AbortSignal.timeout(10_000) },
      ...more,
    });
  const adopt = (
    run: RunDetail,
    plan: Awaited<ReturnType<typeof replan>>,
    more: { readonly attempt?: number; readonly planHash?: string } = {},
  ) =>
    tests.engine.decide({
      ...{ runId: run.id, stepId: 'set', actor, plan },
      decision: {
        ...{ choice: 'edit', planId: plan.id, planHash: plan.hash },
        ...{ attempt: run.steps[1].attempts.length, ...more },
      },
    });

  it('is planned for what is left, previewed, and changes nothing by itself', async () => {
    const run = await failed();
    const plan = await replan(run, { size: 3 }, { requestedBy: second });
    expect(plan).toMatchObject({
      continues: { runId: run.id, stepId: 'set' },
      editors: [second],
      steps: [
        {
          step: { id: 'set', input: { size: '${{ inputs.size }}' } },
          editedInput: { size: 3 },
          input: { size: 3 },
          late: [],
          previews: [{ kind: 'fact', label: 'Size', value: '3' }],
        },
        {
          step: { id: 'after' },
          input: { value: ['${{ steps.set.output.size }}', 'seen'] },
          late: [{ path: 'steps.set.output.size', fromStep: 'set' }],
        },
      ],
    });
    expect(plan.hash).not.toBe(run.planHash);
    expect(await tests.get(run.id)).toEqual(run);
  });

  it('is run when it is adopted, and the other steps keep their input', async () => {
    const run = await failed();
    const plan = await replan(run, { size: 3 });
    await adopt(run, plan);
    const over = await tests.until(run.id, 'succeeded');
    expect(got).toEqual([{ size: 11 }, { size: 3 }]);
    expect(over).toMatchObject({ planId: plan.id, planHash: plan.hash });
    expect(over.steps[2].output).toEqual([3, 'seen']);
    const followed = await tests.engine.plan(run.id);
    expect(followed?.steps.map(({ step }) => step.id)).toEqual([
      'look',
      'set',
      'after',
    ]);
    expect(followed).toMatchObject({ hash: plan.hash, editors: [actor] });
    const events = await tests.events(run.id);
    expect(
      events.flatMap(({ actor: who, body }) =>
        body.type === 'plan-changed' ? [{ who, ...body }] : [],
      ),
    ).toEqual([
      {
        ...{ who: actor, type: 'plan-changed', stepId: 'set' },
        ...{ planId: plan.id, planHash: plan.hash, input: { size: 3 } },
      },
    ]);
  });

  it('can be edited again, and again fails as any input', async () => {
    const run = await failed();
    await adopt(run, await replan(run, { size: 12 }));
    const again = await tests.until(run.id, 'needs-decision');
    expect(again.steps[1].attempts).toHaveLength(2);
    await adopt(again, await replan(again, { size: 4 }));
    await tests.until(run.id, 'succeeded');
    expect(got.at(-1)).toEqual({ size: 4 });
  });

  it('is taken as it stands, whatever it looks like', async () => {
    const run = await failed();
    const note = '${{ inputs.size }} ${{ service.id }} __proto__';
    await adopt(run, await replan(run, { size: 3, note }));
    await tests.until(run.id, 'succeeded');
    expect(got.at(-1)).toEqual({ size: 3, note });
  });

  it.each([
    ['what the action does not take', { size: 'many' }, 'invalid-inputs'],
    [
      'a configured secret',
      { size: 3, note: 'use s3cr3t-token' },
      'secret-in-input',
    ],
  ])('is refused with %s', async (_what, input, code) => {
    const run = await failed();
    await expect(replan(run, input)).rejects.toMatchObject({ code });
  });

  it('is refused for a step that needs no decision, and for one with each', async () => {
    const run = await failed();
    await expect(
      replan(run, { value: 1 }, { stepId: 'after' }),
    ).rejects.toMatchObject({ code: 'no-decision-needed' });
    const items = await failed([
      steps[0],
      {
        ...steps[1],
        each: '[11, 12]',
        input: { size: '${{ item }}' },
      },
    ]);
    await expect(replan(items, { size: 3 })).rejects.toMatchObject({
      code: 'input-of-items',
    });
  });

  it.each([
    ['another hash', { planHash: 'of something else' }, 'plan-differs'],
    ['an attempt that is not the last', { attempt: 7 }, undefined],
  ])('is not adopted with %s', async (_what, more, code) => {
    const run = await failed();
    const plan = await replan(run, { size: 3 });
    const refused = adopt(run, plan, more);
    await expect(refused).rejects.toMatchObject({
      name: 'ConflictError',
      ...(code !== undefined && { code }),
    });
    expect((await tests.get(run.id)).planHash).toBe(run.planHash);
  });

  it('is not adopted by another run, after an hour, or without a plan', async () => {
    const run = await failed();
    const plan = await replan(run, { size: 3 });
    const other = await failed();
    await expect(adopt(other, plan)).rejects.toMatchObject({
      code: 'plan-differs',
    });
    await expect(
      tests.engine.decide({
        ...{ runId: run.id, stepId: 'set', actor },
        decision: { choice: 'edit', attempt: 1 },
      }),
    ).rejects.toMatchObject({ code: 'plan-needed' });
    await tests.database.knex.raw(
      `update plans set expires_at = clock_timestamp() where id = ?`,
      [plan.id],
    );
    await expect(adopt(run, plan)).rejects.toMatchObject({
      code: 'plan-expired',
    });
  });

  it('is no plan to start a run from', async () => {
    const run = await failed();
    const plan = await replan(run, { size: 3 });
    await expect(
      tests.engine.start({ plan, planHash: plan.hash, requestedBy: actor }),
    ).rejects.toMatchObject({ code: 'plan-continues' });
  });

  it('asks again where somebody agreed to the input before', async () => {
    const { id } = await tests.start(
      [steps[0], { ...steps[1], confirm: 'once' }, steps[2]],
      { inputs: { size: 11 } },
    );
    const agree = async () => {
      const { planHash, waiting } = await tests.until(id, 'waiting');
      expect(waiting).toMatchObject({ for: 'approval', stepId: 'set' });
      await tests.engine.confirm({ runId: id, stepId: 'set', actor, planHash });
      return planHash;
    };
    const first = await agree();
    const run = await tests.until(id, 'needs-decision');
    await adopt(run, await replan(run, { size: 3 }));
    expect(await agree()).not.toBe(first);
    await tests.until(id, 'succeeded');
    expect(got).toEqual([{ size: 11 }, { size: 3 }]);
  });

  it('keeps the plan that it followed first', async () => {
    const run = await failed();
    await adopt(run, await replan(run, { size: 3 }));
    await tests.until(run.id, 'succeeded');
    const { rows } = await tests.database.knex.raw(
      `select p.document -> 'steps' -> 1 -> 'step' -> 'input' as input,
        (select count(*)::int from plans where adopted_by = r.id) as adopted
       from runs r join plans p on p.id = r.plan_id where r.id = ?`,
      [run.id],
    );
    expect(rows).toEqual([
      { input: { size: '${{ inputs.size }}' }, adopted: 1 },
    ]);
  });
});

/** In a team, what was agreed to is agreed to no more. */
describe('an edited input in a team', () => {
  let tests: TestEngine;

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:set',
          effect: 'idempotent',
          execute: ({ input }) => {
            if (input.value === 'bad') {
              throw new ActionError({ code: 'refused', message: 'Bad' });
            }
            return done(input.value ?? null);
          },
        }),
      ],
    });
  });

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  it('asks a second person anew, about the new plan', async () => {
    const plan = createTestPlan({
      steps: [
        {
          id: 'set',
          action: 'test:set',
          planned: 'idempotent',
          input: { value: 'bad' },
        },
        {
          id: 'more',
          action: 'test:set',
          planned: 'idempotent',
          confirm: 'once',
        },
      ],
    });
    const team = {
      ...plan,
      approvals: 'team' as const,
      steps: plan.steps.map(one =>
        one.step.id === 'more'
          ? { ...one, approval: { from: [], late: false } }
          : one,
      ),
    };
    await tests.plans.save(team);
    const started = await tests.engine.start({
      ...{ plan: team, planHash: team.hash, requestedBy: actor },
    });
    const run = await tests.until(started.id, 'needs-decision');
    const edited = await tests.planner.continuation.plan({
      ...{ runId: run.id, stepId: 'set', input: { value: 'good' } },
      ...{ requestedBy: second, mayControl: true },
      signal: AbortSignal.timeout(10_000),
    });
    expect(edited.approvals).toBe('team');
    await tests.engine.decide({
      ...{ runId: run.id, stepId: 'set', actor, plan: edited },
      decision: {
        ...{ choice: 'edit', attempt: 1 },
        ...{ planId: edited.id, planHash: edited.hash },
      },
    });
    const waiting = await tests.until(run.id, 'waiting');
    expect(waiting.waiting).toMatchObject({
      ...{ for: 'approval', kind: 'approval', stepId: 'more' },
    });
    const { rows } = await tests.database.knex.raw(
      `select plan_hash as hash, state, excluded from approvals
       where run_id = ? order by id`,
      [run.id],
    );
    expect(rows).toEqual([
      { hash: team.hash, state: 'void', excluded: [actor] },
      { hash: edited.hash, state: 'open', excluded: [actor, second] },
    ]);
  });
});
