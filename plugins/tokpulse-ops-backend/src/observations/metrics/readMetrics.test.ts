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
import { canaries } from '../../__testUtils__/tokpulsePerformance';
import { readMetricsSnapshot } from './MetricsSnapshot';
import { readMetrics } from './readMetrics';

let page: PageHost;
beforeAll(async () => {
  page = await startPageHost();
});
afterEach(() => page.clear());
afterAll(() => page.stop());

const read = (service = page.service) =>
  readMetrics({ service, host: page.host });

async function readSnapshot() {
  const { latest } = await read();
  const snapshot = readMetricsSnapshot(latest);
  if (!snapshot) {
    throw new Error(`No snapshot: ${JSON.stringify(latest)}`);
  }
  return snapshot;
}

/** As TokPulse writes it: HELP and TYPE for every check, no end of line. */
const tokpulse = [
  '# HELP tokpulse_health_status State',
  '# TYPE tokpulse_health_status gauge',
  'tokpulse_health_status{environment="production"} 0.5',
  '# HELP tokpulse_health_check_status State of a check',
  '# TYPE tokpulse_health_check_status gauge',
  'tokpulse_health_check_status{check="database",status="healthy"} 1',
  '# HELP tokpulse_health_check_status State of a check',
  '# TYPE tokpulse_health_check_status gauge',
  'tokpulse_health_check_status{check="memory",status="degraded"} 0.5',
  'tokpulse_health_check_duration_seconds{check="database"} 0.012',
].join('\n');

describe('readMetrics', () => {
  it('reads a page that breaks the format, and says how it does', async () => {
    page.set('/metrics', { text: tokpulse });
    const snapshot = await readSnapshot();
    expect(snapshot).toMatchObject({
      ...{ answer: 'answered', total: 4, problemCount: 3 },
      problems: [{ line: 7 }, { line: 8 }, { line: 10 }],
    });
    expect(snapshot.samples[1]).toEqual({
      name: 'tokpulse_health_check_status',
      labels: { check: 'database', status: 'healthy' },
      ...{ value: 1, text: '1', type: 'gauge', help: 'State of a check' },
    });
  });

  it('keeps the history of what is configured, and of nothing else', async () => {
    page.set('/metrics', { text: tokpulse });
    expect((await read()).metrics).toEqual([]);
    const service = page.configured({
      metrics: {
        keep: [
          { name: 'tokpulse_health_status' },
          {
            name: 'tokpulse_health_check_status',
            labels: { check: 'memory' },
          },
          { name: 'not_there' },
        ],
      },
    });
    expect((await read(service)).metrics).toEqual([
      {
        ...{ host: 'api', name: 'tokpulse_health_status', value: 0.5 },
        labels: { environment: 'production' },
      },
      {
        ...{ host: 'api', name: 'tokpulse_health_check_status', value: 0.5 },
        labels: { check: 'memory', status: 'degraded' },
      },
    ]);
  });

  it('lets no label out that says who was served', async () => {
    page.set('/metrics', {
      text: [
        `# HELP seen Last from ${canaries.ip}`,
        `seen{ip="${canaries.ip}",user_agent="${canaries.userAgent}",route="/x"} 1`,
        `seen{ip="${canaries.ip6}",user_agent="other",route="/x"} 2`,
        `seen{mail="${canaries.email}",about="${canaries.email}"} 3`,
        '',
      ].join('\n'),
    });
    const everything = JSON.stringify(await read());
    for (const canary of Object.values(canaries)) {
      expect(everything).not.toContain(canary);
    }
    const { samples } = await readSnapshot();
    expect(samples.map(({ labels, value }) => [labels, value])).toEqual([
      [{ route: '/x' }, 1],
      [{ about: '[address]' }, 3],
    ]);
  });

  it('shows the first thousand series and says that there are more', async () => {
    page.set('/metrics', {
      text: Array.from({ length: 1_500 }, (_, i) => `x{i="${i}"} 1\n`).join(''),
    });
    const snapshot = await readSnapshot();
    expect(snapshot.samples).toHaveLength(1_000);
    expect(snapshot).toMatchObject({
      total: 1_500,
      problem: 'The page has 1500 series; the first 1000 are shown',
    });
  });

  it('does not read a page of any size', async () => {
    page.set('/metrics', { text: 'x'.repeat(5 * 1024 * 1024) });
    expect(await readSnapshot()).toMatchObject({
      answer: 'unexpected-content',
      problem: 'The page at /metrics is larger than 4 MiB and is not read',
    });
  });

  it('has no number for what is none, but its text', async () => {
    page.set('/metrics', { text: 'a NaN\nb +Inf\n' });
    const { samples } = await readSnapshot();
    expect(samples).toEqual([
      { name: 'a', labels: {}, text: 'NaN' },
      { name: 'b', labels: {}, text: '+Inf' },
    ]);
  });

  it.each<[string, Parameters<PageHost['set']>[1] | undefined, object]>([
    ['no such page', undefined, { answer: 'not-offered' }],
    ['a rate limit', { status: 429, json: {} }, { answer: 'rate-limited' }],
    [
      'a failure of its own',
      { status: 500, text: '# ERROR: failed to generate metrics' },
      { answer: 'server-error' },
    ],
    [
      'an error in the page',
      { text: '# ERROR: failed to generate metrics\n' },
      {
        answer: 'answered',
        problem:
          'There is no sample on the page: the page reports an error of its own',
      },
    ],
    [
      'a web page',
      { text: '<html></html>', type: 'text/html' },
      {
        answer: 'unexpected-content',
        problem: expect.stringContaining('a web page instead of metrics'),
      },
    ],
    [
      'JSON',
      { json: { status: 'UP' } },
      {
        answer: 'unexpected-content',
        problem: expect.stringContaining('JSON instead of metrics'),
      },
    ],
  ])('tells %s clearly and does not fail', async (_, answer, expected) => {
    if (answer) {
      page.set('/metrics', answer);
    }
    const snapshot = await readSnapshot();
    expect(snapshot).toMatchObject({ ...expected, samples: [], total: 0 });
    expect(snapshot.problem).toMatch(/^\S.+/);
  });
});
