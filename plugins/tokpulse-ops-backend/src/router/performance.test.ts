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
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  describeApiError,
  type HostHealth,
  type PerformanceView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { startPageHost, type PageHost } from '../__testUtils__/pageHost';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import {
  answered,
  canaries,
  performanceReport,
} from '../__testUtils__/tokpulsePerformance';
import { incidentsBetween } from '../incidents/store/readIncidents';
import { Markers } from '../observations/markers';
import { Timeline } from '../observations/performance';
import { Database } from '../runs/Database';
import { createTestDatabase, eventually, type TestDatabase } from '../testing';

jest.setTimeout(90_000);

/** Everything that any logger of the backend was given. */
const logged: unknown[] = [];
const keepingLogger: LoggerService = {
  error: (...line) => void logged.push(line),
  warn: (...line) => void logged.push(line),
  info: (...line) => void logged.push(line),
  debug: (...line) => void logged.push(line),
  child: () => keepingLogger,
};

let page: PageHost;
let database: TestDatabase;
let ops: OpsBackend;

const metricsPage = [
  '# HELP tokpulse_health_check_status State of a check',
  '# TYPE tokpulse_health_check_status gauge',
  'tokpulse_health_check_status{check="database",status="healthy"} 1',
  '# HELP tokpulse_health_check_status State of a check',
  '# TYPE tokpulse_health_check_status gauge',
  'tokpulse_health_check_status{check="memory",status="degraded"} 0.5',
  `seen_total{ip="${canaries.ip}",user_agent="${canaries.userAgent}",route="/x"} 4`,
].join('\n');

const healthOfApi: HostHealth = {
  ...{ host: 'api', url: 'http://api/health', status: 'healthy' },
  ...{ answer: 'answered', message: 'Is healthy', latencyMs: 1, checks: [] },
};

/** The database of the backend, with a connection of the test. */
const ownDatabase = () => new Database({ knex: database.knex });

beforeAll(async () => {
  page = await startPageHost();
  page.set('/health', { json: { status: 'healthy' } });
  page.set('/metrics', { text: metricsPage });
  page.set('/performance', {
    json: performanceReport(
      [
        ...Array.from({ length: 25 }, () => answered(260)).flat(),
        ...answered(30, { path: `/users/${canaries.email}` }),
        {
          ...{ name: 'db_query_time', value: 130, unit: 'ms' },
          labels: { query: canaries.query },
        },
      ],
      { recommendations: ['Optimize API performance: cache'] },
    ),
  });
  database = await createTestDatabase();
  ops = await startOpsBackend({
    database: mockServices.database.factory({ knex: database.knex }),
    features: [
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => keepingLogger,
      }),
    ],
    runbooks: {
      change: testRunbook({ title: 'Change it', steps: [changeStep] }),
      look: testRunbook({ title: 'Only look' }),
    },
    services: {
      shop: {
        title: 'Shop',
        allowedNetworks: ['127.0.0.0/8'],
        requestBudget: 100_000,
        collect: { every: '1s' },
        metrics: { keep: [{ name: 'tokpulse_health_check_status' }] },
        hosts: {
          api: {
            ...{ url: page.url, health: '/health', format: 'tokpulse' },
            ...{ metrics: '/metrics', performance: '/performance' },
          },
        },
      },
      bare: { hosts: {} },
    },
  });
});
afterAll(async () => {
  await ops?.stop();
  await page?.stop();
  await database?.drop();
});

const vera = () => ops.as('vera').observations;

const shows = (
  what: string,
  isSo: (view: PerformanceView) => boolean,
): Promise<PerformanceView> =>
  eventually(() => vera().performance('shop'), isSo, {
    what,
    withinMs: 30_000,
  });

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    error => describeApiError(error),
  );

