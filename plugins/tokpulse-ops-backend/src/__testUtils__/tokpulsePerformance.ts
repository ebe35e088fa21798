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

import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * What TokPulse's labels give away of those who were served. None of it may
 * leave the function that reads the report.
 */
export const canaries = {
  ip: '203.0.113.77',
  ip6: '2001:db8::c0ff:ee',
  userAgent: 'Mozilla/5.0 (CanaryBrowser 7)',
  query: 'SELECT canary_column FROM "User" WHERE id = $?',
  email: 'canary.person@example.com',
  domain: 'canary-store.myshopify.com',
  token: 'canarytokencanarytokencanarytokencanarytoken0123456789',
  label: 'canary-of-a-label-that-nobody-knows',
} as const;

/** The fifteen budgets of TokPulse, as `/performance` answers them. */
export const tokpulseBudgets = (
  [
    ['lcp', 2500, 'ms', 'error'],
    ['fid', 100, 'ms', 'error'],
    ['cls', 0.1, 'score', 'error'],
    ['inp', 200, 'ms', 'error'],
    ['ttfb', 800, 'ms', 'warning'],
    ['bundle_size', 1048576, 'bytes', 'warning'],
    ['bundle_size_gzipped', 262144, 'bytes', 'warning'],
    ['api_response_time', 200, 'ms', 'warning'],
    ['api_response_time_p95', 500, 'ms', 'error'],
    ['db_query_time', 100, 'ms', 'warning'],
    ['db_query_time_p95', 200, 'ms', 'error'],
    ['memory_usage', 536870912, 'bytes', 'warning'],
    ['memory_usage_p95', 1073741824, 'bytes', 'error'],
    ['cpu_usage', 80, 'percent', 'warning'],
    ['cpu_usage_p95', 95, 'percent', 'error'],
  ] as const
).map(([name, threshold, unit, severity]) => ({
  ...{ name, threshold, unit, severity },
  description: `${name} should be under ${threshold}${unit}`,
}));

/** One measurement of an answer, with everything that TokPulse records of it. */
export function answered(
  value: number,
  options: {
    readonly at?: string;
    readonly path?: string;
    readonly status?: number;
    readonly ip?: string;
  } = {},
): JsonObject[] {
  const labels = {
    method: 'GET',
    path: options.path ?? '/stores',
    status_code: String(options.status ?? 200),
    user_agent: canaries.userAgent,
    ip: options.ip ?? canaries.ip,
    something_new: canaries.label,
  };
  const timestamp = options.at ?? '2026-11-24T10:00:00.000Z';
  return [
    { name: 'api_response_time', value, unit: 'ms', timestamp, labels },
    { name: 'api_requests_total', value: 1, unit: 'count', timestamp, labels },
  ];
}

/** A whole report; no metrics: a process that has just begun. */
export function performanceReport(
  metrics: readonly JsonValue[] = [],
  more: JsonObject = {},
): JsonObject {
  return {
    timestamp: '2026-11-24T10:05:00.000Z',
    environment: 'production',
    version: '2.2.0',
    metrics: [...metrics],
    budgets: tokpulseBudgets,
    violations: [],
    recommendations: [],
    ...more,
  };
}
