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

import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

const TARGET = 'shop/test';
const reason = 'The other run is stuck and this cannot wait';

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      stuck: testRunbook({
        title: 'Stuck',
        steps: [
          changeStep
            .replace('test:change', 'test:break')
            .replace('confirm: once', ''),
        ],
      }),
    },
  });
});
afterAll(() => ops.stop());

const start = async (person: TestPerson) => {
  const { id, hash } = await ops
    .as(person)
    .createPlan({ service: 'shop', runbook: 'stuck' });
  return ops.as(person).startRun({ planId: id, planHash: hash });
};
const holds = (person: TestPerson, runId: string) =>
  eventually(
    () => ops.as(person).locks.list(),
    locks =>
      locks.some(
        ({ holder }) =>
          'runId' in holder &&
          holder.runId === runId &&
          holder.state === 'needs-decision',
      ),
    { what: `run ${runId} to hold its target` },
  );
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => describeApiError(error),
  );

it('shows who holds a target and who waits, to those who may see the runs, and lets administrators take it', async () => {
  const first = await start('olga');
  await holds('olga', first.id);
  const second = await start('otto');
  const [lock] = await eventually(
    () => ops.as('vera').locks.list({ service: 'shop' }),
    ([one]) => one?.queue.length === 1,
  );
  expect(lock).toMatchObject({
    target: TARGET,
    service: 'shop',
    holder: {
      runId: first.id,
      runbookTitle: 'Stuck',
      lead: 'user:default/olga',
      since: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    queue: [{ runId: second.id, lead: 'user:default/otto', state: 'waiting' }],
  });
  expect(await ops.as('vera').locks.list({ service: 'other' })).toEqual([]);
  expect(await ops.as('stan').locks.list()).toEqual([]);

  const steal = (person: TestPerson) =>
    ops.as(person).locks.steal({ target: TARGET, holder: first.id, reason });
  expect(await failure(steal('stan'))).toMatchObject({ status: 404 });
  for (const person of ['vera', 'otto', 'arne'] as const) {
    expect(await failure(steal(person))).toMatchObject({
      status: 403,
      code: 'permission-missing',
    });
  }
  await steal('ada');
  await holds('ada', second.id);
  expect(await failure(steal('ada'))).toMatchObject({
    status: 409,
    code: 'lock-moved',
  });
  const { items } = await ops.as('vera').listEvents({ runId: first.id });
  expect(items.find(({ body }) => body.type === 'lock-stolen')).toMatchObject({
    actor: 'user:default/ada',
    body: { targets: [TARGET], reason },
  });
});

it('asks for a reason', async () => {
  expect(
    await failure(
      ops.as('ada').locks.steal({
        target: TARGET,
        holder: '0199aaaa-0000-7000-8000-000000000000',
        reason: 'short',
      }),
    ),
  ).toMatchObject({ status: 400, code: 'invalid-request' });
});
