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

import { startPageHost, type PageHost } from '../../__testUtils__/pageHost';
import {
  answered,
  canaries,
  performanceReport,
} from '../../__testUtils__/tokpulsePerformance';
import { scoreOf } from './score';
import { readPerformanceSnapshot } from './PerformanceSnapshot';
import { readPerformance } from './readPerformance';

let page: PageHost;
beforeAll(async () => {
  page = await startPageHost();
});
afterEach(() => page.clear());
afterAll(() => page.stop());

const read = (previous?: unknown) =>
  readPerformance({ service: page.service, host: page.host, previous });

async function readSnapshot() {
  const { latest, ...figures } = await read();
  const snapshot = readPerformanceSnapshot(latest);
  if (!snapshot) {
    throw new Error(`No snapshot: ${JSON.stringify(latest)}`);
  }
  return { ...figures, snapshot };
}

const values = (...list: number[]) => list.flatMap(value => answered(value));
const many = (count: number, value: (i: number) => number) =>
  values(...Array.from({ length: count }, (_, i) => value(i)));

describe('readPerformance', () => {
  it('computes median, 95th percentile and maximum from the measurements', async () => {
    page.set('/performance', {
      json: performanceReport(many(100, i => i + 1)),
    });
    const { readings, metrics, snapshot } = await readSnapshot();
    expect(readings).toEqual([
      {
        ...{ host: 'api', name: 'api_response_time', unit: 'ms' },
        ...{ p50: 50, p95: 95, max: 100, count: 100 },
        samples: Array.from({ length: 100 }, (_, i) => i + 1),
      },
    ]);
    expect(metrics).toEqual([]);
    expect(snapshot).toMatchObject({
      answer: 'answered',
      samples: 200,
      since: '2026-11-24T10:00:00.000Z',
    });
    expect(page.requests()).toEqual(['/performance']);
  });

  it('lets nothing out that says who was served', async () => {
    page.set('/performance', {
      json: performanceReport(
        [
          ...answered(12, { path: `/users/${canaries.email}` }),
          ...answered(13, { path: `/stores/${canaries.domain}/catalog` }),
          ...answered(14, { path: `/reset/${canaries.token}` }),
          ...answered(15, { ip: canaries.ip6 }),
          {
            name: 'db_query_time',
            value: 130,
            unit: 'ms',
            timestamp: '2026-11-24T10:00:01.000Z',
            labels: { query: canaries.query },
            metadata: { email: canaries.email },
          },
          { name: canaries.query, value: 1, unit: 'ms' },
          { name: 'unit_of_somebody', value: 1, unit: canaries.email },
        ],
        {
          recommendations: [`Block ${canaries.ip} and ${canaries.email}`],
          violations: [
            {
              budget: {
                ...{ name: 'db_query_time', threshold: 100, unit: 'ms' },
                severity: 'warning',
                description: `Slow for ${canaries.ip6}`,
              },
              actual: 130,
              violation: 30,
              who: canaries.ip,
            },
          ],
          clients: [canaries.ip],
        },
      ),
    });
    const everything = JSON.stringify(await read());
    for (const canary of Object.values(canaries)) {
      expect(everything).not.toContain(canary);
    }
    expect(everything).not.toMatch(/canary|user_agent|mozilla/i);
    expect(everything).toContain('/stores/:value/catalog');
  });

  it('stays small, whatever the host remembers', async () => {
    page.set('/performance', {
      json: performanceReport(many(1_000, i => i % 300)),
    });
    const { latest } = await read();
    expect(JSON.stringify(latest).length).toBeLessThan(8_000);
  });

  it('counts a measurement once, however often the host answers it', async () => {
    const first = answered(100, { at: '2026-11-24T10:00:00.000Z' });
    const second = answered(300, { at: '2026-11-24T10:01:00.000Z' });
    page.set('/performance', { json: performanceReport(first) });
    const { latest } = await read();
    page.set('/performance', {
      json: performanceReport([...first, ...second]),
    });
    const again = await read(latest);
    expect(again.readings).toEqual([
      expect.objectContaining({ p50: 300, count: 1, samples: [300] }),
    ]);
    expect((await read(again.latest)).readings).toEqual([]);
  });

  it('tells how slow each path is, slowest first', async () => {
    page.set('/performance', {
      json: performanceReport([
        ...answered(40, { path: '/health' }),
        ...answered(900, { path: '/stores/9', status: 500 }),
        ...answered(700, { path: '/stores/8' }),
      ]),
    });
    const { snapshot } = await readSnapshot();
    expect(snapshot.endpoints).toEqual([
      expect.objectContaining({
        ...{ method: 'GET', path: '/stores/:value', unit: 'ms' },
        ...{ p50: 700, p95: 900, max: 900, count: 2, errors: 1 },
      }),
      expect.objectContaining({ path: '/health', count: 1, errors: 0 }),
    ]);
  });

  it('says when health checks make up the figures', async () => {
    page.set('/performance', {
      json: performanceReport([
        ...Array.from({ length: 4 }, () =>
          answered(40, { path: '/health' }),
        ).flat(),
        ...answered(10),
      ]),
    });
    const { snapshot } = await readSnapshot();
    expect(snapshot.notes).toEqual(
      [
        expect.stringContaining(
          '4 of the 5 answers measured on api are health checks',
        ),
        expect.stringContaining('api_response_time_p95 is not judged yet'),
      ].reverse(),
    );
  });

  it('has no score when nothing was measured, whatever the service says', async () => {
    page.set('/performance', { json: performanceReport() });
    const { readings, snapshot } = await readSnapshot();
    expect(readings).toEqual([]);
    const score = scoreOf(snapshot);
    expect(score).toMatchObject({
      status: 'no-data',
      budgets: 15,
      budgetsWithData: 0,
      computed: expect.stringContaining(
        'The service says 100, but nothing was measured',
      ),
    });
    expect(score.value).toBeUndefined();
  });

  it('leaves out what it cannot read and keeps the rest', async () => {
    page.set('/performance', {
      json: {
        metrics: [
          null,
          'text',
          { name: 'api_response_time' },
          { name: 'api_response_time', value: 'slow' },
          { name: 'api_response_time', value: 5, labels: 'none' },
          { name: 'api_response_time', value: 7, unit: 4, timestamp: 1 },
        ],
        budgets: [{ name: 'broken' }, ...(performanceReport().budgets as [])],
        violations: 'none',
      },
    });
    const { readings, snapshot } = await readSnapshot();
    expect(readings).toMatchObject([{ p50: 5, max: 7, count: 2 }]);
    expect(snapshot.budgets).toHaveLength(15);
    expect(snapshot.notes).toContain(
      '4 measurements could not be read and are left out',
    );
  });
});

