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

import type { z } from 'zod';
import {
  startSandboxService,
  type SandboxService,
} from '../../__testUtils__/sandboxService';
import { failureOf } from '../../__testUtils__/failureOf';
import { eventually } from '../../testing/eventually';
import { healthCheck } from '../health/check';
import { railwayLogs } from './logs';
import { railwayRestart } from './restart';
import { railwayStatus } from './status';

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

const restarts = () =>
  world.sandbox.ledger().filter(({ effect }) => effect === 'restart');

const apiPid = () =>
  world.sandbox.status().processes.find(({ name }) => name === 'api')?.pid;

const health = async (comparedWith?: z.output<typeof healthCheck.output>) =>
  (await run(healthCheck, { hosts: ['api'], comparedWith })).output;

const plan = (service = world.service) =>
  railwayRestart.plan({
    input: {},
    service,
    signal: new AbortController().signal,
  });

const probe = (since: Date) =>
  railwayRestart.probe?.({
    input: {},
    service: world.service,
    signal: new AbortController().signal,
    since,
    idempotencyKey: 'run:step',
  });

describe('railway:status', () => {
  it('tells what is deployed and that its process runs', async () => {
    const { output } = await run(railwayStatus);
    expect(output).toMatchObject({
      service: 'tokpulse-partner-app',
      status: 'SUCCESS',
      running: true,
      latest: { instances: [{ status: 'RUNNING' }] },
      summary: expect.stringMatching(/is SUCCESS .*; a process runs$/),
    });
  });

  it('tells that the process has crashed', async () => {
    await world.sandbox.induceFault('crash');
    const { output } = await run(railwayStatus);
    expect(output).toMatchObject({ status: 'CRASHED', running: false });
  });

  it('works with an account token too', async () => {
    const { output } = await run(
      railwayStatus,
      {},
      world.reconfigured({
        railway: {
          ...railwayOf(world),
          token: world.sandbox.env.TOKPULSE_RAILWAY_TOKEN,
          tokenType: 'account',
        },
      }),
    );
    expect(output).toMatchObject({ status: 'SUCCESS' });
  });

  it('says what to set when the token, the project or the service is wrong', async () => {
    const withRailway = (change: object) =>
      run(
        railwayStatus,
        {},
        world.reconfigured({ railway: { ...railwayOf(world), ...change } }),
      );
    expect(await failureOf(withRailway({ token: 'wrong' }))).toMatchObject({
      code: 'unauthorized',
      effect: 'none',
    });
    expect(await failureOf(withRailway({ service: 'nobody' }))).toEqual({
      code: 'not-found',
      effect: 'none',
      message: "The Railway project has no service 'nobody'",
    });
    expect(
      await failureOf(
        run(railwayStatus, {}, world.reconfigured({ railway: {} })),
      ),
    ).toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining('tokpulse.railway.token'),
    });
  });

  it('refuses to look at another service than the configured one', async () => {
    expect(
      await failureOf(run(railwayStatus, { service: 'billing' })),
    ).toMatchObject({ code: 'forbidden' });
  });
});

describe('railway:logs', () => {
  it("reads the process's own output with its times and levels", async () => {
    await eventually(
      () => run(railwayLogs, { limit: 100 }),
      ({ output }) => Number(output?.lines) > 0,
    );
    const { output, logged } = await run(railwayLogs, { limit: 100 });
    expect(logged).toHaveLength(1 + Number(output?.lines));
    expect(logged.at(-1)?.at).toMatch(/^\d{4}-.*Z$/);
  });

  it('reads the log of the deployment that crashes, and keeps the worst lines', async () => {
    await world.sandbox.induceFault('crash');
    const { output } = await eventually(
      () => run(railwayLogs),
      ({ output: read }) => Number(read?.errors) > 0,
    );
    expect(output).toMatchObject({
      worst: expect.arrayContaining([
        expect.objectContaining({ level: 'error' }),
      ]),
    });
  });

  it('takes no more than the limit, the newest, and none from before', async () => {
    await eventually(
      () => run(railwayLogs),
      ({ output }) => Number(output?.lines) > 2,
    );
    const { output, logged } = await run(railwayLogs, { limit: 2 });
    expect(output).toMatchObject({ lines: 2, truncated: true });
    const all = (await run(railwayLogs)).logged;
    expect(logged.at(-1)?.text).toBe(all.at(-1)?.text);
    const later = await run(railwayLogs, { since: '2199-01-01T00:00:00Z' });
    expect(later.output).toMatchObject({ lines: 0, truncated: false });
  });

  it('filters', async () => {
    const { output } = await run(railwayLogs, {
      filter: 'a text that no line has',
    });
    expect(output).toMatchObject({ lines: 0 });
  });
});

