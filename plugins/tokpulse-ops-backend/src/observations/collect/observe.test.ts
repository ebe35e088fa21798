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
  type ServiceRequest,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { limitedHost } from '../../health';
import { observe } from './observe';

type Answer = (request: ServiceRequest) => Partial<ServiceResponse>;

const url = 'https://api.example.com';
const down = () => {
  throw new ActionError({ code: 'unreachable', message: 'refused' });
};

/** A service with an api that has everything, and an app that has a page. */
function world(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const service = createMockServiceAccess({
    hosts: {
      api: {
        ...{ url, health: '/health', format: 'tokpulse' },
        ...{ metrics: '/metrics', performance: '/performance' },
      },
      app: { url: 'https://app.example.com' },
    },
    settings: { metrics: { keep: [{ name: 'queue_depth' }] } },
    request: request => {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      return answers[pathname]?.(request) ?? { status: 404 };
    },
  });
  const read = (options: Partial<Parameters<typeof observe>[0]> = {}) =>
    observe({
      ...{ service, hosts: ['api', 'app'], paused: [] },
      logger: mockServices.logger.mock(),
      signal: new AbortController().signal,
      ...options,
    });
  return { asked, read };
}

const answers: Readonly<Record<string, Answer>> = {
  '/': () => ({ status: 200, latencyMs: 30 }),
  '/health': () => ({
    ...{ status: 200, latencyMs: 12 },
    body: '{"status":"healthy","checks":[{"name":"database","status":"healthy"}]}',
  }),
  '/metrics': () => ({ body: 'queue_depth{topic="orders"} 7\nother 1\n' }),
  '/performance': () => ({ body: '{"metrics":[],"budgets":[]}' }),
};

const due = { details: { previous: undefined } };

describe('an observation', () => {
  it('has the health of all hosts, and how fast they answered', async () => {
    const { asked, read } = world(answers);
    const observation = await read();
    expect(observation).toMatchObject({
      ...{ status: 'healthy', summary: 'All 2 hosts are healthy', latest: {} },
      hosts: [{ host: 'api' }, { host: 'app' }],
      readings: [
        { host: 'api', name: 'response_time', p50: 12, count: 1 },
        { host: 'app', name: 'response_time', p50: 30, count: 1 },
      ],
    });
    expect(asked.sort()).toEqual(['/', '/health']);
  });

  it('has metrics and performance when they are due', async () => {
    const { read } = world(answers);
    const observation = await read(due);
    expect(observation.metrics).toEqual([
      ...[
        { host: 'api', name: 'queue_depth', labels: { topic: 'orders' } },
      ].map(metric => ({ ...metric, value: 7 })),
    ]);
    expect(Object.keys(observation.latest.api).sort()).toEqual([
      ...['metrics', 'performance'],
    ]);
  });

  it('does not ask a host that does not answer for more', async () => {
    const { asked, read } = world({ ...answers, '/health': down });
    expect(await read(due)).toMatchObject({
      status: 'unhealthy',
      hosts: [{ host: 'api', answer: 'refused' }, { host: 'app' }],
      readings: [{ host: 'app' }],
    });
    expect(asked.sort()).toEqual(['/', '/health']);
  });

  it('asks one that is unhealthy and says why, for the figures tell more', async () => {
    const { asked, read } = world({
      ...answers,
      '/health': () => ({ status: 503, body: '{"status":"unhealthy"}' }),
    });
    expect(await read(due)).toMatchObject({ status: 'unhealthy' });
    expect(asked).toContain('/metrics');
  });

  it('says what is known of hosts that are left alone, in their order', async () => {
    const { asked, read } = world(answers);
    const api = { name: 'api', url, health: '/health' };
    const observation = await read({
      ...{ ...due, hosts: ['app'] },
      paused: [
        limitedHost({ ...api, format: 'tokpulse', ignoreChecks: [] }, 90_000),
      ],
    });
    expect(observation).toMatchObject({
      status: 'unknown',
      hosts: [{ host: 'api', answer: 'rate-limited' }, { host: 'app' }],
    });
    expect(asked).toEqual(['/']);
  });

  it('of which nothing comes says so, and what to do', async () => {
    const { read } = world(answers);
    expect(await read({ hosts: ['api', 'nobody'] })).toMatchObject({
      ...{ status: 'unknown', hosts: [], readings: [] },
      failure: {
        message: expect.stringContaining("has no host 'nobody'"),
        nextStep: expect.stringContaining('hosts.nobody.url'),
      },
    });
  });

  it('is none when it is abandoned', async () => {
    const { read } = world(answers);
    await expect(
      read({ signal: AbortSignal.abort(new Error('Stopped')) }),
    ).rejects.toThrow('Stopped');
  });
});
