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

import { Redis } from 'ioredis';
import { Client } from 'pg';
import { ask, readJson } from '../__testUtils__/http';
import { RailwayClient } from '../__testUtils__/railway';
import { isAlive } from '../processes/leftover';
import { waitFor } from '../processes/waitFor';
import { Sandbox, startSandbox } from '../sandbox/startSandbox';
import { FaultName, faultNames } from './Fault';

jest.setTimeout(90_000);

interface Health {
  readonly status: string;
  readonly uptime: number;
  readonly checks: ReadonlyArray<{
    name: string;
    status: string;
    responseTime?: number;
    message: string;
  }>;
}

describe('faults', () => {
  let sandbox: Sandbox;
  let railway: RailwayClient;
  let api: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    railway = new RailwayClient(sandbox);
    api = sandbox.env.TOKPULSE_API_URL;
  });
  afterAll(async () => {
    await sandbox?.stop();
  });

  const health = async () => {
    const { status, json } = await ask(`${api}/health`);
    const report = json() as Health;
    const check = (name: string) => {
      const found = report.checks.find(each => each.name === name);
      if (!found) {
        throw new Error(`There is no check ${name}`);
      }
      return found;
    };
    return { code: status, report, check };
  };
  const ready = async () => (await ask(`${api}/ready`)).status;
  const active = (name: FaultName) =>
    sandbox.faults().find(fault => fault.name === name)?.active;
  const apiPid = () => {
    const pid = sandbox.status().processes[0].pid;
    if (pid === undefined) {
      throw new Error('The partner app does not run');
    }
    return pid;
  };
  /** Restarts as an operator does, and waits until it has happened. */
  const restart = async () => {
    const [{ id }] = await railway.deployments();
    const before = sandbox.ledger().length;
    await railway.data(
      'mutation ($id: String!) { deploymentRestart(id: $id) }',
      { id },
    );
    await waitFor(() => sandbox.ledger()[before]?.result === 'done', {
      withinMs: 15_000,
      what: 'The restart',
    });
    return id;
  };
  const readOnly = async <T extends object>(sql: string): Promise<T[]> => {
    const client = new Client({
      connectionString: sandbox.env.TOKPULSE_DATABASE_READONLY_URL,
    });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const idleInTransaction = async () => {
    const [{ sessions }] = await readOnly<{ sessions: number }>(
      `SELECT count(*)::int AS sessions FROM pg_stat_activity
       WHERE usename = 'tokpulse_app' AND state = 'idle in transaction'`,
    );
    return sessions;
  };
  const expectHealthy = async () => {
    const { code, report } = await health();
    expect([code, report.status]).toEqual([200, 'healthy']);
  };

  it('are the ones of the catalogue, and none is there at the start', async () => {
    expect(sandbox.faults().map(({ name }) => name)).toEqual([...faultNames]);
    expect(sandbox.faults().some(fault => fault.active)).toBe(false);
    await expectHealthy();
  });

  it('crash: the process is gone until somebody restarts the same deployment', async () => {
    const pid = apiPid();
    await sandbox.induceFault('crash');
    expect(isAlive(pid)).toBe(false);
    const down = await ask(`${api}/health`);
    expect([down.status, down.json()]).toEqual([
      502,
      {
        status: 'error',
        code: 502,
        message: 'Application failed to respond',
        request_id: expect.any(String),
      },
    ]);
    const [crashed] = await railway.deployments();
    expect(crashed.status).toBe('CRASHED');
    // Doing it twice is doing it once.
    expect(await sandbox.induceFault('crash')).toMatchObject({ active: true });

    expect(await restart()).toBe(crashed.id);
    expect(apiPid()).not.toBe(pid);
    expect((await railway.deployments())[0]).toMatchObject({
      id: crashed.id,
      status: 'SUCCESS',
    });
    expect(active('crash')).toBe(false);
    await expectHealthy();

    await sandbox.induceFault('crash');
    await sandbox.clearFault('crash');
    await expectHealthy();
  });

  it('memory-leak: the heap is really full until a restart', async () => {
    const pid = apiPid();
    await sandbox.induceFault('memory-leak');
    const { code, check } = await health();
    expect([code, check('memory').status]).toEqual([503, 'unhealthy']);
    expect(await ready()).toBe(503);
    expect((await ask(`${api}/live`)).status).toBe(200);

    await restart();
    expect(apiPid()).not.toBe(pid);
    expect(active('memory-leak')).toBe(false);
    await expectHealthy();

    await sandbox.induceFault('memory-leak');
    await sandbox.clearFault('memory-leak');
    await expectHealthy();
  });

  it('rate-limited: everything is refused, until the counter is emptied', async () => {
    await sandbox.induceFault('rate-limited');
    for (const path of ['/health', '/metrics', '/performance/status']) {
      const { status, headers, json } = await ask(`${api}${path}`);
      expect(status).toBe(429);
      expect(json()).toEqual({ error: 'Too many requests', retryAfter: 900 });
      expect(headers.get('ratelimit-limit')).toBe('100');
      expect(headers.get('ratelimit-remaining')).toBe('0');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
    }
    expect(active('rate-limited')).toBe(true);

    await sandbox.clearFault('rate-limited');
    expect(active('rate-limited')).toBe(false);
    await expectHealthy();
    expect((await ask(`${api}/live`)).headers.get('ratelimit-remaining')).toBe(
      '2998',
    );
  });

  it('rate-limited: some requests may be left, and a window passes', async () => {
    await sandbox.induceFault('rate-limited', { left: 2, seconds: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      statuses.push((await ask(`${api}/live`)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    await waitFor(async () => (await ask(`${api}/live`)).status === 200, {
      withinMs: 10_000,
      what: 'The next window',
    });
    await restart();
    expect(active('rate-limited')).toBe(false);
    await expectHealthy();
    await expect(
      sandbox.induceFault('rate-limited', { left: 101 }),
    ).rejects.toThrow('"left" must be a whole number from 0 to 100');
  });

  it('pool-exhausted: the connections are really held until a restart', async () => {
    await sandbox.induceFault('pool-exhausted');
    const { code, check } = await health();
    expect([code, check('database').status]).toEqual([503, 'unhealthy']);
    expect(check('database').message).toMatch(/timeout/);
    expect(await idleInTransaction()).toBe(5);

    await restart();
    expect(active('pool-exhausted')).toBe(false);
    await expectHealthy();
    expect(await idleInTransaction()).toBe(0);

    await sandbox.induceFault('pool-exhausted');
    await sandbox.clearFault('pool-exhausted');
    await expectHealthy();
  });

  it("slow-database: the app's statements take more than a second, whatever is restarted", async () => {
    await sandbox.induceFault('slow-database');
    await restart();
    const { code, report, check } = await health();
    expect([code, report.status]).toEqual([200, 'degraded']);
    expect(check('database').status).toBe('degraded');
    expect(check('database').responseTime).toBeGreaterThanOrEqual(1_000);
    const [slow] = await readOnly<{ mean: number; role: string }>(
      `SELECT mean_exec_time AS mean, userid::regrole::text AS role
       FROM pg_stat_statements ORDER BY mean_exec_time DESC LIMIT 1`,
    );
    expect(slow.role).toBe('tokpulse_app');
    expect(slow.mean).toBeGreaterThanOrEqual(1_000);

    await sandbox.clearFault('slow-database');
    await expectHealthy();
  });

  it('redis-down: the server is really gone, and comes back as it was', async () => {
    const sessions = async () => {
      const redis = new Redis(sandbox.env.TOKPULSE_REDIS_URL, {
        lazyConnect: true,
        retryStrategy: () => null,
      });
      const failed = new Promise<never>((_, reject) => {
        redis.once('error', reject);
      });
      try {
        await Promise.race([redis.connect(), failed]);
        return (await redis.keys('sess:*')).length;
      } finally {
        redis.disconnect();
      }
    };
    expect(await sessions()).toBe(420);
    await sandbox.induceFault('redis-down');
    await expect(sessions()).rejects.toThrow('ECONNREFUSED');
    await expectHealthy();
    await sandbox.clearFault('redis-down');
    expect(await sessions()).toBe(420);
  });

  it('bad-deploy: dies in every restart, and a rollback brings the old release and its variables', async () => {
    const [good] = await railway.deployments();
    const secretBefore = (await railway.variables()).JWT_SECRET;
    await sandbox.induceFault('bad-deploy');
    const [bad] = await railway.deployments();
    expect(bad).toMatchObject({ status: 'CRASHED', canRollback: false });
    expect(bad.id).not.toBe(good.id);
    expect((await ask(`${api}/health`)).status).toBe(502);
    await restart();
    await railway.untilStatus('CRASHED');

    await railway.data(
      'mutation ($id: String!) { deploymentRollback(id: $id) }',
      { id: good.id },
    );
    await railway.untilStatus('SUCCESS');
    expect((await health()).report).toMatchObject({ version: '2.2.0' });
    expect((await railway.variables()).JWT_SECRET).toBe(secretBefore);
    expect(active('bad-deploy')).toBe(false);
    await sandbox.clearFault('bad-deploy');

    await sandbox.induceFault('bad-deploy');
    await sandbox.clearFault('bad-deploy');
    await expectHealthy();
  });

  it('bad-deploy: setting the variable and deploying again is a cure as well', async () => {
    await sandbox.induceFault('bad-deploy');
    await railway.data(
      'mutation ($input: VariableUpsertInput!) { variableUpsert(input: $input) }',
      {
        input: {
          projectId: railway.scope().p,
          environmentId: railway.scope().e,
          serviceId: await railway.serviceId(),
          name: 'STRIPE_PRICE_ID_GROWTH',
          value: 'price_growth',
        },
      },
    );
    await railway.untilStatus('SUCCESS');
    const deployment = (await railway.deployments())[0].id;
    // It lives beyond the moment at which it died before.
    await waitFor(
      async () => {
        const { deploymentLogs } = await railway.data<{
          deploymentLogs: Array<{ message: string }>;
        }>(
          'query ($id: String!) { deploymentLogs(deploymentId: $id, filter: "catalogue loaded") { message } }',
          { id: deployment },
        );
        return deploymentLogs.length === 1;
      },
      { withinMs: 10_000, what: 'The line of the release that works' },
    );
    expect((await health()).report).toMatchObject({
      status: 'healthy',
      version: '2.3.0',
    });
    await sandbox.reset();
  });

  it('always-503: only one check is broken, and no restart changes that', async () => {
    await sandbox.induceFault('always-503');
    const before = await health();
    expect([before.code, before.report.status]).toEqual([503, 'unhealthy']);
    expect(
      before.report.checks
        .filter(({ status }) => status !== 'healthy')
        .map(({ name, message }) => [name, message]),
    ).toEqual([['external_deps', '0/2 external dependencies healthy']]);
    expect(await ready()).toBe(200);

    await restart();
    const after = await health();
    expect(after.code).toBe(503);
    expect(after.report.uptime).toBeLessThan(before.report.uptime + 60_000);
    expect(await ready()).toBe(200);
    await sandbox.clearFault('always-503');
    await expectHealthy();
  });

  it('provider-errors: nothing is done, by turns with a page and with an error in the body', async () => {
    await sandbox.reset();
    const pid = apiPid();
    const [{ id }] = await railway.deployments();
    await sandbox.induceFault('provider-errors');
    const restartIt = () =>
      railway.send('mutation ($id: String!) { deploymentRestart(id: $id) }', {
        id,
      });
    const first = await restartIt();
    expect(first.status).toBe(500);
    expect(first.headers.get('content-type')).toMatch('text/html');
    const second = await restartIt();
    expect([second.status, second.json()]).toEqual([
      200,
      expect.objectContaining({
        data: null,
        errors: [
          expect.objectContaining({ message: 'Problem processing request' }),
        ],
      }),
    ]);
    await sandbox.clearFault('provider-errors');
    expect(sandbox.ledger()).toEqual([]);
    expect(apiPid()).toBe(pid);
  });

  it('provider-slow: does it late, also for a caller who has given up', async () => {
    await sandbox.reset();
    const [{ id }] = await railway.deployments();
    await sandbox.induceFault('provider-slow', { delayMs: 400 });
    await expect(
      fetch(sandbox.env.TOKPULSE_RAILWAY_URL, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${sandbox.env.TOKPULSE_RAILWAY_TOKEN}`,
        },
        body: JSON.stringify({
          query: `mutation { deploymentRestart(id: "${id}") }`,
        }),
        signal: AbortSignal.timeout(100),
      }),
    ).rejects.toThrow(/timeout/);
    expect(sandbox.ledger()).toEqual([]);
    await waitFor(() => sandbox.ledger()[0]?.result === 'done', {
      withinMs: 10_000,
      what: 'The late restart',
    });
    expect(sandbox.ledger()).toMatchObject([{ delivered: false }]);
    await sandbox.clearFault('provider-slow');
  });

  it('lost-reply: the effect is in the ledger, and the caller saw a cut connection', async () => {
    await sandbox.reset();
    const pid = apiPid();
    const [{ id }] = await railway.deployments();
    await sandbox.induceFault('lost-reply', { times: 1 });
    await expect(
      railway.send('mutation ($id: String!) { deploymentRestart(id: $id) }', {
        id,
      }),
    ).rejects.toThrow('fetch failed');
    expect(active('lost-reply')).toBe(false);
    // A query, and the next mutation, are answered.
    await waitFor(() => sandbox.ledger()[0]?.result === 'done', {
      withinMs: 10_000,
    });
    expect(apiPid()).not.toBe(pid);
    await restart();
    expect(
      sandbox.ledger().map(({ operation, result, delivered, target }) => ({
        operation,
        result,
        delivered,
        deployment: target.deploymentId,
      })),
    ).toEqual([
      {
        operation: 'deploymentRestart',
        result: 'done',
        delivered: false,
        deployment: id,
      },
      {
        operation: 'deploymentRestart',
        result: 'done',
        delivered: true,
        deployment: id,
      },
    ]);
  });

  it('end all at once with a reset, together with what was changed', async () => {
    for (const name of faultNames) {
      if (name !== 'bad-deploy') {
        await sandbox.induceFault(name);
      }
    }
    const owner = new Client({
      connectionString: sandbox.env.TOKPULSE_DATABASE_URL,
    });
    // The reset ends the session.
    owner.on('error', () => undefined);
    await owner.connect();
    await owner.query("UPDATE subscriptions SET status = 'BOGUS'");

    await sandbox.reset();
    expect(sandbox.faults().filter(fault => fault.active)).toEqual([]);
    expect(sandbox.ledger()).toEqual([]);
    await expectHealthy();
    expect(
      await readOnly(
        'SELECT status, count(*)::int AS n FROM subscriptions GROUP BY 1 ORDER BY 1',
      ),
    ).toEqual([
      { status: 'ACTIVE', n: 1584 },
      { status: 'CANCELLED', n: 120 },
      { status: 'EXPIRED', n: 72 },
      { status: 'PAST_DUE', n: 144 },
      { status: 'TRIAL', n: 336 },
    ]);
    expect((await railway.deployments()).map(({ status }) => status)).toEqual([
      'SUCCESS',
      'REMOVED',
      'REMOVED',
      'FAILED',
      'REMOVED',
    ]);
    expect(await readJson(`${api}/performance/status`)).toMatchObject({
      score: 100,
    });
    await owner.end().catch(() => undefined);
  });
});
