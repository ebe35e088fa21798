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
  HealthStatus,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseFormat } from '../../health/formats/tokpulse';
import { worstStatus } from '../../health/worstStatus';
import type { ExplainedObservation } from '../explain';
import { upperFirst } from '../explain/plainText';

/** When the observations of these fixtures were made. */
export const readAt = new Date('2026-11-24T14:14:00Z');
/** Twelve minutes before. */
export const troubledSince = new Date('2026-11-24T14:02:00Z');

/** A check as the partner app writes it. */
interface Check {
  readonly name: string;
  readonly status: HealthStatus;
  readonly message: string;
  readonly responseTime?: number;
  readonly details?: object;
}

/** The checks of a partner app that is well, in its order. */
export const fine = {
  database: {
    name: 'database',
    status: 'healthy',
    responseTime: 12,
    message: 'Database connection successful',
  },
  memory: {
    name: 'memory',
    status: 'healthy',
    message: 'Memory usage: 61.5% (78.7MB / 128.0MB)',
    details: {
      ...{ heapUsed: 82523136, heapTotal: 134217728, rss: 214958080 },
      ...{ external: 3145728, usagePercent: 61.48 },
    },
  },
  cpu: {
    name: 'cpu',
    status: 'healthy',
    message: 'CPU usage: 312.44s',
    details: { user: 280110000, system: 32330000, total: 312.44 },
  },
  disk: {
    name: 'disk',
    status: 'healthy',
    message: 'Disk usage: 58.2%',
    details: {
      ...{ freeSpace: 3590324224, totalSpace: 8589934592 },
      usagePercent: 58.2,
    },
  },
  external_deps: {
    name: 'external_deps',
    status: 'healthy',
    message: '2/2 external dependencies healthy',
    details: {
      dependencies: [
        { name: 'Shopify API', status: 'healthy', responseTime: 88 },
        { name: 'Stripe API', status: 'healthy', responseTime: 61 },
      ],
    },
  },
} as const satisfies Readonly<Record<string, Check>>;

type CheckName = keyof typeof fine;

/**
 * The partner app with some checks as they are when it is troubled, read from
 * the body that it answers.
 */
export function api(
  changed: Partial<Record<CheckName, Partial<Check>>> = {},
  ignoreChecks: readonly CheckName[] = [],
): HostHealth {
  const checks = Object.entries(fine).map(([name, check]) => ({
    ...check,
    ...Object.entries(changed).find(([key]) => key === name)?.[1],
    lastChecked: '2026-11-24T14:13:59.998Z',
  }));
  const stated = worstStatus(checks.map(({ status }) => status));
  const httpStatus = stated === 'unhealthy' ? 503 : 200;
  const {
    predicate,
    checks: read = [],
    ...reading
  } = tokpulseFormat.read(
    {
      status: httpStatus,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        ...{ status: stated, version: '2.2.0', environment: 'production' },
        ...{ timestamp: '2026-11-24T14:14:00.000Z', uptime: 86400000, checks },
      }),
      latencyMs: 120,
    },
    {
      ...{ name: 'api', url: 'https://api.tokpulse.com', health: '/health' },
      ...{ format: 'tokpulse', external: false },
      ignoreChecks: [...ignoreChecks],
    },
  );
  return {
    ...{ host: 'api', url: 'https://api.tokpulse.com/health' },
    ...{ httpStatus, latencyMs: 120, message: upperFirst(predicate) },
    checks: [...read],
    ...reading,
  };
}

/** A host that gives a status code and nothing else. */
export function plainHost(
  host: string,
  other: Partial<HostHealth> = {},
): HostHealth {
  return {
    host,
    url: `https://${host}.tokpulse.com/`,
    status: 'healthy',
    answer: 'answered-without-checks',
    httpStatus: 200,
    latencyMs: 30,
    message: 'Is healthy',
    checks: [],
    ...other,
  };
}

/** An observation of hosts that are as they are since 14:02. */
export function observed(
  hosts: readonly HostHealth[],
  other: Partial<ExplainedObservation> & {
    readonly status?: HealthStatus;
  } = {},
): ExplainedObservation {
  return {
    status: worstStatus(
      hosts
        .filter(({ answer }) => answer !== 'not-offered')
        .map(({ status }) => status),
    ),
    hosts,
    at: readAt,
    since: troubledSince,
    nextAt: new Date(readAt.getTime() + 15_000),
    sinceOf: {},
    ...other,
  };
}

/** How each fault of the sandbox shows in an observation of it. */
export const faults: Readonly<Record<string, readonly HostHealth[]>> = {
  crash: [
    plainHost('api', {
      status: 'unhealthy',
      answer: 'edge-error',
      httpStatus: 502,
      message:
        "Does not answer: the platform's edge says 502 'Application failed to respond'",
    }),
    plainHost('app'),
    plainHost('dashboard'),
  ],
  'memory-leak': [
    api({
      memory: {
        status: 'unhealthy',
        message: 'Memory usage: 96.2% (123.1MB / 128.0MB)',
        details: {
          heapUsed: 129079705,
          heapTotal: 134217728,
          usagePercent: 96.17,
        },
      },
    }),
    plainHost('app'),
  ],
  'slow-database': [
    api({
      database: {
        status: 'degraded',
        message: 'Database response time is slow: 1830ms',
        responseTime: 1830,
      },
    }),
    plainHost('app'),
  ],
  'pool-exhausted': [
    api({
      database: {
        status: 'unhealthy',
        message:
          'Database connection failed: timeout exceeded when trying to connect',
        responseTime: 2500,
      },
    }),
    plainHost('app'),
  ],
  'redis-down': [api(), plainHost('app'), plainHost('dashboard')],
  'bad-deploy': [
    plainHost('api', {
      status: 'unhealthy',
      answer: 'edge-error',
      httpStatus: 502,
      message:
        "Does not answer: the platform's edge says 502 'Application failed to respond'",
    }),
    plainHost('app'),
  ],
  'always-503': [
    api({
      external_deps: {
        status: 'unhealthy',
        message: '0/2 external dependencies healthy',
        details: {
          dependencies: [
            { name: 'Shopify API', status: 'degraded', responseTime: 34 },
            { name: 'Stripe API', status: 'degraded', responseTime: 7 },
          ],
        },
      },
    }),
    plainHost('app'),
  ],
  'provider-errors': [api(), plainHost('app')],
  'provider-slow': [api(), plainHost('app')],
  'lost-reply': [api(), plainHost('app')],
};
