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

import { failureOf } from '../__testUtils__/failureOf';
import {
  startSandboxService,
  type SandboxService,
} from '../__testUtils__/sandboxService';
import { eventually } from '../testing/eventually';
import { healthCheck } from './health/check';
import { httpRequest } from './http/request';
import { metricsQuery } from './metrics/query';
import { redisPing } from './redis/ping';

jest.setTimeout(60_000);

let world: SandboxService;

beforeAll(async () => {
  world = await startSandboxService();
});
afterEach(async () => {
  await world.sandbox.reset();
});
afterAll(async () => {
  await world?.sandbox.stop();
});

const run: SandboxService['run'] = (...options) => world.run(...options);

describe('health:check against the sandbox', () => {
  it('reads every host', async () => {
    const { output, logged } = await run(healthCheck);
    expect(output).toMatchObject({
      status: 'healthy',
      unhealthy: [],
      down: [],
      unknown: [],
      hosts: [{ host: 'api' }, { host: 'app' }, { host: 'dashboard' }],
    });
    expect(output?.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['database', 'memory', 'external_deps']),
    );
    expect(
      output?.checks.find(({ name }) => name === 'memory')?.usagePercent,
    ).toBeGreaterThan(0);
    expect(logged).toHaveLength(3);
  });

  it('tells a check that is broken for ever, and can pass over it', async () => {
    await world.sandbox.induceFault('always-503');
    const { output } = await run(healthCheck, { hosts: ['api'] });
    expect(output).toMatchObject({
      status: 'unhealthy',
      unhealthy: ['api'],
      // It answers, so it is not down.
      down: [],
      summary: expect.stringContaining('external_deps check fails'),
    });
    const hosts = {
      api: {
        url: world.sandbox.env.TOKPULSE_API_URL,
        health: '/health',
        format: 'tokpulse',
        ignoreChecks: ['external_deps'],
      },
    };
    expect(
      (await run(healthCheck, {}, world.reconfigured({ hosts }))).output,
    ).toMatchObject({ status: 'healthy' });
  });

  it.each([
    ['slow-database', 'degraded', 'database'],
    ['pool-exhausted', 'unhealthy', 'database'],
    ['memory-leak', 'unhealthy', 'memory'],
  ] as const)('sees %s', async (fault, status, check) => {
    await world.sandbox.induceFault(fault);
    const { output } = await eventually(
      () => run(healthCheck, { hosts: ['api'] }),
      reading => reading.output?.status === status,
    );
    expect(output?.checks.find(({ name }) => name === check)?.status).toBe(
      status,
    );
  });

  it('does not know the state of a host that limits requests', async () => {
    const limited = await startSandboxService({ rateLimitMax: 1 });
    try {
      const { output } = await eventually(
        () => limited.run(healthCheck, { hosts: ['api'] }),
        reading => reading.output?.hosts[0].answer === 'rate-limited',
      );
      expect(output).toMatchObject({ status: 'unknown', unknown: ['api'] });
      expect(
        await failureOf(
          limited.run(httpRequest, { host: 'api', path: '/live' }),
        ),
      ).toMatchObject({ code: 'rate-limited' });
      expect(await failureOf(limited.run(metricsQuery, {}))).toMatchObject({
        code: 'rate-limited',
      });
    } finally {
      await limited.sandbox.stop();
    }
  });
});

describe('http:request against the sandbox', () => {
  it('reads the performance score', async () => {
    const { output } = await run(httpRequest, {
      host: 'api',
      path: '/performance/status',
    });
    expect(output).toMatchObject({
      status: 200,
      ok: true,
      json: { status: expect.any(String), score: expect.any(Number) },
    });
  });

  it('takes a 404 page for an answer', async () => {
    const { output } = await run(httpRequest, {
      host: 'api',
      path: '/billing/health',
    });
    expect(output).toMatchObject({
      status: 404,
      ok: false,
      text: expect.stringContaining('Cannot GET'),
    });
  });

  it('keeps the reasons of a 503', async () => {
    await world.sandbox.induceFault('always-503');
    const { output } = await run(httpRequest, { host: 'api', path: '/health' });
    expect(output).toMatchObject({
      status: 503,
      json: { checks: expect.any(Array) },
    });
  });

  it('asks for the head alone', async () => {
    const { output } = await run(httpRequest, {
      host: 'api',
      path: '/live',
      method: 'HEAD',
    });
    expect(output).toMatchObject({ status: 200, text: '' });
  });

  it('says when a host is not configured, or the answer is too large', async () => {
    expect(await failureOf(run(httpRequest, { host: 'evil' }))).toMatchObject({
      code: 'not-configured',
    });
    expect(
      await failureOf(
        run(httpRequest, { host: 'api', path: '/health', maxBytes: 10 }),
      ),
    ).toMatchObject({ code: 'too-large' });
  });

  it.each(['@evil.example/', '.evil.example/', 'evil'])(
    'takes no path that would change the host: %s',
    async path => {
      await expect(run(httpRequest, { host: 'api', path })).rejects.toThrow(
        'Begin the path with',
      );
    },
  );
});