describe('railway:restart', () => {
  it('plans the exact deployment, and changes nothing by it', async () => {
    const { output } = await run(railwayStatus);
    const previews = await plan();
    expect(previews).toEqual([
      { kind: 'fact', label: 'Railway service', value: 'tokpulse-partner-app' },
      {
        kind: 'fact',
        label: 'Deployment',
        value: output?.latest?.id,
        pinned: true,
      },
      {
        kind: 'request',
        method: 'POST',
        url: world.sandbox.env.TOKPULSE_RAILWAY_URL,
        body: {
          query: expect.stringContaining('deploymentRestart(id: $id)'),
          variables: { id: output?.latest?.id },
        },
      },
    ]);
    expect(restarts()).toEqual([]);
  });

  it('brings a crashed service back, which the comparison shows', async () => {
    await world.sandbox.induceFault('crash');
    const before = await health();
    expect(before).toMatchObject({
      status: 'unhealthy',
      down: ['api'],
      summary:
        "api does not answer: the platform's edge says 502 'Application failed to respond'",
    });
    const { output } = await run(railwayRestart);
    expect(output).toMatchObject({ statusBefore: 'CRASHED' });
    const after = await eventually(
      () => health(before),
      reading => reading?.restarted === true,
    );
    expect(after).toMatchObject({ status: 'healthy', regressions: [] });
    expect(restarts()).toHaveLength(1);
    expect(apiPid()).toBeDefined();
  });

  it('replaces a running process', async () => {
    const before = await health();
    const pid = apiPid();
    await run(railwayRestart);
    await eventually(
      () => health(before),
      reading =>
        reading?.restarted === true && reading.regressions.length === 0,
    );
    expect(apiPid()).not.toBe(pid);
  });

  it('has not happened when Railway answers 500 or refuses, as far as Railway knows', async () => {
    for (const mode of ['http', 'graphql']) {
      await world.sandbox.induceFault('provider-errors', { mode });
      expect(await failureOf(run(railwayRestart))).toMatchObject({
        // The deployment could not even be read, so nothing was sent.
        effect: 'none',
      });
    }
    expect(restarts()).toEqual([]);
  });

  it('says that it may have happened when the reply is lost, and finds out that it has', async () => {
    const since = new Date();
    await world.sandbox.induceFault('lost-reply');
    expect(await failureOf(run(railwayRestart))).toMatchObject({
      code: 'connection-lost',
      effect: 'possible',
    });
    expect(restarts()).toHaveLength(1);
    await world.sandbox.clearFault('lost-reply');
    // Another process than the one before: the witness that counts.
    const finding = await eventually(
      async () => probe(new Date(since.getTime() - 10_000)),
      reading => reading?.outcome === 'happened',
    );
    expect(finding?.message).toMatch(
      /started after the restart was sent|changed deployment/,
    );
  });

  it('does not claim that a restart did not happen while it may be under way', async () => {
    expect(await probe(new Date())).toMatchObject({ outcome: 'unknown' });
  });

  it('waits for a slow provider', async () => {
    await world.sandbox.induceFault('provider-slow', { delayMs: 300 });
    const { output } = await run(railwayRestart);
    expect(output).toMatchObject({ service: 'tokpulse-partner-app' });
    expect(restarts()).toHaveLength(1);
  });
});

function railwayOf({ sandbox: { env } }: SandboxService) {
  return {
    url: env.TOKPULSE_RAILWAY_URL,
    token: env.TOKPULSE_RAILWAY_PROJECT_TOKEN,
    projectId: env.TOKPULSE_RAILWAY_PROJECT_ID,
    environmentId: env.TOKPULSE_RAILWAY_ENVIRONMENT_ID,
    service: env.TOKPULSE_RAILWAY_SERVICE,
  };
}