describe('readPerformance when the report cannot be read', () => {
  const status = {
    json: { status: 'warning', score: 93, violations: 1, recommendations: 2 },
  };

  it('reads the summary of one that is too large', async () => {
    page.set('/performance', response =>
      response.end(`{"metrics":["${'x'.repeat(3 * 1024 * 1024)}"]}`),
    );
    page.set('/performance/status', status);
    const { readings, snapshot } = await readSnapshot();
    expect(readings).toEqual([]);
    expect(snapshot).toMatchObject({
      answer: 'answered',
      problem: expect.stringContaining('larger than 2 MiB'),
      stated: { score: 93, violations: 1, measured: true },
    });
    expect(scoreOf(snapshot)).toMatchObject({ value: 93, status: 'warning' });
  });

  it('reads the summary of one that fails, and trusts no 100 of it', async () => {
    page.set('/performance', { status: 500, json: { success: false } });
    page.set('/performance/status', {
      json: { status: 'healthy', score: 100, violations: 0 },
    });
    const { snapshot } = await readSnapshot();
    expect(snapshot.problem).toBe(
      'The host answers /performance with an error (500)',
    );
    const score = scoreOf(snapshot);
    expect(score.value).toBeUndefined();
    expect(score.computed).toContain('whether anything was measured');
  });

  it.each<[string, Parameters<PageHost['set']>[1] | undefined, object]>([
    [
      'no such page',
      undefined,
      {
        answer: 'not-offered',
        problem: expect.stringContaining(
          'offers no performance at /performance (404)',
        ),
      },
    ],
    [
      'a rate limit',
      { status: 429, json: { error: 'Too many requests', retryAfter: 900 } },
      { answer: 'rate-limited', problem: expect.stringContaining('(429)') },
    ],
    [
      'the edge of the platform',
      {
        status: 502,
        json: {
          ...{ status: 'error', code: 502 },
          message: 'Application failed to respond',
        },
      },
      {
        answer: 'edge-error',
        problem: expect.stringContaining('Application failed to respond'),
      },
    ],
  ])('does not ask twice after %s', async (_, answer, expected) => {
    if (answer) {
      page.set('/performance', answer);
    }
    page.set('/performance/status', status);
    const { readings, snapshot } = await readSnapshot();
    expect(snapshot).toMatchObject(expected);
    expect(readings).toEqual([]);
    expect(page.requests()).toEqual(['/performance']);
    expect(scoreOf(snapshot)).toMatchObject({ status: 'no-data', samples: 0 });
  });

  it.each<[string, Parameters<PageHost['set']>[1], string]>([
    [
      'a web page',
      { text: '<!doctype html><html></html>', type: 'text/html' },
      'a web page instead of a performance report',
    ],
    [
      'the format of another service',
      { json: { status: 'UP', mem: 12 } },
      'something else instead of a performance report',
    ],
    ['a list', { json: [1, 2] }, 'something else'],
    ['no JSON', { text: 'ok' }, 'something else'],
    ['a login', { status: 401, json: {} }, 'without a login (401)'],
    [
      'a redirect',
      response => response.writeHead(302, { location: '/login' }).end(),
      'redirects /performance (302)',
    ],
  ])('tells %s clearly and does not fail', async (_, answer, words) => {
    page.set('/performance', answer);
    const { snapshot } = await readSnapshot();
    expect(snapshot).toMatchObject({
      answer: 'unexpected-content',
      problem: expect.stringContaining(words),
      budgets: [],
    });
  });

  it('tells a host that is away', async () => {
    const away = await startPageHost();
    await away.stop();
    const { latest, readings } = await readPerformance(away);
    expect(latest).toMatchObject({ answer: 'refused' });
    expect(readings).toEqual([]);
  });

  it('keeps the figures of before while it is limited, and says of when they are', async () => {
    page.set('/performance', { json: performanceReport(many(5, () => 260)) });
    const { latest } = await read();
    page.set('/performance', { status: 429, json: {} });
    const limited = await read(latest);
    const snapshot = readPerformanceSnapshot(limited.latest);
    expect(limited.readings).toEqual([]);
    expect(snapshot).toMatchObject({
      answer: 'rate-limited',
      at: latest?.at,
      problem: expect.stringMatching(
        /\(429\).*These are the figures of \d\d:\d\d UTC$/,
      ),
    });
    expect(snapshot && scoreOf(snapshot)).toMatchObject({ value: 93 });
    const longer = await read(limited.latest);
    expect(longer.latest).toEqual(limited.latest);
  });

  it('counts nothing twice after a reading that failed', async () => {
    const report = { json: performanceReport(many(5, () => 260)) };
    page.set('/performance', report);
    const { latest } = await read();
    page.set('/performance', { text: '<html>', type: 'text/html' });
    const failed = await read(latest);
    expect(failed.latest).toMatchObject({ budgets: [], samples: 0 });
    page.set('/performance', report);
    expect((await read(failed.latest)).readings).toEqual([]);
  });

  it('asks nothing of a host without such a path', async () => {
    const { performance, ...host } = page.host;
    expect(performance).toBe('/performance');
    expect(await readPerformance({ service: page.service, host })).toEqual({
      readings: [],
      metrics: [],
    });
    expect(page.requests()).toEqual([]);
  });

  it('ends when it is told to', async () => {
    page.set('/performance', () => undefined);
    const signal = AbortSignal.timeout(50);
    await expect(
      readPerformance({ service: page.service, host: page.host, signal }),
    ).rejects.toThrow();
  });
});
