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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  describeApiError,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      hello: testRunbook({ title: 'Hello' }),
      change: testRunbook({ title: 'Change', steps: [changeStep] }),
      stuck: testRunbook({
        title: 'Stuck',
        steps: [changeStep.replace('test:change', 'test:break')],
      }),
    },
  });
});
afterAll(() => ops.stop());

async function plan(person: TestPerson, runbook = 'hello') {
  return ops.as(person).createPlan({ service: 'shop', runbook });
}

async function start(person: TestPerson, runbook = 'hello') {
  const { id, hash } = await plan(person, runbook);
  return ops.as(person).startRun({ planId: id, planHash: hash });
}

const reaches = (person: TestPerson, runId: string, state: RunState) =>
  eventually(
    () => ops.as(person).getRun(runId),
    run => run.state === state,
    { what: `the run to be ${state}` },
  );

async function failure(work: Promise<unknown>) {
  const { status, code, nextStep } = await work.then(
    () => {
      throw new Error('It was allowed');
    },
    error => describeApiError(error),
  );
  expect(nextStep).toBeTruthy();
  return { status, code };
}

describe('a run', () => {
  it('is planned, started and followed to its end', async () => {
    const made = await plan('olga');
    expect(made).toMatchObject({
      service: 'shop',
      requestedBy: 'user:default/olga',
      findings: [],
      runbookChanged: false,
      steps: [{ previews: [{ kind: 'fact', value: 'hello' }] }],
    });
    const { id } = await ops
      .as('olga')
      .startRun({ planId: made.id, planHash: made.hash, reason: 'Practice' });
    const types: string[] = [];
    for await (const { body } of ops.as('olga').followEvents({ runId: id })) {
      types.push(body.type);
    }
    expect(types[0]).toBe('run-created');
    const run = await ops.as('olga').getRun(id);
    expect(run).toMatchObject({
      state: 'succeeded',
      lead: 'user:default/olga',
      reason: 'Practice',
      steps: [{ id: 'say', state: 'succeeded', output: { word: 'hello' } }],
    });
    expect(types).toHaveLength(run.lastSeq);
    expect(await ops.as('olga').readLog({ runId: id })).toMatchObject({
      total: 1,
      lines: [{ text: 'line 1 hello', line: 0 }],
    });
    expect((await ops.as('olga').getRunPlan(id)).hash).toBe(made.hash);
  });

  it('answers the same run when the same plan is started again', async () => {
    const made = await plan('olga');
    const body = { planId: made.id, planHash: made.hash };
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => ops.as('olga').startRun(body)),
    );
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
  });

  it('does not start with the hash of another plan', async () => {
    const made = await plan('olga');
    const other = await plan('olga', 'change');
    const { id } = made;
    expect(
      await failure(
        ops.as('olga').startRun({ planId: id, planHash: other.hash }),
      ),
    ).toMatchObject({ status: 409 });
  });

  it('waits for its confirmation, and changes once', async () => {
    const { id, planHash } = await start('olga', 'change');
    const before = ops.effects.get('counter') ?? 0;
    await reaches('olga', id, 'waiting');
    expect(
      await failure(
        ops.as('olga').confirmStep({
          runId: id,
          stepId: 'change',
          planHash: 'f'.repeat(64),
        }),
      ),
    ).toMatchObject({ status: 409 });
    expect(ops.effects.get('counter') ?? 0).toBe(before);
    await ops.as('olga').confirmStep({ runId: id, stepId: 'change', planHash });
    await reaches('olga', id, 'succeeded');
    expect(ops.effects.get('counter')).toBe(before + 1);
  });

  it('is cancelled while it waits', async () => {
    const { id } = await start('olga', 'change');
    await reaches('olga', id, 'waiting');
    const answered = await ops
      .as('olga')
      .cancelRun({ runId: id, reason: 'Wrong runbook' });
    expect(answered.cancelRequested).toBe(true);
    await reaches('olga', id, 'cancelled');
  });
});

it('is announced to wait by its plan while another run holds the target', async () => {
  const { id, planHash } = await start('otto', 'stuck');
  await reaches('otto', id, 'waiting');
  await ops.as('otto').confirmStep({ runId: id, stepId: 'change', planHash });
  await reaches('otto', id, 'needs-decision');
  const made = await plan('olga', 'change');
  expect(made.findings).toEqual([
    {
      level: 'warning',
      code: 'target-locked',
      stepId: 'change',
      message: expect.stringMatching(
        /^shop\/test is in use by 'Stuck', led by otto, for \d+ s, and waits for a decision$/,
      ),
      nextStep: expect.stringContaining('The run will wait until it is free'),
    },
  ]);
  await ops.as('otto').decideStep({
    ...{ runId: id, stepId: 'change', attempt: 1 },
    choice: 'stop',
    reason: 'It was refused',
  });
  await reaches('otto', id, 'failed');
  expect((await plan('olga', 'change')).findings).toEqual([]);
});

