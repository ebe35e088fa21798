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
import { apiRoutes } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';
import { createOpenApi } from './openapi';

jest.setTimeout(60_000);

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      change: testRunbook({
        title: 'Change',
        steps: [changeStep.replace('confirm: once', '')],
      }),
    },
  });
});
afterAll(() => ops.stop());

const post = async (
  path: string,
  body: object,
  key: string,
  person = 'olga',
) => {
  const response = await ops.request(path, {
    method: 'POST',
    token: mockCredentials.user.token(`user:default/${person}`),
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed'),
    type: response.headers.get('content-type'),
    text: await response.text(),
  };
};

const planned = () => ({ service: 'shop', runbook: 'change' });

describe('100 identical requests at once', () => {
  it('make one plan and get one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post('/plans', planned(), 'plan-once')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201]),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1);
    expect(answers[0].type).toMatch(/^application\/json/);
  });

  it('start one run and get one answer', async () => {
    const { id, hash } = await ops.as('olga').createPlan(planned());
    const before = ops.effects.get('counter') ?? 0;
    const body = { planId: id, planHash: hash };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post('/runs', body, 'run-once')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201]),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await eventually(
      async () => ops.effects.get('counter'),
      count => count !== undefined && count > before,
    );
    // Later, when the run is over, the first answer stays the answer.
    expect((await post('/runs', body, 'run-once')).text).toBe(answers[0].text);
    expect(ops.effects.get('counter')).toBe(before + 1);
  });
});

it('is what the typed client sends when it is given a key', async () => {
  const key = { idempotencyKey: 'typed' };
  const first = await ops.as('olga').createPlan(planned(), key);
  expect(await ops.as('olga').createPlan(planned(), key)).toEqual(first);
  const other = await ops.as('otto').createPlan(planned(), key);
  expect(other.id).not.toBe(first.id);
});

it('answers 422 when the key was used for another request', async () => {
  await post('/plans', planned(), 'used');
  const answer = await post(
    '/plans',
    { ...planned(), entityRef: 'component:default/shop' },
    'used',
  );
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.text).error).toMatchObject({
    code: 'idempotency-key-reused',
    nextStep: expect.any(String),
  });
});

it('tells the same body at another address from this one', async () => {
  const run = '0199aaaa-0000-7000-8000-000000000000';
  const confirm = (step: string) =>
    post(`/runs/${run}/steps/${step}/confirm`, { planHash: 'x' }, 'two');
  // A refusal is not kept, so the key stays free.
  expect((await confirm('one')).status).toBe(404);
  expect((await confirm('two')).status).toBe(404);
});

it('answers 400 for what cannot be a key', async () => {
  const answer = await post('/plans', planned(), 'x'.repeat(256));
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text).error.code).toBe('invalid-idempotency-key');
});

it('is described for every route that starts or decides something', () => {
  const document = JSON.stringify(createOpenApi({ version: '1' }));
  const { paths } = JSON.parse(document);
  const routes = Object.values(apiRoutes);
  expect(routes.filter(route => 'idempotent' in route).length).toBeGreaterThan(
    5,
  );
  for (const route of routes) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    const operation = paths[path][route.method.toLowerCase()];
    const names = operation.parameters.map(
      ({ name }: { name: string }) => name,
    );
    expect([route.path, names.includes('Idempotency-Key')]).toEqual([
      route.path,
      'idempotent' in route,
    ]);
  }
});
