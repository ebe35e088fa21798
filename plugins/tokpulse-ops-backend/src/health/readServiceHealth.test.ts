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

import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import { ConfiguredServices } from '../services';
import { readServiceHealth } from './readServiceHealth';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const servers: Server[] = [];

async function hostAnswering(answer: Answer): Promise<string> {
  const { status = 200, headers = {}, body = '' } = answer;
  const server = createServer((_, response) => {
    const json = typeof body !== 'string';
    response.writeHead(status, {
      'content-type': json ? 'application/json' : 'text/html',
      ...headers,
    });
    response.end(json ? JSON.stringify(body) : body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server) {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function serviceWith(hosts: Record<string, object>) {
  const service = ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: {
          shop: { allowedNetworks: ['127.0.0.0/8'], hosts },
        },
      },
    }),
    { fingerprintKey: 'key' },
  ).get('shop');
  if (!service) throw new Error('The service is not there');
  return service;
}

async function readApi(answer: Answer, options: object = {}) {
  const url = await hostAnswering(answer);
  const service = serviceWith({
    api: { url, health: '/health', format: 'tokpulse', ...options },
  });
  const health = await readServiceHealth(service);
  return { ...health, host: health.hosts[0] };
}

const check = (name: string, status: string, message?: string) => ({
  name,
  status,
  message,
  lastChecked: '2026-11-23T18:30:18.520Z',
});

const monitorBody = (
  status: string,
  checks: readonly object[],
  more: object = {},
) => ({
  status,
  timestamp: '2026-11-23T18:30:18.556Z',
  version: '2.2.0',
  environment: 'production',
  uptime: 5232,
  checks,
  summary: { total: checks.length },
  ...more,
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map(stop));
});

