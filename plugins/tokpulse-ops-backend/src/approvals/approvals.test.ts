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

import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Database } from '../runs/Database';
import {
  createTestPlan,
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
  type TestStep,
} from '../testing';
import type { SendNotification } from './Notices';
import { replaceApprovals } from './replaceApprovals';
import type { ApprovalOfRun } from './types';

const olga = 'user:default/olga';
const arne = 'user:default/arne';
const ada = 'user:default/ada';
const everybody = { from: [], late: false };

/** A changing step that needs a second person. */
function change(id: string, more: Partial<TestStep> = {}): TestStep {
  return {
    id,
    action: 'test:effect',
    planned: 'once',
    confirm: 'once',
    asks: everybody,
    targets: ['demo/thing'],
    input: { value: id },
    ...more,
  };
}

describe('approvals by a second person', () => {
  let tests: TestEngine;
  let effects: string[] = [];
  let onRead: Promise<void> = Promise.resolve();
  const sent: Parameters<SendNotification>[0][] = [];

  beforeAll(async () => {
    tests = await startTestEngine({
      approvals: {
        from: [],
        notify: ['group:default/approvers'],
        expireAfterMs: 60_000,
      },
      notify: async notification => {
        sent.push(notification);
      },
      actions: [
        scriptedAction({
          id: 'test:effect',
          effect: 'once',
          execute: ({ input }) => {
            effects.push(String(input.value));
            return done({ value: input.value ?? null });
          },
        }),
        scriptedAction({
          id: 'test:read',
          effect: 'read',
          execute: async ({ input }) => {
            await onRead;
            return done({ value: input.value ?? null });
          },
        }),
      ],
    });
  }, 60_000);

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    effects = [];
    onRead = Promise.resolve();
  });

  const start = (steps: readonly TestStep[], editors?: readonly string[]) =>
    tests.start(steps, { approvals: 'team', requestedBy: olga, editors });
  const approvalsOf = async (run: string) =>
    (await tests.engine.approvals.list({ run, limit: 50 })).items;
  const open = (run: string): Promise<ApprovalOfRun> =>
    eventually(
      async () => (await approvalsOf(run)).find(one => one.state === 'open'),
      one => one !== undefined,
      { what: 'an open question' },
    ).then(one => {
      if (one === undefined) {
        throw new Error('unreachable');
      }
      return one;
    });
  const decide = (
    { id, planHash }: ApprovalOfRun,
    decision: 'approve' | 'reject' = 'approve',
    more: { actor?: string; typed?: string; comment?: string } = {},
  ) =>
    tests.engine.approvals.decide({
      approvalId: id,
      decision,
      planHash,
      actor: arne,
      ...more,
    });
  const bodies = async (id: string, ...types: string[]) =>
    (await tests.events(id))
      .filter(({ body }) => types.includes(body.type))
      .map(({ actor, body }) => ({ actor, ...body }));

  it('asks once for the whole plan when the run starts, while it reads', async () => {
    let read: () => void = () => undefined;
    onRead = new Promise(resolve => {
      read = resolve;
    });
    const { id } = await start([
      { id: 'look', action: 'test:read' },
      change('one'),
      change('two'),
    ]);
    const question = await open(id);
    expect(question).toMatchObject({
      covers: 2,
      stepId: undefined,
      requestedBy: olga,
      excluded: [olga],
      from: [],
    });
    await decide(question, 'approve', { comment: 'fine' });
    expect((await tests.get(id)).steps[1].state).toBe('pending');
    read();
    const run = await tests.until(id, 'succeeded');
    expect(effects).toEqual(['one', 'two']);
    expect(run.waiting).toBeUndefined();
    expect(await bodies(id, 'approval-requested', 'approval-decided')).toEqual([
      expect.objectContaining({ actor: olga, approvalId: question.id }),
      expect.objectContaining({
        actor: arne,
        state: 'approved',
        comment: 'fine',
      }),
    ]);
    expect(await approvalsOf(id)).toHaveLength(1);
  });

  it('parks the run at the first step that is not covered, without its locks', async () => {
    const { id, planHash } = await start([change('one')]);
    const { waiting } = await tests.until(id, 'waiting');
    const question = await open(id);
    expect(waiting).toMatchObject({
      for: 'approval',
      kind: 'approval',
      stepId: 'one',
      approvalId: question.id,
      from: [],
      expiresAt: question.expiresAt,
    });
    expect(await tests.database.knex('locks')).toEqual([]);
    // The lead cannot give the yes that a second person has to give.
    await expect(
      tests.engine.confirm({ runId: id, stepId: 'one', planHash, actor: olga }),
    ).rejects.toMatchObject({ code: 'approval-needed' });
    expect(effects).toEqual([]);
    await decide(question);
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['one']);
  });

  it('counts one of 100 answers at once, and never that of who asked or edited', async () => {
    const editor = 'user:default/edith';
    const { id } = await start([change('one')], [editor]);
    const question = await open(id);
    const people = Array.from({ length: 100 }, (_, index) => {
      switch (index % 4) {
        case 0:
          return olga;
        case 1:
          return editor;
        default:
          return `user:default/approver-${index}`;
      }
    });
    const answers = await Promise.allSettled(
      people.map((actor, index) =>
        decide(question, index % 3 === 0 ? 'reject' : 'approve', {
          actor,
          comment: 'a race',
        }),
      ),
    );
    const winners = people.filter(
      (_, index) => answers[index].status === 'fulfilled',
    );
    expect(winners).toHaveLength(1);
    expect(winners[0]).toContain('approver-');
    const refused = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [{ who: people[index], ...answer }] : [],
    );
    for (const { who, reason } of refused) {
      expect(reason.code).toBe(
        [olga, editor].includes(who) ? 'own-request' : 'already-decided',
      );
    }
    const decided = await bodies(id, 'approval-decided');
    expect(decided).toHaveLength(1);
    expect(decided[0].actor).toBe(winners[0]);
  });

  it('lets the database refuse who asked, whatever the program does', async () => {
    const { id } = await start([change('one')], ['user:default/edith']);
    const question = await open(id);
    const { knex } = tests.database;
    const answer = (decidedBy: string, more: object = {}) =>
      knex('approvals')
        .where({ id: question.id })
        .update({
          state: 'approved',
          decided_by: decidedBy,
          decided_at: knex.fn.now(),
          ...more,
        });
    await expect(answer(olga)).rejects.toMatchObject({
      constraint: 'approvals_second_person',
    });
    await expect(answer('user:default/edith')).rejects.toMatchObject({
      constraint: 'approvals_second_person',
    });
    await expect(answer(olga, { excluded: [] })).rejects.toMatchObject({
      constraint: 'approvals_as_asked',
    });
    await expect(answer(arne, { plan_hash: 'another' })).rejects.toMatchObject({
      constraint: 'approvals_as_asked',
    });
    await answer(arne);
    await expect(
      knex('approvals').where({ id: question.id }).update({ state: 'open' }),
    ).rejects.toMatchObject({ constraint: 'approvals_once' });
    await expect(
      knex('approvals').where({ id: question.id }).update({ decided_by: ada }),
    ).rejects.toMatchObject({ constraint: 'approvals_once' });
    await tests.engine.cancel({ runId: id, actor: olga });
  });

  it('takes an answer for the plan that was seen, and only once', async () => {
    const { id } = await start([change('one')]);
    const question = await open(id);
    await expect(
      decide({ ...question, planHash: 'another' }),
    ).rejects.toMatchObject({ code: 'plan-changed' });
    await decide(question);
    await expect(decide(question)).rejects.toMatchObject({
      code: 'already-decided',
    });
    // A yes to one run says nothing about another run of the same runbook.
    const other = await start([change('one')]);
    await tests.until(other.id, 'waiting');
    await expect(
      decide({ ...(await open(other.id)), planHash: question.planHash }),
    ).rejects.toMatchObject({ code: 'plan-changed' });
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['one']);
  });

  it('wants the targets typed where a step asks for it', async () => {
    const { id } = await start([change('one', { confirm: 'type-target' })]);
    const question = await open(id);
    expect(question.typeTarget).toBe('demo');
    await expect(decide(question)).rejects.toMatchObject({
      code: 'type-target',
    });
    await expect(
      decide(question, 'approve', { typed: 'dem' }),
    ).rejects.toMatchObject({ code: 'type-target' });
    await decide(question, 'approve', { typed: 'demo' });
    await tests.until(id, 'succeeded');
  });

  it('fails the step when somebody says no, and asks anew on retry', async () => {
    const { id } = await start([change('one', { onFailure: 'continue' })]);
    const question = await open(id);
    await tests.until(id, 'waiting');
    await expect(decide(question, 'reject')).rejects.toMatchObject({
      code: 'comment-needed',
    });
    await decide(question, 'reject', { comment: 'not on a Friday' });
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({
      state: 'failed',
      handled: false,
      attempts: [],
      error: { code: 'forbidden', message: `${arne} said no: not on a Friday` },
    });
    await tests.engine.decide({
      runId: id,
      stepId: 'one',
      decision: { choice: 'retry', attempt: 0 },
      actor: olga,
    });
    await tests.until(id, 'waiting');
    const again = await open(id);
    expect(again.id).not.toBe(question.id);
    await decide(again);
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['one']);
  });

  it('hears a no that came before the step was reached', async () => {
    let read: () => void = () => undefined;
    onRead = new Promise(resolve => {
      read = resolve;
    });
    const { id } = await start([
      { id: 'look', action: 'test:read' },
      change('one'),
    ]);
    await decide(await open(id), 'reject', { comment: 'no' });
    read();
    const run = await tests.until(id, 'needs-decision');
    expect(run.currentStepId).toBe('one');
    expect(effects).toEqual([]);
  });

  it('keeps a yes for every try of its step', async () => {
    const { id } = await start([
      { id: 'look', action: 'test:read' },
      change('one', { input: { value: '${{ steps.look.output.nothing }}' } }),
      change('two'),
    ]);
    await decide(await open(id));
    await tests.until(id, 'needs-decision');
    await tests.engine.decide({
      runId: id,
      stepId: 'one',
      decision: { choice: 'skip', attempt: 0, reason: 'broken' },
      actor: olga,
    });
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['two']);
    expect(await approvalsOf(id)).toHaveLength(1);
  });

  describe('of a step whose input comes late', () => {
    const late = { from: ['group:default/dba'], late: true };
    const steps = [
      { id: 'look', action: 'test:read', input: { value: 'found' } },
      change('one', {
        asks: late,
        input: { value: '${{ steps.look.output.value }}' },
      }),
    ];

    it('asks when the input is known, and shows it', async () => {
      const { id } = await start(steps);
      const { waiting, ...run } = await tests.until(id, 'waiting');
      const question = await open(id);
      expect(question).toMatchObject({
        stepId: 'one',
        stepName: 'Step one',
        covers: 1,
        inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        from: ['group:default/dba'],
      });
      expect(waiting).toMatchObject({ from: ['group:default/dba'] });
      expect(run.steps[1]).toMatchObject({
        state: 'waiting',
        input: { value: 'found' },
      });
      await decide(question);
      await tests.until(id, 'succeeded');
      expect(effects).toEqual(['found']);
    });

    it('is not covered by a yes to the whole plan', async () => {
      const { id } = await start([change('zero'), ...steps]);
      await decide(await open(id));
      await tests.until(id, 'waiting');
      expect(effects).toEqual(['zero']);
      const question = await open(id);
      expect(question.stepId).toBe('one');
      await decide(question);
      await tests.until(id, 'succeeded');
    });

    it('needs another yes for another input', async () => {
      const { id } = await start(steps);
      await tests.until(id, 'waiting');
      const question = await open(id);
      const { knex } = tests.database;
      // The run's own memory of what it read is another by now.
      await knex('run_steps')
        .where({ run_id: id, step_id: 'look' })
        .update({ output: JSON.stringify({ value: 'changed' }) });
      await decide(question);
      await tests.until(id, 'waiting');
      const again = await open(id);
      expect(again.inputHash).not.toBe(question.inputHash);
      expect(effects).toEqual([]);
      expect(
        (await approvalsOf(id)).find(one => one.id === question.id)?.state,
      ).toBe('void');
      await decide(again);
      await tests.until(id, 'succeeded');
      expect(effects).toEqual(['changed']);
    });
  });

  it('asks each group of people for the steps that name them', async () => {
    const dba = {
      from: ['group:default/sre', 'group:default/dba'],
      late: false,
    };
    const { id, planHash } = await start([
      change('one'),
      change('two', { asks: dba }),
      change('three'),
      change('four', {
        asks: { ...dba, from: [...dba.from].reverse() },
        confirm: 'type-target',
      }),
    ]);
    const questions = (await approvalsOf(id)).filter(
      one => one.state === 'open',
    );
    expect(questions).toHaveLength(2);
    const all = questions.find(one => one.from.length === 0);
    const some = questions.find(one => one.from.length > 0);
    expect(all).toMatchObject({ covers: 2, typeTarget: undefined, planHash });
    expect(some).toMatchObject({
      covers: 2,
      typeTarget: 'demo',
      from: ['group:default/dba', 'group:default/sre'],
    });
    if (all === undefined || some === undefined) {
      throw new Error('unreachable');
    }
    // Neither yes is one for the steps of the others.
    await decide(all);
    await eventually(
      () => tests.get(id),
      ({ waiting }) =>
        waiting?.for === 'approval' && waiting.approvalId === some.id,
    );
    expect(effects).toEqual(['one']);
    await decide(some, 'approve', { typed: 'demo' });
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['one', 'two', 'three', 'four']);
    expect(await approvalsOf(id)).toHaveLength(2);
  });

  describe('withdrawal', () => {
    const withdraw = (approvalId: string, actor: string) =>
      tests.engine.approvals.withdraw({
        approvalId,
        actor,
        comment: 'never mind',
      });

    it('of the question is for who asked, and leaves the lead to decide', async () => {
      const { id } = await start([change('one')]);
      await tests.until(id, 'waiting');
      const question = await open(id);
      await expect(withdraw(question.id, arne)).rejects.toMatchObject({
        code: 'not-yours',
      });
      await withdraw(question.id, olga);
      const run = await tests.until(id, 'needs-decision');
      expect(run.steps[0].error).toMatchObject({ code: 'forbidden' });
      await expect(decide(question)).rejects.toMatchObject({
        code: 'already-decided',
      });
    });

    it('of a yes is for who gave it, until it is used', async () => {
      let read: () => void = () => undefined;
      onRead = new Promise(resolve => {
        read = resolve;
      });
      const { id } = await start([
        { id: 'look', action: 'test:read' },
        change('one'),
      ]);
      const question = await open(id);
      await decide(question);
      await expect(withdraw(question.id, olga)).rejects.toMatchObject({
        code: 'not-yours',
      });
      await withdraw(question.id, arne);
      read();
      await tests.until(id, 'waiting');
      expect(effects).toEqual([]);
      const again = await open(id);
      await decide(again, 'approve', { actor: ada });
      await tests.until(id, 'succeeded');
      await expect(withdraw(again.id, ada)).rejects.toMatchObject({
        code: 'nothing-to-withdraw',
      });
    });

    it('of a yes stops a run that stands in a queue for its targets', async () => {
      const { knex } = tests.database;
      const holder = await tests.start([{ id: 'x', action: 'test:read' }], {
        requestedBy: olga,
      });
      await tests.until(holder.id, 'succeeded');
      await knex('locks').insert({
        target: 'demo/thing',
        run_id: holder.id,
        fence: 1,
      });
      const { id } = await start([change('one')]);
      const question = await open(id);
      await decide(question);
      await eventually(
        () => tests.get(id),
        run => run.waiting?.for === 'lock',
      );
      await withdraw(question.id, arne);
      await knex('locks').where({ run_id: holder.id }).delete();
      await eventually(
        () => tests.get(id),
        run => run.waiting?.for === 'approval',
      );
      expect(effects).toEqual([]);
      await eventually(
        () => knex('locks'),
        locks => locks.length === 0,
      );
      await decide(await open(id));
      await tests.until(id, 'succeeded');
    });
  });

  it('becomes void when the run follows another plan, which is asked for', async () => {
    const { id } = await start([change('one'), change('two')]);
    await tests.until(id, 'waiting');
    const question = await open(id);
    const editor = 'user:default/edith';
    const plan = createTestPlan({
      steps: [change('one'), change('two')],
      approvals: 'team',
      requestedBy: olga,
      editors: [editor],
    });
    await tests.plans.save(plan);
    const events = await new Database({
      knex: tests.database.knex,
    }).transaction(tx =>
      replaceApprovals(tx, {
        ...{ runId: id, plan, actor: olga, at: new Date() },
        settings: { from: [], notify: [], expireAfterMs: 60_000 },
        settled: new Set(['one']),
      }),
    );
    expect(events).toMatchObject([
      {
        actor: olga,
        body: { approvalId: question.id, state: 'void' },
      },
      {
        actor: olga,
        body: { type: 'approval-requested', planHash: plan.hash },
      },
    ]);
    expect(await open(id)).toMatchObject({
      planHash: plan.hash,
      covers: 1,
      excluded: [editor, olga],
    });
    await expect(decide(question)).rejects.toMatchObject({
      code: 'already-decided',
    });
    await tests.engine.cancel({ runId: id, actor: olga });
  });

  it('ends with its run', async () => {
    const { id } = await start([change('one')]);
    const question = await open(id);
    await tests.until(id, 'waiting');
    await tests.engine.cancel({ runId: id, actor: olga });
    await tests.until(id, 'cancelled');
    expect((await approvalsOf(id))[0].state).toBe('void');
    await expect(decide(question)).rejects.toMatchObject({
      code: 'already-decided',
    });
  });

  it('tells who is asked once, and the lead what was said', async () => {
    const { id } = await start([change('one')]);
    const question = await open(id);
    await decide(question);
    await tests.until(id, 'succeeded');
    const of = () =>
      sent.filter(({ payload }) => payload.link === `/tokpulse-ops/runs/${id}`);
    await eventually(of, all => all.length === 2);
    expect(of()).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['group:default/approvers'],
          excludeEntityRef: [olga],
        },
        payload: expect.objectContaining({
          title: 'Approval needed: Test runbook, Demo',
          description: `${olga} asks for a yes to 1 changing step. Reason: A test`,
          scope: `tokpulse-ops:approval-asked:${question.id}`,
        }),
      },
      {
        recipients: {
          type: 'entity',
          entityRef: [olga],
          excludeEntityRef: [arne],
        },
        payload: expect.objectContaining({
          title: 'Approved: Test runbook, Demo',
          scope: `tokpulse-ops:approval-decided:${question.id}`,
        }),
      },
    ]);
  });
});
