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
  createMockServiceAccess,
  executeAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { builtInActions } from './builtInActions';
import { failureOf } from '../__testUtils__/failureOf';
import { healthCheck } from './health/check';
import { httpRequest } from './http/request';
import { metricsQuery } from './metrics/query';

const settings = {
  railway: {
    url: 'https://railway.example/graphql/v2',
    token: 'secret-token',
    tokenType: 'project',
    projectId: 'p1',
    environmentId: 'e1',
    service: 'app',
  },
  postgres: {
    primary: { readOnlyConnection: 'postgresql://ro:secret-token@db/shop' },
  },
  redis: { sessions: { url: 'redis://:secret-token@cache:6379' } },
};

const service = createMockServiceAccess({
  hosts: {
    api: { url: 'https://api.example', health: '/health', metrics: '/metrics' },
    stripe: { url: 'https://stripe.example', external: true },
  },
  settings,
});

const planOf = async (
  id: string,
  input: object,
  target = service,
): Promise<unknown> => {
  const action = builtInActions().find(one => one.id === id) as RunbookAction;
  return action.plan({
    input: action.input.parse(input),
    service: target,
    signal: new AbortController().signal,
  });
};

describe('the plan of an action', () => {
  it.each<[string, object, unknown]>([
    [
      'health:check',
      {},
      [{ kind: 'request', method: 'GET', url: 'https://api.example/health' }],
    ],
    [
      'health:check',
      { hosts: ['stripe'] },
      [{ kind: 'request', method: 'GET', url: 'https://stripe.example/' }],
    ],
    [
      'http:request',
      { host: 'api', path: '/ready?x=1', method: 'HEAD' },
      [
        {
          kind: 'request',
          method: 'HEAD',
          url: 'https://api.example/ready?x=1',
        },
      ],
    ],
    [
      'metrics:query',
      { contains: 'error' },
      [{ kind: 'request', method: 'GET', url: 'https://api.example/metrics' }],
    ],
    [
      'redis:ping',
      {},
      [{ kind: 'command', text: 'PING at cache:6379 (sessions)' }],
    ],
    ['flow:wait', { for: '1m' }, [{ kind: 'wait', milliseconds: 60_000 }]],
    [
      'flow:wait-until',
      { action: 'health:check', until: 'true', within: '2m' },
      [{ kind: 'wait', milliseconds: 120_000 }],
    ],
    ['flow:confirm', { message: 'Sure?' }, [{ kind: 'ask', message: 'Sure?' }]],
    [
      'railway:status',
      {},
      [
        expect.objectContaining({
          kind: 'request',
          url: 'https://railway.example/graphql/v2',
        }),
      ],
    ],
    [
      'railway:logs',
      { limit: 5, filter: '@level:error' },
      [
        expect.objectContaining({
          body: expect.objectContaining({
            variables: { service: 'app', limit: 5, filter: '@level:error' },
          }),
        }),
      ],
    ],
  ])(
    '%s shows what it will do, and no secret (%#)',
    async (id, input, plan) => {
      const previews = await planOf(id, input);
      expect(previews).toEqual(plan);
      expect(JSON.stringify(previews)).not.toContain('secret-token');
    },
  );

  it.each([
    ['health:check', { hosts: ['web'] }],
    ['http:request', { host: 'web' }],
    ['metrics:query', { host: 'stripe' }],
    ['railway:status', {}],
    ['railway:logs', {}],
    ['railway:restart', {}],
    ['postgres:query', { sql: 'SELECT 1' }],
    ['redis:ping', {}],
  ])('%s says what is not configured', async (id, input) => {
    const empty = createMockServiceAccess({
      hosts: { stripe: { url: 'https://stripe.example' } },
    });
    expect(await failureOf(planOf(id, input, empty))).toMatchObject({
      code: 'not-configured',
    });
  });

  it('locks a target for what changes something, and only for that', () => {
    const locking = builtInActions().flatMap(action =>
      action.targets({ input: {}, service }).map(target => [action.id, target]),
    );
    expect(locking).toEqual([['railway:restart', 'test-service/railway']]);
  });
});

describe('the reading actions', () => {
  const answering = (answer: object) =>
    createMockServiceAccess({
      hosts: {
        api: {
          url: 'https://api.example',
          health: '/health',
          metrics: '/metrics',
          format: 'tokpulse',
        },
      },
      request: () => answer,
    });

  it('find the use of something in a check, decimals and all', async () => {
    const { output } = await executeAction(healthCheck, {
      service: answering({
        body: JSON.stringify({
          status: 'unhealthy',
          uptime: 5000,
          checks: [
            {
              name: 'memory',
              status: 'unhealthy',
              details: { usagePercent: 91.5 },
            },
            { name: 'cpu', status: 'healthy', details: { usagePercent: 'x' } },
          ],
        }),
      }),
    });
    expect(output?.checks).toMatchObject([
      { host: 'api', name: 'memory', usagePercent: 91.5 },
      { host: 'api', name: 'cpu' },
    ]);
    expect(output?.checks[1]).not.toHaveProperty('usagePercent');
  });

  it('tell a host that is down from one that answers with bad news', async () => {
    const down = await executeAction(healthCheck, {
      service: answering({ status: 502, body: '<html>' }),
    });
    expect(down.output).toMatchObject({ unhealthy: ['api'], down: ['api'] });
    expect(down.logged).toMatchObject([{ level: 'error' }]);
    const ill = await executeAction(healthCheck, {
      service: answering({ status: 503, body: '{"status":"unhealthy"}' }),
    });
    expect(ill.output).toMatchObject({ unhealthy: ['api'], down: [] });
  });

  it('take a web page in the place of metrics for what it is', async () => {
    expect(
      await failureOf(
        executeAction(metricsQuery, {
          service: answering({ body: '<!doctype html><html></html>' }),
        }),
      ),
    ).toMatchObject({ code: 'invalid-response' });
  });

  it('keep no header that could tell of a person, and cut long texts', async () => {
    const { output } = await executeAction(httpRequest, {
      input: { host: 'api' },
      service: answering({
        headers: { 'set-cookie': 'session=1', 'retry-after': '3' },
        body: 'x'.repeat(100_000),
      }),
    });
    expect(output).toMatchObject({
      headers: { 'retry-after': '3' },
      truncated: true,
    });
    expect(output?.headers).not.toHaveProperty('set-cookie');
    expect(output?.text).toHaveLength(64 * 1024);
  });
});
