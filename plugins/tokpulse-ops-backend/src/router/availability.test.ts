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
import {
  apiErrorSchema,
  apiRoutes,
  pluginStatusSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import knexFactory from 'knex';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';

jest.setTimeout(60_000);

let ops: OpsBackend | undefined;

afterEach(async () => {
  jest.replaceProperty(process, 'env', { ...process.env, NODE_ENV: 'test' });
  await ops?.stop();
  ops = undefined;
});

const runbooks = { change: testRunbook({ steps: [changeStep] }) };
const token = mockCredentials.user.token('user:default/olga');
const unknown = '01990000-0000-7000-8000-000000000000';

const statusOf = async (backend: OpsBackend) =>
  pluginStatusSchema.parse(
    await (await backend.request('/status', { token })).json(),
  );

async function post(backend: OpsBackend, path: string, body: object) {
  const response = await backend.request(path, {
    token,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { error } = apiErrorSchema.parse(await response.json());
  return { status: response.status, code: error.code, next: error.nextStep };
}

const changes: readonly (readonly [string, object])[] = [
  ['/plans', { service: 'shop', runbook: 'change' }],
  ['/runs', { planId: unknown, planHash: 'h' }],
  [`/runs/${unknown}/cancel`, {}],
  [`/runs/${unknown}/steps/change/confirm`, { planHash: 'h' }],
  [
    `/runs/${unknown}/steps/change/answer`,
    { kind: 'confirm', confirmed: true },
  ],
  [`/runs/${unknown}/steps/change/decide`, { choice: 'retry', attempt: 1 }],
  [`/runs/${unknown}/steps/change/replan`, { input: {} }],
  [`/runs/${unknown}/steps/change/evidence?name=proof.txt`, {}],
  [`/runs/${unknown}/undo/plan`, {}],
  [`/runs/${unknown}/lead`, {}],
  [`/runs/${unknown}/break-glass`, { reason: 'Nobody answers me' }],
  [`/approvals/${unknown}/decide`, { decision: 'approve', planHash: 'h' }],
  [`/approvals/${unknown}/withdraw`, {}],
  [`/reviews/${unknown}/close`, { note: 'It was right' }],
  [
    '/locks/steal',
    { target: 'shop/x', holder: unknown, reason: 'It hangs since noon' },
  ],
  [`/services/shop/incidents/${unknown}/acknowledge`, {}],
  ['/services/shop/subscriptions/s1/look-up', { reason: 'Ticket 4711' }],
  [
    '/services/shop/customers/look-up',
    { reason: 'Ticket 4711', email: 'ava@example.com' },
  ],
  [
    '/services/shop/stores/look-up',
    { reason: 'Ticket 4711', domain: 'shop.example' },
  ],
  ['/services/shop/customers/u1/reveal', { reason: 'Ticket 4711' }],
];

describe('with permissions off', () => {
  const config = { permission: { enabled: false } };

  it('everything can be read and nothing changed', async () => {
    ops = await startOpsBackend({ config, runbooks });
    expect(await statusOf(ops)).toMatchObject({
      mode: 'read-only',
      notices: [{ code: 'permissions-off' }],
    });
    expect(await ops.as('stan').listServices()).toHaveLength(1);
    expect(await ops.as('stan').listRunbooks('shop')).toHaveLength(1);
    expect(changes).toHaveLength(
      Object.values(apiRoutes).filter(
        // To read again is no change.
        route => route.method === 'POST' && route !== apiRoutes.refreshService,
      ).length,
    );
    for (const [path, body] of changes) {
      expect(await post(ops, path, body)).toEqual({
        status: 403,
        code: 'permissions-off',
        next: expect.stringContaining('permission.enabled'),
      });
    }
  });

  it.each(['production', 'test'])(
    'a declaration of development does not count in %s',
    async nodeEnv => {
      jest.replaceProperty(process, 'env', {
        ...process.env,
        NODE_ENV: nodeEnv,
      });
      ops = await startOpsBackend({
        config: {
          ...config,
          tokpulseOps: { allowWithoutPermissions: 'development' },
        },
        runbooks,
      });
      expect((await statusOf(ops)).mode).toBe('read-only');
    },
  );

  it('development that is declared can change things, and says so', async () => {
    jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'development',
    });
    ops = await startOpsBackend({
      config: {
        ...config,
        tokpulseOps: { allowWithoutPermissions: 'development' },
      },
      runbooks,
    });
    expect(await statusOf(ops)).toMatchObject({
      mode: 'ready',
      notices: [{ code: 'permissions-off-in-development' }],
    });
    const plan = await ops
      .as('stan')
      .createPlan({ service: 'shop', runbook: 'change' });
    expect(plan.requestedBy).toBe('user:default/stan');
  });
});

describe('without what it needs', () => {
  const unavailable = (code: string) => ({
    mode: 'unavailable',
    notices: [{ code, nextStep: expect.any(String) }],
  });

  async function expectUnavailable(backend: OpsBackend, code: string) {
    for (const { method, path } of Object.values(apiRoutes)) {
      if (method === 'GET' && path !== '/status') {
        const response = await backend.request(
          path
            .replace(/:(run|plan|file|approval)/g, unknown)
            .replace(/:[a-z]+/g, 'shop')
            .replace(/history$/, 'history?name=any'),
          { token },
        );
        expect({ path, status: response.status }).toEqual({
          path,
          status: 503,
        });
        const { error } = apiErrorSchema.parse(await response.json());
        expect(error).toMatchObject({ code, nextStep: expect.any(String) });
      }
    }
    for (const [path, body] of changes) {
      expect(await post(backend, path, body)).toMatchObject({
        status: 503,
        code,
      });
    }
  }

  it('the portal starts on SQLite, and the pages say what to do', async () => {
    ops = await startOpsBackend({ database: mockServices.database.factory() });
    expect(await statusOf(ops)).toMatchObject(unavailable('postgres-needed'));
    await expectUnavailable(ops, 'postgres-needed');
  });

  it('the portal starts without its database, and tries again', async () => {
    const knex = knexFactory({
      client: 'pg',
      connection: { host: '127.0.0.1', port: 1, user: 'nobody' },
    });
    ops = await startOpsBackend({
      database: mockServices.database.factory({ knex }),
    });
    expect(await statusOf(ops)).toMatchObject(
      unavailable('database-not-ready'),
    );
    await expectUnavailable(ops, 'database-not-ready');
    await knex.destroy();
  });

  it('a wrong key of a service is named', async () => {
    ops = await startOpsBackend({
      services: { shop: { hosts: { api: { url: 'ftp://example.com' } } } },
    });
    expect(await statusOf(ops)).toMatchObject(
      unavailable('invalid-configuration'),
    );
    await expectUnavailable(ops, 'invalid-configuration');
    expect((await statusOf(ops)).notices[0].message).toContain(
      'tokpulseOps.services.shop.hosts.api.url',
    );
  });

  it('a wrong key beside the services is named', async () => {
    ops = await startOpsBackend({
      config: { tokpulseOps: { approvals: { mode: 'alone' } } },
    });
    expect(await statusOf(ops)).toMatchObject(
      unavailable('invalid-configuration'),
    );
    await expectUnavailable(ops, 'invalid-configuration');
    expect((await statusOf(ops)).notices[0].message).toContain(
      'tokpulseOps.approvals.mode must be solo or team',
    );
  });
});

it('in team mode says that too few people could approve', async () => {
  ops = await startOpsBackend({
    config: { tokpulseOps: { approvals: { mode: 'team' } } },
    runbooks,
  });
  expect(await statusOf(ops)).toMatchObject({
    approvals: 'team',
    notices: [{ code: 'few-approvers' }, { code: 'nobody-notified' }],
  });
  const plan = await ops
    .as('olga')
    .createPlan({ service: 'shop', runbook: 'change' });
  expect(plan.findings).toEqual([
    expect.objectContaining({ level: 'blocking', code: 'no-approver' }),
  ]);
});