describe('performance over HTTP', () => {
  it('shows budgets with violations first, the score and what is behind it', async () => {
    const view = await shows('figures to be read', ({ hosts }) =>
      hosts.some(({ budgets }) => budgets.length > 0),
    );
    expect(view.hosts).toMatchObject([
      {
        ...{ host: 'api', answer: 'answered' },
        score: { value: 87, status: 'warning', budgets: 15, violated: 2 },
        recommendations: ['Optimize API performance: cache'],
      },
    ]);
    const [{ budgets, endpoints = [] }] = view.hosts;
    expect(budgets.slice(0, 3)).toMatchObject([
      { name: 'api_response_time', reading: 260, violated: true },
      { name: 'db_query_time', reading: 130, violated: true },
      { name: 'api_response_time_p95', violated: false, judgedBy: 'portal' },
    ]);
    expect(endpoints.map(({ path }) => path)).toEqual([
      '/stores',
      '/users/:value',
    ]);
    expect(view.notes.join()).toContain('a restart empties them');
  });

  it('has the course of median and 95th percentile, each reading counted once', async () => {
    const { trends } = await shows('a trend', view => view.trends.length > 0);
    const trend = trends.find(({ name }) => name === 'api_response_time');
    expect(trend).toMatchObject({ host: 'api', unit: 'ms' });
    const points = trend?.points.filter(({ count }) => count > 0) ?? [];
    expect(points).toMatchObject([{ p50: 260, p95: 260, count: 26 }]);
    expect(trends.map(({ name }) => name)).not.toContain('response_time');
  });

  it('has how long the hosts take to answer', async () => {
    const { trends } = await eventually(
      () => vera().responseTimes('shop'),
      answer => answer.trends.length > 0,
      { withinMs: 30_000 },
    );
    expect(trends).toMatchObject([
      { name: 'response_time', host: 'api', unit: 'ms' },
    ]);
  });

  it('marks a deployment', async () => {
    const markers = new Markers({ database: ownDatabase() });
    for (const [version, uptimeMs] of [
      ['1.4.1', 600_000],
      ['1.4.2', 1_000],
    ] as const) {
      await markers.observe({
        ...{ service: 'shop', at: new Date() },
        hosts: [{ ...healthOfApi, version, uptimeMs }],
      });
    }
    const view = await shows('the deployment', shown =>
      shown.markers.some(({ kind }) => kind === 'deployment'),
    );
    expect(view.markers).toContainEqual(
      expect.objectContaining({
        kind: 'deployment',
        label: expect.stringContaining('1.4.2'),
      }),
    );
    const times = await vera().responseTimes('shop');
    expect(times.markers.map(({ kind }) => kind)).toContain('deployment');
  });

  it('marks runs that changed something, for those who may see them', async () => {
    const olga = ops.as('olga');
    for (const runbook of ['change', 'look']) {
      const plan = await olga.createPlan({ service: 'shop', runbook });
      const { id } = await olga.startRun({
        ...{ planId: plan.id, planHash: plan.hash },
      });
      if (runbook === 'change') {
        await eventually(
          () => olga.getRun(id),
          ({ state }) => state === 'waiting',
          { withinMs: 30_000 },
        );
        await olga.confirmStep({
          ...{ runId: id, stepId: 'change', planHash: plan.hash },
        });
      }
      await eventually(
        () => olga.getRun(id),
        ({ state }) => state === 'succeeded',
        { withinMs: 30_000 },
      );
    }
    const { markers } = await vera().performance('shop');
    expect(markers.filter(({ kind }) => kind === 'run')).toEqual([
      expect.objectContaining({
        label: expect.stringContaining('Change it'),
        runId: expect.any(String),
      }),
    ]);

    const db = ownDatabase();
    const timeline = new Timeline({
      database: db,
      markers: new Markers({ database: db }),
      incidents: stretch => incidentsBetween(db, stretch),
    });
    const hidden = await timeline.list({
      ...{ service: 'shop', window: '24h', maySee: () => false },
    });
    expect(hidden.map(({ kind }) => kind)).toContain('deployment');
    expect(hidden.map(({ kind }) => kind)).not.toContain('run');
  });

  it('says what to configure where nothing is', async () => {
    expect(await vera().performance('bare')).toMatchObject({
      ...{ hosts: [], trends: [], comparisons: [] },
      notes: [
        expect.stringContaining(
          'set tokpulseOps.services.bare.hosts.<host>.performance',
        ),
      ],
    });
    expect(await vera().metrics('bare')).toMatchObject({
      ...{ hosts: [], samples: [], total: 0 },
    });
  });
});

