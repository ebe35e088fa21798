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
  MetricHistory,
  MetricSampleView,
  MetricsView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { aTrend } from './livedHealth';
import { ago } from './times';

/** A sample of the metrics page of a host. */
export function aSample(
  changes: Partial<MetricSampleView> = {},
): MetricSampleView {
  const { value = 1, ...rest } = changes;
  return {
    host: 'api',
    name: 'tokpulse_health_status',
    labels: { environment: 'production' },
    value,
    text: String(value),
    type: 'gauge',
    help: 'Overall health status (1 = healthy, 0.5 = degraded, 0 = unhealthy)',
    kept: false,
    ...rest,
  };
}

const samples: MetricSampleView[] = [
  aSample({ value: 0.5, kept: true }),
  aSample({
    name: 'tokpulse_uptime_seconds',
    type: 'counter',
    value: 25_020.4,
  }),
  ...(['healthy', 'degraded', 'unhealthy'] as const).map((status, index) =>
    aSample({
      name: 'tokpulse_health_checks_total',
      labels: { status },
      value: [3, 1, 1][index],
    }),
  ),
  ...['database', 'memory', 'cpu', 'disk', 'external_deps'].map(check =>
    aSample({
      name: 'tokpulse_health_check_status',
      labels: { check, status: check === 'database' ? 'degraded' : 'healthy' },
      value: check === 'database' ? 0.5 : 1,
    }),
  ),
  aSample({
    name: 'tokpulse_health_check_duration_seconds',
    labels: { check: 'database' },
    value: 1.84,
    kept: true,
  }),
];

/** What a search leaves of the samples, as the backend answers it. */
export function metricsFor(search: string | undefined): MetricsView {
  const words = (search ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fitting = samples.filter(({ name, labels }) => {
    const text = `${name} ${Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(' ')}`;
    return words.every(word => text.includes(word));
  });
  return {
    hosts: [
      {
        host: 'api',
        at: ago({ seconds: 40 }),
        answer: 'answered',
        samples: samples.length,
        problems: [
          {
            line: 12,
            problem:
              'Second HELP line for metric name tokpulse_health_check_status',
          },
          {
            line: 15,
            problem:
              'Second TYPE line for metric name tokpulse_health_check_status',
          },
        ],
        problemCount: 9,
      },
    ],
    samples: fitting,
    total: fitting.length,
    searches: [
      {
        id: 'error',
        title: 'Errors',
        search: 'error',
        note: 'No metric of this service has error in it. Errors are in the log of the service; which of its checks fail is shown under Health',
      },
      {
        id: 'api-response-time',
        title: 'Response time of the API',
        search: 'api_response_time',
        note: 'No metric of this service has api_response_time in it. Performance shows it as api_response_time',
      },
      { id: 'checks', title: 'Checks', search: 'health_check' },
    ],
  };
}

/** So many samples that nobody draws them all at once. */
export function manySamples(count: number): MetricsView {
  const view = metricsFor(undefined);
  return {
    ...view,
    samples: Array.from({ length: Math.min(count, 500) }, (_, index) =>
      aSample({
        name: 'tokpulse_api_requests_total',
        labels: { route: `/api/stores/${index}`, code: '200' },
        value: index * 7,
      }),
    ),
    total: count,
  };
}

/** The history of a metric over a day. */
export function aHistory(changes: Partial<MetricHistory> = {}): MetricHistory {
  const { stepMs, points } = aTrend({ base: 900, swing: 200 });
  return {
    name: 'tokpulse_health_check_duration_seconds',
    stepMs,
    series: [
      {
        host: 'api',
        labels: { check: 'database' },
        points: points.map(({ at, p50 = 0 }) => ({ at, value: p50 / 1_000 })),
      },
    ],
    ...changes,
  };
}