describe('roles', () => {
  it.each<TestPerson>(['vera', 'arne'])(
    'let %s see a run and not change it',
    async person => {
      const { id, planHash } = await start('olga', 'change');
      await reaches(person, id, 'waiting');
      const forbidden = { status: 403, code: 'permission-missing' };
      const step = { runId: id, stepId: 'change' };
      expect(await failure(plan(person))).toEqual(forbidden);
      for (const attempt of [
        ops.as(person).confirmStep({ ...step, planHash }),
        ops.as(person).cancelRun({ runId: id }),
        ops.as(person).decideStep({ ...step, choice: 'retry', attempt: 1 }),
        ops.as(person).answerStep({
          ...step,
          answer: { kind: 'confirm', confirmed: true },
        }),
      ]) {
        expect(await failure(attempt)).toEqual(forbidden);
      }
      await ops.as('olga').cancelRun({ runId: id });
    },
  );

  it('let an administrator and a second operator control a run', async () => {
    for (const person of ['ada', 'otto'] as const) {
      const { id } = await start('olga', 'change');
      await reaches(person, id, 'waiting');
      await ops.as(person).cancelRun({ runId: id });
      const { lead } = await reaches(person, id, 'cancelled');
      expect(lead).toBe('user:default/olga');
    }
  });

  it('show somebody without one neither runs nor that they exist', async () => {
    const { id, planId } = await start('olga');
    await reaches('olga', id, 'succeeded');
    const stan = ops.as('stan');
    const unknown = '01990000-0000-7000-8000-000000000000';
    expect(await stan.listRuns()).toEqual({ items: [] });
    expect(await stan.listServices()).toEqual([]);
    for (const runId of [id, unknown]) {
      const answers = await Promise.all([
        failure(stan.getRun(runId)),
        failure(stan.getRunPlan(runId)),
        failure(stan.listEvents({ runId })),
        failure(stan.readLog({ runId })),
        failure(stan.followEvents({ runId }).next()),
        failure(stan.cancelRun({ runId })),
      ]);
      expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
        new Set(['{"status":404,"code":"no-such-run"}']),
      );
    }
    expect(await failure(stan.getPlan(planId))).toMatchObject({ status: 404 });
    expect(
      await failure(stan.createPlan({ service: 'shop', runbook: 'hello' })),
    ).toEqual({ status: 404, code: 'no-such-service' });
  });

  it('keep a plan to the person who made it', async () => {
    const made = await plan('olga');
    expect(await failure(ops.as('otto').getPlan(made.id))).toMatchObject({
      status: 404,
    });
    expect(
      await failure(
        ops.as('otto').startRun({ planId: made.id, planHash: made.hash }),
      ),
    ).toMatchObject({ status: 404 });
  });
});

describe('a service token', () => {
  const token = mockCredentials.service.token({
    onBehalfOf: mockCredentials.service('plugin:robot'),
    targetPluginId: 'tokpulse-ops',
  });

  it('reads', async () => {
    const response = await ops.request('/services', { token });
    expect(response.status).toBe(200);
  });

  it('starts and decides nothing', async () => {
    const { id, hash } = await plan('olga');
    const run = await start('olga', 'change');
    await reaches('olga', run.id, 'waiting');
    const step = `/runs/${run.id}/steps/change`;
    const attempts = {
      '/plans': { service: 'shop', runbook: 'hello' },
      '/runs': { planId: id, planHash: hash },
      [`/runs/${run.id}/cancel`]: {},
      [`${step}/confirm`]: { planHash: run.planHash },
      [`${step}/answer`]: { kind: 'confirm', confirmed: true },
      [`${step}/decide`]: { choice: 'retry', attempt: 1 },
    };
    for (const [path, body] of Object.entries(attempts)) {
      const response = await ops.request(path, {
        token,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect({ path, status: response.status }).toEqual({ path, status: 403 });
    }
    expect((await ops.as('olga').getRun(run.id)).state).toBe('waiting');
    await ops.as('olga').cancelRun({ runId: run.id });
  });

  it('acts for a person when that person gave it', async () => {
    const onBehalf = mockCredentials.service.token({
      onBehalfOf: mockCredentials.user('user:default/olga'),
      targetPluginId: 'tokpulse-ops',
    });
    const response = await ops.request('/plans', {
      token: onBehalf,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'shop', runbook: 'hello' }),
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      requestedBy: 'user:default/olga',
    });
  });
});

describe('a list of runs', () => {
  it('is filtered and paginated, newest first', async () => {
    const started = [];
    for (const runbook of ['hello', 'hello', 'hello']) {
      started.push((await start('otto', runbook)).id);
    }
    const first = await ops
      .as('otto')
      .listRuns({ service: 'shop', runbook: 'hello', limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([started[2], started[1]]);
    const second = await ops.as('otto').listRuns({
      service: 'shop',
      runbook: 'hello',
      limit: 1,
      cursor: first.nextCursor,
    });
    expect(second.items.map(({ id }) => id)).toEqual([started[0]]);
    expect(
      (await ops.as('otto').listRuns({ state: ['failed'], runbook: 'hello' }))
        .items,
    ).toEqual([]);
  });

  it.each(['sort=id%3B%20drop%20table%20runs', 'limit=0', 'state=happy'])(
    'refuses ?%s',
    async query => {
      const response = await ops.request(`/runs?${query}`, {
        token: mockCredentials.user.token('user:default/olga'),
      });
      expect(response.status).toBe(400);
    },
  );
});

describe('a request', () => {
  const token = () => mockCredentials.user.token('user:default/olga');

  it('without a token answers 401', async () => {
    const response = await ops.request('/runs', {
      headers: { authorization: mockCredentials.none.header() },
    });
    expect(response.status).toBe(401);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', undefined])(
    'with a body of type %s answers 415',
    async type => {
      const response = await ops.request('/plans', {
        token: token(),
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: new Blob([JSON.stringify({ service: 'shop', runbook: 'hello' })]),
      });
      expect(response.status).toBe(415);
    },
  );

  it.each([
    '/runs/..%2f..%2fstatus',
    '/runs/1%20or%201=1',
    '/runs/%00',
    '/services/%2e%2e',
    '/services/__proto__',
    '/plans/constructor',
  ])('for %s answers 404', async path => {
    const response = await ops.request(path, { token: token() });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toMatch(/stack|pg|SELECT/);
  });
});
