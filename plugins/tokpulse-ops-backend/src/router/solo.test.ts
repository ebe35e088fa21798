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
  RunDetail,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

const change = (id: string, guard: string) => `
id: ${id}
name: Count ${id}
action: test:change
input: { counter: ${id} }
lock: [shop/counter]
${guard}
reason: A test needs no verification
`;

/** A portal of one person, who is not to be asked for a second. */
describe('solo mode: every guard lets the one person through', () => {
  let ops: OpsBackend;

  beforeAll(async () => {
    ops = await startOpsBackend({
      runbooks: {
        confirm: testRunbook({
          title: 'Confirm',
          steps: [change('confirm', 'confirm: once')],
        }),
        typed: testRunbook({
          title: 'Type the target',
          steps: [change('typed', 'confirm: type-target')],
        }),
        approval: testRunbook({
          title: 'Approval of people who are not there',
          steps: [
            change('approval', 'approval: { from: [group:default/ghosts] }'),
          ],
        }),
        both: testRunbook({
          title: 'Typed and approved',
          steps: [
            change(
              'both',
              'confirm: type-target\napproval: { from: [group:default/ghosts] }',
            ),
          ],
        }),
        question: testRunbook({
          title: 'Question',
          steps: [
            'id: ask\nname: Ask\naction: flow:confirm\ninput: { message: "Well?" }',
          ],
        }),
        checklist: testRunbook({
          title: 'Checklist',
          steps: [
            'id: list\nname: List\naction: flow:checklist\ninput: { message: "Do", items: [{ id: a, label: A }], evidence: true }',
          ],
        }),
        broken: testRunbook({
          title: 'Broken',
          steps: [
            'id: broken\nname: Break\naction: test:break\nconfirm: once\nlock: [shop/counter]\nreason: A test needs no verification',
          ],
        }),
        many: testRunbook({
          title: 'Many guards',
          steps: [
            change('first', 'confirm: once'),
            change('second', 'confirm: type-target'),
            change('third', 'approval: { from: [group:default/ghosts] }'),
          ],
        }),
      },
    });
  });

  afterAll(() => ops?.stop());

  const start = async (person: TestPerson, runbook: string) => {
    const client = ops.as(person);
    const plan = await client.createPlan({ service: 'shop', runbook });
    expect(plan.approvals).toBe('solo');
    expect(plan.findings.filter(one => one.level === 'blocking')).toEqual([]);
    return client.startRun({ planId: plan.id, planHash: plan.hash });
  };
  const until = (runId: string, holds: (run: RunDetail) => boolean) =>
    eventually(() => ops.as('vera').getRun(runId), holds);

  /** What the person does about whatever a run waits for. */
  const pass = async (person: TestPerson, run: RunDetail) => {
    const client = ops.as(person);
    const { id: runId, planHash } = run;
    const waiting: Waiting | undefined = run.waiting;
    if (run.state === 'needs-decision') {
      const stepId = run.currentStepId ?? '';
      const attempt =
        run.steps.find(({ id }) => id === stepId)?.attempts.length ?? 0;
      await client.decideStep({
        ...{ runId, stepId, attempt, choice: 'skip', reason: 'Not needed' },
      });
      return `decide ${stepId}`;
    }
    switch (waiting?.for) {
      case 'approval': {
        const { stepId, kind, target } = waiting;
        await client.confirmStep({ runId, stepId, planHash, typed: target });
        return kind;
      }
      case 'input': {
        const { stepId, request } = waiting;
        await client.answerStep({
          ...{ runId, stepId },
          answer:
            request.kind === 'confirm'
              ? { kind: 'confirm', confirmed: true }
              : { kind: 'checklist', done: ['a'], evidence: 'done' },
        });
        return request.kind;
      }
      case 'lock': {
        // It is the person's own other run.
        expect(waiting.heldBy.lead).toBe(`user:default/${person}`);
        await client.cancelRun({ runId: waiting.heldBy.runId });
        await until(runId, ({ waiting: now }) => now?.for !== 'lock');
        return 'lock';
      }
      default:
        throw new Error(`Nobody knows how to pass ${JSON.stringify(waiting)}`);
    }
  };
  const drive = async (person: TestPerson, runId: string) => {
    const passed: string[] = [];
    for (;;) {
      const run = await until(
        runId,
        ({ state }) => state !== 'running' && state !== 'queued',
      );
      if (run.state !== 'waiting' && run.state !== 'needs-decision') {
        return { run, passed };
      }
      passed.push(await pass(person, run));
    }
  };

  it.each([
    ['confirm', ['confirm']],
    ['typed', ['type-target']],
    ['approval', ['confirm']],
    ['both', ['type-target']],
    ['question', ['confirm']],
    ['checklist', ['checklist']],
    ['broken', ['confirm', 'decide broken']],
    ['many', ['confirm', 'type-target', 'confirm']],
  ])('passes the guards of %s alone', async (runbook, expected) => {
    const { id } = await start('olga', runbook);
    const { run, passed } = await drive('olga', id);
    expect(run.state).toBe('succeeded');
    expect(passed).toEqual(expected);
    const { items } = await ops.as('olga').approvals.list({ run: id });
    expect(items).toEqual([]);
    const confirmed = (
      await ops.as('olga').listEvents({ runId: id })
    ).items.flatMap(({ body }) =>
      body.type === 'confirmed' ? [body.kind] : [],
    );
    expect(new Set(confirmed).has('self-confirmed')).toBe(confirmed.length > 0);
  });

  it('gives way to the own other run that is stopped', async () => {
    const holder = await start('olga', 'broken');
    await until(holder.id, ({ waiting }) => waiting !== undefined);
    await pass('olga', await ops.as('olga').getRun(holder.id));
    await until(holder.id, ({ state }) => state === 'needs-decision');
    const { id } = await start('olga', 'confirm');
    const { run, passed } = await drive('olga', id);
    expect(run.state).toBe('succeeded');
    expect(passed).toEqual(['confirm', 'lock']);
  });

  it('takes the lead back with one click', async () => {
    const { id } = await start('olga', 'confirm');
    await ops.as('otto').changeLead({ runId: id });
    const { lead } = await ops.as('olga').changeLead({ runId: id });
    expect(lead).toBe('user:default/olga');
    expect((await drive('olga', id)).run.state).toBe('succeeded');
  });

  it('lets one reason serve the whole incident, and looks at it the next day', async () => {
    const { id } = await start('ada', 'many');
    await ops.as('ada').breakGlass({
      runId: id,
      reason: 'The shop is down and I am alone',
    });
    const run = await until(id, ({ state }) => state === 'succeeded');
    expect(run.glassBroken).toBe(true);
    const { items } = await ops.as('ada').reviews.list({ state: 'open' });
    expect(items).toEqual([
      expect.objectContaining({
        runId: id,
        mode: 'solo',
        mine: false,
        closableAt: expect.stringMatching(/T00:00:00.000Z$/),
        notMineBecause: expect.stringContaining('the next day'),
      }),
    ]);
  });
});
