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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  describeApiError,
  type ApprovalItem,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { groupEntity, userEntity } from '../__testUtils__/people';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import { createTestDatabase, eventually, type TestDatabase } from '../testing';

jest.setTimeout(60_000);

/** A portal whose people approve what others want, with real permissions. */
describe('team mode over HTTP', () => {
  let ops: OpsBackend;
  const auditor = mockServices.auditor.mock();
  const sent: unknown[] = [];
  const asked = `
id: change
name: Count
action: test:change
input: { counter: dba }
approval: { from: [group:default/dba] }
reason: A test needs no verification
`;

  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    ops = await startOpsBackend({
      database: mockServices.database.factory({ knex: database.knex }),
      config: {
        tokpulseOps: {
          approvals: { mode: 'team', notify: ['group:default/approvers'] },
        },
      },
      entities: [
        userEntity('olga', 'operators'),
        userEntity('arne', 'approvers'),
        userEntity('ada', 'administrators'),
        groupEntity('approvers'),
        groupEntity('dba'),
      ],
      runbooks: {
        change: testRunbook({ title: 'Change', steps: [changeStep] }),
        typed: testRunbook({
          title: 'Typed',
          steps: [changeStep.replace('confirm: once', 'confirm: type-target')],
        }),
        edited: testRunbook({
          title: 'Edited',
          steps: [
            changeStep.replace(
              'confirm: once',
              'input: { counter: before }\nconfirm: once',
            ),
          ],
        }),
        inputs: testRunbook({
          title: 'Inputs',
          frontMatter:
            'inputs: { type: object, properties: { counter: { type: string } } }',
          steps: [
            changeStep.replace(
              'confirm: once',
              'input: { counter: "${{ inputs.counter }}" }\nconfirm: once',
            ),
          ],
        }),
        dba: testRunbook({ title: 'DBA', steps: [asked] }),
      },
      features: [
        auditor.factory,
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async notification => {
              sent.push(notification);
            },
          }),
        }),
      ],
    });
  });

  afterAll(async () => {
    await ops?.stop();
    await database?.drop();
  });

  const start = async (
    person: TestPerson,
    runbook: string,
    inputs: Record<string, string> = {},
  ): Promise<RunDetail> => {
    const client = ops.as(person);
    const plan = await client.createPlan({ service: 'shop', runbook, inputs });
    expect(plan.findings.filter(one => one.level === 'blocking')).toEqual([]);
    return client.startRun({ planId: plan.id, planHash: plan.hash });
  };
  const until = (runId: string, holds: (run: RunDetail) => boolean) =>
    eventually(() => ops.as('vera').getRun(runId), holds);
  const questionOf = async (
    person: TestPerson,
    run: string,
  ): Promise<ApprovalItem> => {
    const { items } = await ops.as(person).approvals.list({ run });
    const [item] = items;
    if (item === undefined) {
      throw new Error(`${person} sees no question of ${run}`);
    }
    return item;
  };
  const approve = (
    person: TestPerson,
    { id, planHash }: ApprovalItem,
    more: { typed?: string } = {},
  ) =>
    ops.as(person).approvals.decide({
      ...{ approvalId: id, decision: 'approve', planHash },
      ...more,
    });
  const problem = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no problem',
      error => {
        const { status, code, nextStep } = describeApiError(error);
        return nextStep ? `${status} ${code}` : `${code} without a next step`;
      },
    );

  it('shows everybody who may see the run what is asked, and whose it is', async () => {
    const run = await start('ada', 'change');
    const item = await questionOf('arne', run.id);
    expect(item).toMatchObject({
      runId: run.id,
      service: 'shop',
      runbook: { id: 'change', title: 'Change' },
      state: 'open',
      requestedBy: 'user:default/ada',
      excluded: ['user:default/ada'],
      lead: 'user:default/ada',
      covers: 1,
      mine: true,
    });
    expect(item).not.toHaveProperty('run');
    expect(item).not.toHaveProperty('settledAt');
    const why = async (person: TestPerson) => {
      const { mine, notMineBecause } = await questionOf(person, run.id);
      return { mine, notMineBecause };
    };
    expect(await why('ada')).toEqual({
      mine: false,
      notMineBecause: 'You asked for it; somebody else has to answer',
    });
    expect(await why('olga')).toEqual({
      mine: false,
      notMineBecause:
        'You do not have the permission tokpulse-ops.step.approve',
    });
    const mine = async (person: TestPerson) =>
      (await ops.as(person).approvals.list({ mine: 'true' })).items.map(
        ({ runId }) => runId,
      );
    expect(await mine('arne')).toContain(run.id);
    expect(await mine('ada')).not.toContain(run.id);
    expect(await mine('olga')).toEqual([]);
    // Without any permission it does not exist.
    expect((await ops.as('stan').approvals.list()).items).toEqual([]);
    expect(await problem(approve('stan', item))).toBe('404 no-such-approval');
    expect(await problem(approve('stan', { ...item, id: run.id }))).toBe(
      '404 no-such-approval',
    );
    expect(await problem(approve('olga', item))).toBe('403 permission-missing');

    const get = (person: TestPerson, approvalId: string) =>
      ops.as(person).approvals.get({ approvalId });
    expect(await get('vera', item.id)).toMatchObject({
      ...item,
      mine: false,
      notMineBecause:
        'You do not have the permission tokpulse-ops.step.approve',
    });
    for (const id of [item.id, run.id, 'not-an-id']) {
      // One that may not be seen is answered like one that is not there.
      expect(await problem(get('stan', id))).toBe('404 no-such-approval');
    }
    expect(await problem(get('vera', run.id))).toBe('404 no-such-approval');

    const answered = await approve('arne', item);
    expect(answered).toMatchObject({
      state: 'approved',
      decidedBy: 'user:default/arne',
      mine: false,
      notMineBecause: 'It is approved, by user:default/arne',
    });
    await until(run.id, ({ state }) => state === 'succeeded');
  });

  it('refuses who asked, and every service, in 100 races; one answer counts', async () => {
    const run = await start('ada', 'change');
    const item = await questionOf('arne', run.id);
    const service = mockCredentials.service.token({
      onBehalfOf: mockCredentials.service('plugin:robot'),
      targetPluginId: 'tokpulse-ops',
    });
    const onBehalf = mockCredentials.service.token({
      onBehalfOf: mockCredentials.user('user:default/arne'),
      targetPluginId: 'tokpulse-ops',
    });
    const post = async (token: string) => {
      const response = await ops.request(`/approvals/${item.id}/decide`, {
        method: 'POST',
        token,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'approve', planHash: item.planHash }),
      });
      return response.status;
    };
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        switch (index % 4) {
          case 0:
            return {
              who: 'requester',
              status: await post(
                mockCredentials.user.token('user:default/ada'),
              ),
            };
          case 1:
            return { who: 'service', status: await post(service) };
          case 2:
            return { who: 'on behalf', status: await post(onBehalf) };
          default:
            return {
              who: 'approver',
              status: await post(
                mockCredentials.user.token('user:default/arne'),
              ),
            };
        }
      }),
    );
    const of = (name: string) =>
      statuses.filter(({ who }) => who === name).map(({ status }) => status);
    for (const nobody of ['requester', 'service', 'on behalf']) {
      expect([...new Set(of(nobody))]).toEqual([403]);
    }
    expect(of('approver').filter(status => status === 200)).toHaveLength(1);
    expect(of('approver').filter(status => status === 409)).toHaveLength(24);
    await until(run.id, ({ state }) => state === 'succeeded');
  });

  it('binds a yes to the plan: neither a replay nor another input gets it', async () => {
    const first = await start('olga', 'inputs', { counter: 'a' });
    const question = await questionOf('arne', first.id);
    await approve('arne', question);
    await until(first.id, ({ state }) => state === 'succeeded');
    expect(await problem(approve('arne', question))).toBe(
      '409 already-decided',
    );
    const second = await start('olga', 'inputs', { counter: 'b' });
    const other = await questionOf('arne', second.id);
    expect(other.planHash).not.toBe(question.planHash);
    expect(
      await problem(approve('arne', { ...other, planHash: question.planHash })),
    ).toBe('409 plan-changed');
    await until(second.id, ({ waiting }) => waiting?.for === 'approval');
    expect(ops.effects.get('b')).toBeUndefined();
    await approve('arne', other);
    await until(second.id, ({ state }) => state === 'succeeded');
    expect(ops.effects.get('b')).toBe(1);
  });

  it('runs what was approved although the runbook was edited, which needs another yes', async () => {
    const run = await start('olga', 'edited');
    await ops.writeRunbook(
      'edited',
      testRunbook({
        title: 'Edited',
        steps: [
          changeStep.replace(
            'confirm: once',
            'input: { counter: after }\nconfirm: once',
          ),
        ],
      }),
    );
    await approve('arne', await questionOf('arne', run.id));
    await until(run.id, ({ state }) => state === 'succeeded');
    expect(ops.effects.get('before')).toBe(1);
    expect(ops.effects.get('after')).toBeUndefined();
    const again = await eventually(
      () => ops.as('olga').createPlan({ service: 'shop', runbook: 'edited' }),
      plan => plan.hash !== run.planHash,
    );
    const next = await ops
      .as('olga')
      .startRun({ planId: again.id, planHash: again.hash });
    await until(next.id, ({ waiting }) => waiting?.for === 'approval');
    expect(ops.effects.get('after')).toBeUndefined();
    expect((await questionOf('arne', next.id)).state).toBe('open');
    await ops.as('otto').cancelRun({ runId: next.id });
  });

  it('does not run a stored plan that is not what was approved', async () => {
    const run = await start('olga', 'change');
    const item = await questionOf('arne', run.id);
    await until(run.id, ({ waiting }) => waiting?.for === 'approval');
    const before = ops.effects.get('counter') ?? 0;
    await database.knex.raw(
      `update plans set document = jsonb_set(document,
         '{steps,0,step,input}', '{"counter": "forged"}') where id = ?`,
      [run.planId],
    );
    await approve('arne', item);
    const stopped = await until(
      run.id,
      ({ state }) => state === 'needs-decision',
    );
    expect(stopped.steps[0].error).toMatchObject({
      code: 'precondition-failed',
      message: 'The stored plan of the run is not what was agreed to',
    });
    expect(ops.effects.get('forged')).toBeUndefined();
    expect(ops.effects.get('counter') ?? 0).toBe(before);
    await ops.as('olga').cancelRun({ runId: run.id });
  });

  it('wants the target typed by who approves', async () => {
    const run = await start('olga', 'typed');
    const item = await questionOf('arne', run.id);
    expect(item.typeTarget).toEqual(expect.any(String));
    expect(await problem(approve('arne', item))).toBe('400 type-target');
    await approve('arne', item, { typed: item.typeTarget });
    await until(run.id, ({ state }) => state === 'succeeded');
  });

  it('says in the plan when nobody, or only one, could approve', async () => {
    const plan = async (person: TestPerson, runbook: string) =>
      (
        await ops.as(person).createPlan({ service: 'shop', runbook })
      ).findings.map(({ level, code }) => `${level} ${code}`);
    expect(await plan('olga', 'change')).toEqual([]);
    expect(await plan('ada', 'change')).toEqual(['warning one-approver']);
    expect(await plan('olga', 'dba')).toEqual(['blocking no-approver']);
    expect((await ops.as('vera').getStatus()).notices).toEqual([]);
  });

  it('lets somebody take over with a reason, and hand over to who exists', async () => {
    const run = await start('olga', 'change');
    const lead = (person: TestPerson, to?: string, reason?: string) =>
      ops.as(person).changeLead({ runId: run.id, to, reason });
    expect(await problem(lead('otto'))).toBe('400 reason-needed');
    expect(await problem(lead('arne', undefined, 'I want'))).toBe(
      '403 permission-missing',
    );
    expect(await problem(lead('stan'))).toBe('404 no-such-run');
    const taken = await lead('otto', undefined, 'olga is off');
    expect(taken.lead).toBe('user:default/otto');
    expect(await problem(lead('olga', 'user:default/arne'))).toBe(
      '409 not-lead',
    );
    expect(await problem(lead('otto', 'user:default/ghost'))).toBe(
      '400 no-such-person',
    );
    expect(await problem(lead('otto', 'group:default/approvers'))).toBe(
      '400 invalid-person',
    );
    expect((await lead('otto', 'ada')).lead).toBe('user:default/ada');
    await ops.as('olga').cancelRun({ runId: run.id });
  });

  it('breaks the glass only for who may, audits it, and has it looked at', async () => {
    const run = await start('olga', 'change');
    const reason = 'Nobody answers and the shop is down';
    const smash = (person: TestPerson) =>
      ops.as(person).breakGlass({ runId: run.id, reason });
    expect(await problem(smash('olga'))).toBe('403 permission-missing');
    expect(await problem(smash('arne'))).toBe('403 permission-missing');
    expect(
      await problem(
        ops.as('ada').breakGlass({ runId: run.id, reason: 'short' }),
      ),
    ).toBe('400 invalid-request');
    expect((await smash('ada')).glassBroken).toBe(true);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'run',
        severityLevel: 'high',
        meta: expect.objectContaining({ actionType: 'break-glass' }),
      }),
    );
    await until(run.id, ({ state }) => state === 'succeeded');
    await eventually(
      () => JSON.stringify(sent),
      text => text.includes('Glass broken: Change, Shop'),
    );

    const reviewOf = async (person: TestPerson) =>
      (await ops.as(person).reviews.list({ run: run.id, state: 'open' }))
        .items[0];
    const review = await reviewOf('arne');
    expect(review).toMatchObject({
      mode: 'team',
      reason,
      openedBy: 'user:default/ada',
      runbookTitle: 'Change',
      mine: true,
    });
    expect(await reviewOf('ada')).toMatchObject({
      mine: false,
      notMineBecause: 'You had a part in it; somebody else has to look at it',
    });
    expect(await reviewOf('vera')).toMatchObject({
      mine: false,
      notMineBecause: expect.stringContaining('tokpulse-ops.run.control'),
    });
    expect((await ops.as('stan').reviews.list()).items).toEqual([]);
    const ofService = async (service: string) =>
      (await ops.as('arne').reviews.list({ service, state: 'open' })).items;
    expect(await ofService('shop')).toEqual([review]);
    expect(await ofService('other')).toEqual([]);
    const close = (person: TestPerson) =>
      ops.as(person).reviews.close({ reviewId: review.id, note: 'Well done' });
    expect(await problem(close('stan'))).toBe('404 no-such-review');
    expect(await problem(close('vera'))).toBe('403 permission-missing');
    expect(await problem(close('ada'))).toBe('403 involved');
    expect(await close('arne')).toMatchObject({
      state: 'closed',
      closedBy: 'user:default/arne',
      note: 'Well done',
      mine: false,
    });
    expect(await problem(close('otto'))).toBe('409 review-closed');
    expect(await reviewOf('arne')).toBeUndefined();
  });

  it('pages through the approvals, newest first', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ops.as('vera').approvals.list({ limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      all.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(all.length).toBeGreaterThan(5);
    expect(all).toEqual([...all].sort().reverse());
    const ofService = (service: string) =>
      ops.as('vera').approvals.list({ service, limit: 2 });
    expect((await ofService('shop')).items.map(({ id }) => id)).toEqual(
      all.slice(0, 2),
    );
    expect(await ofService('other')).toEqual({ items: [] });
    const approved = await ops
      .as('vera')
      .approvals.list({ state: ['approved'], limit: 100 });
    expect(approved.items.length).toBeGreaterThan(2);
    expect(new Set(approved.items.map(({ state }) => state))).toEqual(
      new Set(['approved']),
    );
    expect(
      await problem(ops.as('vera').approvals.list({ cursor: 'nonsense' })),
    ).toBe('400 invalid-request');
  });
});