describe('readServiceHealth', () => {
  it('reads a healthy service', async () => {
    const health = await readApi({
      body: monitorBody('healthy', [
        { ...check('database', 'healthy'), responseTime: 12 },
      ]),
    });
    expect(health).toMatchObject({
      service: 'shop',
      status: 'healthy',
      summary: 'api is healthy',
      at: expect.stringMatching(/Z$/),
      host: {
        host: 'api',
        status: 'healthy',
        answer: 'answered',
        httpStatus: 200,
        message: 'Is healthy',
        version: '2.2.0',
        uptimeMs: 5232,
        checks: [{ name: 'database', status: 'healthy', responseTimeMs: 12 }],
      },
    });
  });

  it('reads the reasons out of a 503', async () => {
    const health = await readApi({
      status: 503,
      body: monitorBody('unhealthy', [
        check('cpu', 'healthy'),
        check('memory', 'degraded', 'Memory usage: 80.0%'),
        check('database', 'unhealthy', 'Database connection failed'),
      ]),
    });
    expect(health).toMatchObject({
      status: 'unhealthy',
      summary:
        'api answers: database check fails: Database connection failed; memory check is degraded: Memory usage: 80.0%. Share of the current heap, not of a limit: high values can be normal',
      host: { answer: 'answered', httpStatus: 503 },
    });
  });

  it('sees that a 200 is degraded', async () => {
    const health = await readApi({
      body: monitorBody('degraded', [check('database', 'degraded', 'slow')]),
    });
    expect(health).toMatchObject({
      status: 'degraded',
      summary: 'api is degraded: database check is degraded: slow',
    });
  });

  it('shows a check that is not judged, and does not judge by it', async () => {
    const health = await readApi(
      {
        status: 503,
        body: monitorBody('unhealthy', [
          check('database', 'healthy'),
          check('external_deps', 'unhealthy', '0/2 healthy'),
        ]),
      },
      { ignoreChecks: ['external_deps'] },
    );
    expect(health).toMatchObject({
      status: 'healthy',
      summary: 'api is healthy (not judged: external_deps unhealthy)',
    });
    expect(health.host.checks[1]).toMatchObject({ ignored: true });
  });

  it('says what the misnamed checks really measure, beside their own words', async () => {
    const { host } = await readApi({
      status: 503,
      body: monitorBody('unhealthy', [
        check('disk', 'healthy', 'Disk usage: 3.0%'),
        {
          ...check('external_deps', 'unhealthy', '0/2 healthy'),
          details: {
            dependencies: [
              { name: 'Shopify API', status: 'degraded' },
              { name: 'Stripe API', status: 'unhealthy' },
            ],
          },
        },
      ]),
    });
    expect(host.checks).toMatchObject([
      {
        message: 'Disk usage: 3.0%',
        reality: "Measures the machine's memory, not a disk",
      },
      {
        message: '0/2 healthy. Shopify API degraded, Stripe API unhealthy',
        reality: expect.stringContaining('bare root addresses'),
      },
    ]);
  });

  it.each<[string, Answer, object]>([
    [
      'a 503 without checks',
      { status: 503, body: { status: 'unhealthy', error: 'boom' } },
      {
        status: 'unhealthy',
        answer: 'answered-without-checks',
        message: 'Says that it is unhealthy: boom',
      },
    ],
    [
      'a 429',
      {
        status: 429,
        headers: { 'retry-after': '840' },
        body: { error: 'Too many requests', retryAfter: 900 },
      },
      {
        status: 'unknown',
        answer: 'rate-limited',
        message:
          'Limits our requests (429), so its state is not known; it takes requests again in 14 min',
      },
    ],
    [
      'a 500 in JSON',
      { status: 500, body: { success: false, error: 'Internal server error' } },
      { status: 'unhealthy', answer: 'server-error' },
    ],
    [
      'a 404 page',
      { status: 404, body: '<!DOCTYPE html><pre>Cannot GET /health</pre>' },
      { status: 'unknown', answer: 'not-offered' },
    ],
    [
      'a 502 page of the edge',
      { status: 502, body: '<html><title>502 Bad Gateway</title></html>' },
      {
        status: 'unhealthy',
        answer: 'edge-error',
        message:
          "Does not answer: the platform's edge says 502 '502 Bad Gateway'",
      },
    ],
    [
      "the JSON of Railway's edge",
      {
        status: 502,
        body: {
          status: 'error',
          code: 502,
          message: 'Application failed to respond',
        },
      },
      {
        status: 'unhealthy',
        answer: 'edge-error',
        message:
          "Does not answer: the platform's edge says 502 'Application failed to respond'",
      },
    ],
    [
      'a 404 that Railway gives when nothing is deployed',
      {
        status: 404,
        headers: { 'x-railway-fallback': 'true' },
        body: { status: 'error', code: 404, message: 'Application not found' },
      },
      { status: 'unhealthy', answer: 'edge-error' },
    ],
    [
      'a web page with 200',
      { body: '<!doctype html><html></html>' },
      { status: 'unknown', answer: 'unexpected-content' },
    ],
    [
      'a redirect',
      { status: 302, headers: { location: '/login' } },
      { status: 'unknown', answer: 'unexpected-content' },
    ],
    [
      'a login wall',
      { status: 401, body: { error: 'Unauthorized' } },
      { status: 'unknown', answer: 'unexpected-content' },
    ],
    [
      'the {ok, service} of a small service',
      { body: { ok: true, service: 'billing' } },
      { status: 'healthy', answer: 'answered-without-checks' },
    ],
    [
      'the envelope {success, data}',
      { body: { success: true, data: { status: 'healthy' } } },
      { status: 'healthy', answer: 'answered-without-checks' },
    ],
    [
      '/ready with the names of the failed checks',
      { status: 503, body: { status: 'not_ready', checks: ['database'] } },
      {
        status: 'unhealthy',
        answer: 'answered',
        checks: [{ name: 'database', status: 'unhealthy', ignored: false }],
      },
    ],
    [
      '/live',
      { body: { status: 'alive', timestamp: '2026-11-23T18:30:18.556Z' } },
      { status: 'healthy', answer: 'answered-without-checks' },
    ],
  ])('understands %s', async (_, answer, expected) => {
    const { host } = await readApi(answer);
    expect(host).toMatchObject(expected);
  });

  it('does not judge a service by hosts that have no health', async () => {
    const health = await readServiceHealth(
      serviceWith({
        api: { url: await hostAnswering({ body: 'up' }) },
        dashboard: { url: await hostAnswering({ status: 404 }) },
      }),
    );
    expect(health).toMatchObject({
      status: 'healthy',
      summary: 'dashboard offers no health at / (404). api is healthy',
    });
  });

  it('knows nothing of a service none of whose hosts has a health', async () => {
    const health = await readServiceHealth(
      serviceWith({ app: { url: await hostAnswering({ status: 404 }) } }),
    );
    expect(health.status).toBe('unknown');
  });

  it('says first what is worst', async () => {
    const gone = await hostAnswering({});
    await Promise.all(servers.splice(0).map(stop));
    const health = await readServiceHealth(
      serviceWith({
        app: { url: await hostAnswering({ status: 429 }) },
        api: { url: gone },
        dashboard: { url: await hostAnswering({ body: 'up' }) },
      }),
    );
    expect(health.status).toBe('unhealthy');
    expect(health.summary).toMatch(
      /^api does not answer: 127\.0\.0\.1:\d+ refuses connections\. app limits our requests/,
    );
  });

  it('does not take its own time-out for a failure of the host', async () => {
    const server = createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const health = await readServiceHealth(serviceWith({ api: { url } }), {
      timeoutMs: 100,
    });
    expect(health.hosts[0]).toMatchObject({
      status: 'unknown',
      answer: 'timeout',
    });
  });

  it('leaves the hosts of vendors alone unless they are named', async () => {
    const service = serviceWith({
      api: { url: await hostAnswering({ body: 'up' }) },
      stripe: { url: await hostAnswering({ status: 500 }), external: true },
    });
    expect((await readServiceHealth(service)).hosts).toHaveLength(1);
    expect(
      (await readServiceHealth(service, { hosts: ['stripe'] })).hosts,
    ).toMatchObject([{ host: 'stripe', status: 'unhealthy' }]);
  });

  it('names the key of a host that is not configured', async () => {
    const service = serviceWith({ api: { url: 'http://127.0.0.1:1' } });
    await expect(
      readServiceHealth(service, { hosts: ['constructor'] }),
    ).rejects.toMatchObject({
      code: 'not-configured',
      nextStep: expect.stringContaining(
        'tokpulseOps.services.shop.hosts.constructor.url',
      ),
    });
  });

  it('ends when the caller cancels', async () => {
    const service = serviceWith({ api: { url: await hostAnswering({}) } });
    await expect(
      readServiceHealth(service, { signal: AbortSignal.abort(new Error('x')) }),
    ).rejects.toThrow('x');
  });
});