describe('metrics over HTTP', () => {
  it('finds samples by words and labels, and says which lines are wrong', async () => {
    const all = await eventually(
      () => vera().metrics('shop'),
      ({ total }) => total > 0,
      { withinMs: 30_000 },
    );
    expect(all).toMatchObject({
      total: 3,
      hosts: [{ host: 'api', answer: 'answered', samples: 3, problemCount: 3 }],
    });
    const found = await vera().metrics('shop', {
      search: 'check_status check=memory',
    });
    expect(found.samples).toEqual([
      {
        ...{ host: 'api', name: 'tokpulse_health_check_status' },
        labels: { check: 'memory', status: 'degraded' },
        ...{ value: 0.5, text: '0.5', type: 'gauge', kept: true },
        help: 'State of a check',
      },
    ]);
    expect(await vera().metrics('shop', { limit: 1 })).toMatchObject({
      samples: [{}],
      total: 3,
    });
    expect(await vera().metrics('shop', { host: 'app' })).toMatchObject({
      total: 0,
    });
  });

  it('offers what operations documents grep for, with where it is instead', async () => {
    const { searches } = await vera().metrics('shop');
    expect(searches).toHaveLength(5);
    for (const { note } of searches) {
      expect(note).toMatch(/^No metric of this service has /);
    }
  });

  it('has the history of what is kept, and of nothing else', async () => {
    const history = await eventually(
      () =>
        vera().metricHistory('shop', { name: 'tokpulse_health_check_status' }),
      ({ series }) => series.length === 2,
      { withinMs: 30_000 },
    );
    expect(history.series).toContainEqual(
      expect.objectContaining({
        host: 'api',
        labels: { check: 'memory', status: 'degraded' },
      }),
    );
    const refused = await problemOf(
      vera().metricHistory('shop', { name: 'seen_total' }),
    );
    expect(refused).toMatchObject({
      ...{ status: 404, code: 'metric-not-kept' },
      nextStep: expect.stringContaining(
        'tokpulseOps.services.shop.metrics.keep',
      ),
    });
  });
});

describe('whom it tells', () => {
  it.each(['performance', 'responseTimes', 'metrics', 'about'] as const)(
    'answers %s to nobody without a role',
    async method => {
      const { observations } = ops.as('stan');
      expect(await problemOf(observations[method]('shop'))).toMatchObject({
        ...{ status: 404, code: 'no-such-service' },
      });
    },
  );

  it('answers histories to nobody without a role', async () => {
    const { observations } = ops.as('stan');
    const name = 'tokpulse_health_check_status';
    expect(
      await problemOf(observations.metricHistory('shop', { name })),
    ).toMatchObject({ status: 404, code: 'no-such-service' });
  });

  it('refuses a window that there is not', async () => {
    const error = await problemOf(
      vera().performance('shop', JSON.parse('{"window":"1y"}')),
    );
    expect(error).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('keeps clients, their browsers and queries to itself, everywhere', async () => {
    await shows('figures to be read', ({ hosts }) =>
      hosts.some(({ budgets }) => budgets.length > 0),
    );
    const { rows } = await database.knex.raw<{
      rows: { name: string }[];
    }>(`select format('%I.%I', table_schema, table_name) as name
        from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')
          and table_type = 'BASE TABLE'`);
    const tables = await Promise.all(
      rows.map(({ name }) =>
        database.knex.raw(`select to_jsonb(t)::text as row from ${name} t`),
      ),
    );
    const stored = JSON.stringify(tables.map(answer => answer.rows));
    expect(stored).toContain('api_response_time');
    const answers = JSON.stringify([
      await vera().performance('shop'),
      await vera().responseTimes('shop'),
      await vera().metrics('shop'),
      await ops.as('vera').getServiceStatus('shop'),
    ]);
    const places = { stored, answers, logged: JSON.stringify(logged) };
    const found = Object.entries(places).flatMap(([place, text]) =>
      Object.entries(canaries)
        .filter(([, canary]) => text.includes(canary))
        .map(([name]) => `${name} is in what is ${place}`),
    );
    expect(found).toEqual([]);
    // The audit log has those of the people of the portal.
    expect(/"(user_agent|ip)"|canary/i.exec(stored + answers)).toBeNull();
    expect(logged.length).toBeGreaterThan(0);
  });
});