describe('metrics:query against the sandbox', () => {
  it('reads the invalid page as far as possible and says what is wrong', async () => {
    const { output } = await run(metricsQuery, {});
    expect(output?.total).toBeGreaterThan(5);
    expect(output?.matched).toBe(output?.total);
    expect(output?.valid).toBe(false);
    expect(output?.problems.map(({ problem }) => problem)).toEqual(
      expect.arrayContaining([
        'second HELP line for tokpulse_health_check_status',
        'the last line does not end with a line feed',
      ]),
    );
  });

  it('finds samples by name, label and part', async () => {
    const byLabel = await run(metricsQuery, {
      name: 'tokpulse_health_check_status',
      labels: { check: 'database' },
    });
    expect(byLabel.output).toMatchObject({
      matched: 1,
      samples: [{ value: 1, type: 'gauge' }],
    });
    const byPart = await run(metricsQuery, { contains: 'UNHEALTHY' });
    expect(byPart.output?.samples[0].labels).toMatchObject({
      status: 'unhealthy',
    });
    const nothing = await run(metricsQuery, { contains: 'error' });
    expect(nothing.output).toMatchObject({ matched: 0, samples: [] });
  });

  it('says when a host is down, has no metrics, or another page is there', async () => {
    const api = { url: world.sandbox.env.TOKPULSE_API_URL };
    const withHost = (host: object) =>
      failureOf(
        run(
          metricsQuery,
          { host: 'api' },
          world.reconfigured({ hosts: { api: { ...api, ...host } } }),
        ),
      );
    expect(await withHost({})).toMatchObject({ code: 'not-configured' });
    expect(await withHost({ metrics: '/nothing' })).toMatchObject({
      code: 'not-offered',
    });
    await world.sandbox.induceFault('crash');
    expect(await withHost({ metrics: '/metrics' })).toMatchObject({
      code: 'unreachable',
    });
  });
});

describe('redis:ping against the sandbox', () => {
  const withUrl = (change: (url: URL) => void) => {
    const url = new URL(world.sandbox.env.TOKPULSE_REDIS_URL);
    change(url);
    return failureOf(
      run(
        redisPing,
        {},
        world.reconfigured({ redis: { sessions: { url: url.toString() } } }),
      ),
    );
  };

  it('gets a PONG', async () => {
    const { output } = await run(redisPing, {});
    expect(output).toMatchObject({ connection: 'sessions', reply: 'PONG' });
  });

  it('tells a missing password and a wrong one apart, which redis-cli does not', async () => {
    expect(await withUrl(url => (url.password = ''))).toMatchObject({
      code: 'unauthorized',
      message: 'Redis (sessions) asks for a password and none is configured',
    });
    expect(await withUrl(url => (url.password = 'wrong'))).toMatchObject({
      code: 'unauthorized',
      message: 'Redis (sessions) does not accept the user name and password',
    });
  });

  it('says at once that Redis is dead, and does not try again', async () => {
    await world.sandbox.induceFault('redis-down');
    const startedAt = performance.now();
    expect(await failureOf(run(redisPing, {}))).toMatchObject({
      code: 'unreachable',
      message: 'Redis (sessions) refuses connections',
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('names the connections there are', async () => {
    expect(
      await failureOf(run(redisPing, { connection: 'constructor' })),
    ).toMatchObject({ code: 'not-configured' });
    expect(
      await failureOf(run(redisPing, {}, world.reconfigured({ redis: {} }))),
    ).toMatchObject({ code: 'not-configured' });
  });
});
