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
  answered,
  performanceReport,
} from '../../__testUtils__/tokpulsePerformance';
import { judgeBudgets } from './budgets';
import { parsePerformanceReport } from './PerformanceReport';
import { reportFigures } from './reportFigures';
import { readPerformanceSnapshot } from './PerformanceSnapshot';
import { scoreOf } from './score';

function reportOf(...args: Parameters<typeof performanceReport>) {
  const report = parsePerformanceReport(
    JSON.stringify(performanceReport(...args)),
  );
  if (!report) {
    throw new Error('The fixture is no report');
  }
  return report;
}

const times = (count: number, value: number) =>
  Array.from({ length: count }, () => answered(value)).flat();

const host = {
  ...{ name: 'api', url: 'https://api.example.com', health: '/health' },
  ...{ format: 'tokpulse', ignoreChecks: [] },
};

function scoreFor(...args: Parameters<typeof performanceReport>) {
  const snapshot = readPerformanceSnapshot(
    reportFigures({ report: reportOf(...args), host, at: 'now' }).latest,
  );
  if (!snapshot) {
    throw new Error('There is no snapshot');
  }
  return scoreOf(snapshot);
}

describe('judgeBudgets', () => {
  it('judges by the median as the service does, and only above the threshold', () => {
    const [first] = judgeBudgets(
      reportOf([...times(10, 190), ...times(11, 260)]),
    ).budgets;
    expect(first).toMatchObject({
      ...{ name: 'api_response_time', statistic: 'p50', reading: 260 },
      ...{ samples: 21, violated: true, judgedBy: 'service' },
    });
    const kept = judgeBudgets(reportOf(times(21, 200))).budgets;
    expect(kept.some(({ violated }) => violated)).toBe(false);
  });

  it('judges the budgets that the service never can by raw readings', () => {
    const [first, second, ...others] = judgeBudgets(
      reportOf([...times(18, 100), ...times(2, 900)]),
    ).budgets;
    expect(first).toMatchObject({
      ...{ name: 'api_response_time_p95', statistic: 'p95', reading: 900 },
      ...{ samples: 20, violated: true, judgedBy: 'portal' },
    });
    expect(second).toMatchObject({ name: 'api_response_time', reading: 100 });
    expect(others.every(({ reading }) => reading === undefined)).toBe(true);
    expect(others).toHaveLength(13);
  });

  it('judges no 95th percentile of a handful of readings, and says so', () => {
    const { budgets, notes } = judgeBudgets(reportOf(times(19, 900)));
    const p95 = budgets.find(({ name }) => name === 'api_response_time_p95');
    expect(p95).toMatchObject({ violated: false, samples: 19 });
    expect(p95?.reading).toBeUndefined();
    expect(notes).toEqual([
      'api_response_time_p95 is not judged yet: there are 19 readings, and a 95th percentile needs 20',
    ]);
  });

  it('does not compare seconds with percent', () => {
    const { budgets, notes } = judgeBudgets(
      reportOf([{ name: 'cpu_usage', value: 312, unit: 's' }]),
    );
    expect(budgets.find(({ name }) => name === 'cpu_usage')).toMatchObject({
      violated: false,
      samples: 0,
    });
    expect(notes).toContain(
      'cpu_usage is measured in s and its budget is in percent: they cannot be compared',
    );
  });

  it('believes a violation of which it sees no measurements', () => {
    const [first] = judgeBudgets(
      reportOf([], {
        budgets: [],
        violations: [
          {
            budget: {
              ...{ name: 'ttfb', threshold: 800, unit: 'ms' },
              ...{ severity: 'warning', description: '' },
            },
            actual: 950,
            violation: 150,
          },
        ],
      }),
    ).budgets;
    expect(first).toMatchObject({ name: 'ttfb', reading: 950, violated: true });
  });
});

describe('scoreOf', () => {
  it('computes as the service does, in words, with what is behind it', () => {
    expect(scoreFor(times(19, 260))).toEqual({
      ...{ value: 93, status: 'warning', budgets: 15, budgetsWithData: 1 },
      ...{ violated: 1, samples: 38, since: '2026-11-24T10:00:00.000Z' },
      computed:
        '(15 budgets − 1 violated) ÷ 15 × 100 = 93. Budgets without readings count as kept, as the service does it: 1 of 15 have any',
    });
  });

  it('counts what the portal judged, and says what the service says', () => {
    expect(scoreFor(times(20, 600))).toMatchObject({
      ...{ value: 87, status: 'critical', violated: 2 },
      computed: expect.stringContaining(
        'The service itself says 93: it never records anything under api_response_time_p95',
      ),
    });
  });

  it('is healthy with data and no violation', () => {
    expect(scoreFor(times(30, 20))).toMatchObject({
      ...{ value: 100, status: 'healthy', budgetsWithData: 2 },
    });
  });

  it('has no value for a report without budgets', () => {
    expect(scoreFor([], { budgets: [] })).toMatchObject({
      status: 'no-data',
      computed: expect.stringContaining('not known'),
    });
  });
});
