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

import type { PerformanceView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { startSandbox, type Sandbox } from '@tokpulse/sandbox';
import { configurationFor } from './__testUtils__/sandboxService';
import {
  startOpsBackend,
  type OpsBackend,
} from './__testUtils__/startOpsBackend';
import { eventually } from './testing';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let ops: OpsBackend;

beforeAll(async () => {
  sandbox = await startSandbox({ rateLimitMax: 100_000 });
  ops = await startOpsBackend({
    services: {
      tokpulse: {
        ...configurationFor(sandbox.env),
        requestBudget: 100_000,
        collect: { every: '1s', whileUnhealthy: '1s' },
        metrics: { keep: [{ name: 'tokpulse_uptime_seconds' }] },
      },
    },
  });
});
afterAll(async () => {
  await ops?.stop();
  await sandbox?.stop();
});

const observations = () => ops.as('vera').observations;

const shows = (what: string, isSo: (view: PerformanceView) => boolean) =>
  eventually(() => observations().performance('tokpulse'), isSo, {
    what,
    withinMs: 60_000,
  });

describe('the performance of the sandbox', () => {
  it('is measured by its own process, health checks told apart', async () => {
    const view = await shows('figures', ({ hosts, trends }) => {
      const [api] = hosts;
      return api?.score.value !== undefined && trends.length > 0;
    });
    expect(view.hosts).toMatchObject([
      { host: 'api', answer: 'answered', score: { budgets: 15 } },
    ]);
    expect(view.hosts[0].endpoints).toContainEqual(
      expect.objectContaining({ method: 'GET', path: '/health' }),
    );
    expect(view.notes).toContainEqual(
      expect.stringContaining('are health checks, the portal'),
    );
    expect(view.trends).toContainEqual(
      expect.objectContaining({ host: 'api', name: 'api_response_time' }),
    );
    expect(JSON.stringify(view)).not.toMatch(
      /user_agent|tokpulse-ops"|127\.0\.0\.1/,
    );
  });

  it('is violated by a slow database, which the portal judges too', async () => {
    await sandbox.induceFault('slow-database', { delaySeconds: 1 });
    const [budget] = await eventually(
      async () => (await shows('a view', () => true)).hosts[0].budgets,
      budgets => budgets[0]?.violated === true,
      { what: 'a violation', withinMs: 90_000 },
    );
    expect(budget.name).toMatch(/^api_response_time/);
    expect(budget.reading).toBeGreaterThan(budget.threshold);
    await sandbox.clearFault('slow-database');
  });

  it('has its metrics, valid or not, and the history of what is kept', async () => {
    const metrics = await eventually(
      () => observations().metrics('tokpulse', { search: 'check=database' }),
      ({ total }) => total > 0,
      { withinMs: 30_000 },
    );
    expect(metrics.samples).toContainEqual(
      expect.objectContaining({
        ...{ host: 'api', name: 'tokpulse_health_check_status' },
        labels: expect.objectContaining({ check: 'database' }),
      }),
    );
    expect(metrics.hosts[0].problemCount).toBeGreaterThan(0);
    expect(metrics.searches.map(({ note }) => note)).toEqual(
      Array(5).fill(expect.stringMatching(/^No metric of this service has /)),
    );
    const { series } = await observations().metricHistory('tokpulse', {
      name: 'tokpulse_uptime_seconds',
    });
    expect(series).toMatchObject([{ host: 'api' }]);
  });

  it('reads the flags of its flags server', async () => {
    expect(await observations().about('tokpulse')).toMatchObject({
      flags: {
        known: true,
        flags: expect.arrayContaining([{ name: 'pro_panel', value: 'on' }]),
      },
    });
  });

  it('begins anew after a restart, which is marked', async () => {
    const [before] = (await observations().performance('tokpulse')).hosts;
    await sandbox.induceFault('crash');
    await eventually(
      () => ops.as('vera').getServiceStatus('tokpulse'),
      ({ status }) => status === 'unhealthy',
      { what: 'the crash to be seen', withinMs: 30_000 },
    );
    await sandbox.clearFault('crash');
    const view = await shows('the restart', ({ markers }) =>
      markers.some(({ kind }) => kind === 'restart'),
    );
    expect(view.notes).toContainEqual(
      'api restarted: the figures of the service itself are younger',
    );
    const after = await shows(
      'new figures',
      ({ hosts }) => (hosts[0].score.since ?? '') > (before.score.since ?? ''),
    );
    expect(after.hosts[0].score.samples).toBeLessThan(before.score.samples);
  });
});
