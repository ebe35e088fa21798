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

import type { HealthFixture } from './HealthFixture';

const contentType = 'application/json; charset=utf-8';

/** The monitor's order, units and words, from a real process. */
const checks = {
  database: {
    ...{ name: 'database', status: 'healthy', responseTime: 12 },
    message: 'Database connection successful',
    lastChecked: '2025-01-15T10:29:59.800Z',
  },
  memory: {
    ...{ name: 'memory', status: 'healthy' },
    message: 'Memory usage: 61.5% (78.7MB / 128.0MB)',
    details: {
      heapUsed: 82523136,
      heapTotal: 134217728,
      rss: 214958080,
      external: 3145728,
      usagePercent: 61.48,
    },
    lastChecked: '2025-01-15T10:29:59.801Z',
  },
  cpu: {
    ...{ name: 'cpu', status: 'healthy', message: 'CPU usage: 312.44s' },
    details: { user: 280110000, system: 32330000, total: 312.44 },
    lastChecked: '2025-01-15T10:29:59.801Z',
  },
  disk: {
    ...{ name: 'disk', status: 'healthy', message: 'Disk usage: 58.2%' },
    details: {
      freeSpace: 3590324224,
      totalSpace: 8589934592,
      usagePercent: 58.2,
    },
    lastChecked: '2025-01-15T10:29:59.802Z',
  },
  external: {
    ...{ name: 'external_deps', status: 'healthy' },
    message: '2/2 external dependencies healthy',
    details: {
      dependencies: [
        { name: 'Shopify API', status: 'healthy', responseTime: 88 },
        { name: 'Stripe API', status: 'healthy', responseTime: 61 },
      ],
    },
    lastChecked: '2025-01-15T10:29:59.998Z',
  },
};

function monitor(
  status: string,
  changed: Partial<Record<keyof typeof checks, object>> = {},
): string {
  return JSON.stringify({
    status,
    timestamp: '2025-01-15T10:30:00.000Z',
    version: '2.2.0',
    environment: 'production',
    uptime: 86400000,
    checks: Object.entries(checks).map(([key, check]) => ({
      ...check,
      ...Object.entries(changed).find(([name]) => name === key)?.[1],
    })),
    summary: { total: 5, healthy: 5, unhealthy: 0, degraded: 0 },
  });
}

const vendorsNotFound = {
  status: 'unhealthy',
  message: '0/2 external dependencies healthy',
  details: {
    dependencies: [
      { name: 'Shopify API', status: 'degraded', responseTime: 34 },
      { name: 'Stripe API', status: 'degraded', responseTime: 7 },
    ],
  },
};

/** Answers of the partner app's monitor and of TokPulse's smaller services. */
export const tokpulseFixtures: readonly HealthFixture[] = [
  {
    ...{ name: 'healthy', status: 200, contentType },
    body: monitor('healthy'),
    expected: {
      ...{ status: 'healthy', answer: 'answered', predicate: 'is healthy' },
      ...{ version: '2.2.0', uptimeMs: 86400000 },
    },
  },
  {
    ...{ name: 'degraded, with a 200', status: 200, contentType },
    body: monitor('degraded', {
      database: { status: 'degraded', responseTime: 1450, message: 'Slow' },
    }),
    expected: {
      ...{ status: 'degraded', answer: 'answered' },
      predicate: 'is degraded: database check is degraded: Slow',
    },
  },
  {
    ...{ name: 'a 503 with its reasons', status: 503, contentType },
    body: monitor('unhealthy', {
      database: {
        ...{ status: 'unhealthy', responseTime: 0 },
        message: 'Database connection failed: Connection refused',
      },
    }),
    expected: {
      ...{ status: 'unhealthy', answer: 'answered' },
      predicate:
        'answers: database check fails: Database connection failed: Connection refused',
    },
  },
  {
    ...{ name: 'a 503 for ever, ignored', status: 503, contentType },
    body: monitor('unhealthy', { external: vendorsNotFound }),
    ignoreChecks: ['external_deps'],
    expected: {
      ...{ status: 'healthy', answer: 'answered' },
      predicate: 'is healthy (not judged: external_deps unhealthy)',
    },
  },
  {
    ...{ name: 'a 503 without checks', status: 503, contentType },
    body: '{"status":"unhealthy","timestamp":"2026-11-23T18:30:18.556Z","error":"boom"}',
    expected: {
      ...{ status: 'unhealthy', answer: 'answered-without-checks' },
      predicate: 'says that it is unhealthy: boom',
    },
  },
  {
    ...{ name: 'not ready', status: 503, contentType },
    body: '{"status":"not_ready","timestamp":"2026-11-23T18:30:18.556Z","checks":["database"]}',
    expected: {
      ...{ status: 'unhealthy', answer: 'answered' },
      predicate: 'answers: database check fails',
    },
  },
  {
    ...{ name: 'alive', status: 200, contentType },
    body: '{"status":"alive","timestamp":"2026-11-23T18:30:18.556Z"}',
    expected: { status: 'healthy', answer: 'answered-without-checks' },
  },
  {
    ...{ name: 'a small service', status: 200, contentType },
    body: '{"ok":true,"service":"billing","sandbox":false}',
    expected: { status: 'healthy', answer: 'answered-without-checks' },
  },
  {
    ...{ name: 'the telemetry variant, in seconds', status: 200, contentType },
    body: '{"status":"healthy","timestamp":"2026-11-23T18:30:18.556Z","uptime":12.5,"memory":{"rss":1},"version":"1.0.0"}',
    expected: { status: 'healthy', uptimeMs: 12_500, version: '1.0.0' },
  },
  {
    ...{ name: 'an internal error', status: 500, contentType },
    body: '{"success":false,"error":"Internal server error","requestId":"unknown"}',
    expected: { status: 'unhealthy', answer: 'server-error' },
  },
  {
    ...{ name: 'a refused request', status: 400, contentType },
    body: '{"success":false,"error":"Invalid request","details":["URL too long"]}',
    expected: { status: 'unknown', answer: 'unexpected-content' },
  },
];

/** What each check of {@link tokpulseFixtures} measures, by its name. */
export const tokpulseReadings = {
  database: { value: 12, unit: 'ms', degradedAt: 1000 },
  memory: { value: 61.48, unit: 'percent', degradedAt: 75, unhealthyAt: 90 },
  cpu: { value: 312.44, unit: 'seconds' },
  disk: { value: 58.2, unit: 'percent', degradedAt: 80, unhealthyAt: 90 },
  external_deps: undefined,
};
