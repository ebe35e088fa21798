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

import type {
  BudgetView,
  HostPerformance,
  PerformanceView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { aTrend, markers, mebibytes } from './livedHealth';
import { ago } from './times';

function aBudget(changes: Partial<BudgetView> & { name: string }): BudgetView {
  return {
    description: `${changes.name} should stay within its budget`,
    threshold: 200,
    unit: 'ms',
    severity: 'warning',
    statistic: 'p50',
    samples: 0,
    violated: false,
    judgedBy: 'service',
    ...changes,
  };
}

const unmeasured = [
  'lcp',
  'fid',
  'inp',
  'ttfb',
  'db_query_time',
  'db_query_time_p95',
  'bundle_size',
].map(name => aBudget({ name }));

/** Budgets of a host, of which two are violated. */
export const budgets: BudgetView[] = [
  aBudget({
    name: 'api_response_time_p95',
    description: 'API response time p95 should be under 500ms',
    threshold: 500,
    severity: 'error',
    statistic: 'p95',
    reading: 1_310,
    samples: 412,
    violated: true,
    judgedBy: 'portal',
  }),
  aBudget({
    name: 'api_response_time',
    description: 'API response time should be under 200ms',
    reading: 260,
    samples: 412,
    violated: true,
  }),
  aBudget({
    name: 'memory_usage',
    description: 'Memory usage should be under 512MB',
    threshold: mebibytes(512),
    unit: 'bytes',
    reading: mebibytes(212),
    samples: 90,
  }),
  ...unmeasured,
];

/** The performance of a host with figures behind it. */
export function aHostPerformance(
  changes: Partial<HostPerformance> = {},
): HostPerformance {
  return {
    host: 'api',
    at: ago({ seconds: 40 }),
    answer: 'answered',
    score: {
      value: 80,
      status: 'critical',
      computed:
        '(10 budgets − 2 violated) ÷ 10 × 100 = 80. Budgets without readings count as kept, as the service does it: 3 of 10 have any',
      budgets: 10,
      budgetsWithData: 3,
      violated: 2,
      samples: 914,
      since: ago({ hours: 6, minutes: 57 }),
    },
    budgets,
    recommendations: [
      'Optimize API performance: Consider caching, database indexing, or query optimization',
    ],
    endpoints: [
      {
        method: 'GET',
        path: '/api/stores/:id',
        p50: 412,
        p95: 1_905,
        max: 2_410,
        unit: 'ms',
        count: 96,
        errors: 2,
      },
      {
        method: 'GET',
        path: '/health',
        p50: 142,
        p95: 310,
        max: 1_962,
        unit: 'ms',
        count: 288,
        errors: 0,
      },
    ],
    ...changes,
  };
}

/** A host that recorded nothing, and whose own score says 100. */
export function noFigures(): HostPerformance {
  return aHostPerformance({
    score: {
      status: 'no-data',
      computed:
        'The service says 100, but nothing was measured: none of its 7 budgets has a reading, and it counts a budget without readings as kept',
      budgets: unmeasured.length,
      budgetsWithData: 0,
      violated: 0,
      samples: 0,
    },
    budgets: unmeasured,
    recommendations: [],
    endpoints: [],
  });
}

/** The performance of a service over a day. */
export function aPerformance(
  changes: Partial<PerformanceView> = {},
): PerformanceView {
  return {
    service: 'tokpulse',
    hosts: [aHostPerformance()],
    trends: [
      aTrend({ name: 'api_response_time', base: 180, swing: 30 }),
      aTrend({
        name: 'memory_usage',
        unit: 'bytes',
        base: mebibytes(180),
        swing: mebibytes(24),
      }),
    ],
    markers,
    comparisons: [
      {
        marker: markers[3],
        host: 'api',
        name: 'api_response_time',
        unit: 'ms',
        before: { p50: 180, p95: 410, count: 96 },
        after: { p50: 262, p95: 1_310, count: 24 },
        conclusion:
          'Worse since then: p95 410 ms before, 1.3 s after (+220 %); p50 180 ms before, 262 ms after (+46 %)',
        direction: 'worse',
      },
      {
        marker: markers[1],
        host: 'api',
        name: 'api_response_time',
        unit: 'ms',
        before: { count: 0 },
        after: { p50: 171, p95: 380, count: 96 },
        conclusion:
          'Too few readings to tell: 0 before and 96 after, and it takes 20 on each side',
        direction: 'not-known',
      },
    ],
    notes: [
      'The service keeps its measurements in memory, at most the newest 1,000 of a name: a restart empties them, and the score begins at 100 again',
      'Only answers in JSON are measured by the service, and their paths are relative to the part of it that answered',
    ],
    ...changes,
  };
}
