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
  AvailabilityDay,
  CheckView,
  HealthView,
  Marker,
  ResponseTimes,
  Trend,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { healthyView } from './healthViews';
import { ago, ahead } from './times';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIB = 1024 * 1024;

/** A day of the strip, so many days ago. */
export function aDay(
  daysAgo: number,
  changes: Partial<AvailabilityDay> = {},
): AvailabilityDay {
  return {
    date: ago({ days: daysAgo }).slice(0, 10),
    availability: 1,
    healthyMs: DAY,
    degradedMs: 0,
    unhealthyMs: 0,
    unknownMs: 0,
    incidents: 0,
    ...changes,
  };
}

function downFor(minutes: number, incidents = 1): Partial<AvailabilityDay> {
  const unhealthyMs = minutes * MINUTE;
  return {
    availability: 1 - unhealthyMs / DAY,
    healthyMs: DAY - unhealthyMs,
    unhealthyMs,
    incidents,
  };
}

const unread = {
  availability: undefined,
  healthyMs: 0,
  degradedMs: 0,
  unhealthyMs: 0,
};

const troubles: Readonly<Record<number, Partial<AvailabilityDay>>> = {
  0: downFor(12),
  9: downFor(1),
  23: { healthyMs: DAY - 3 * HOUR, degradedMs: 3 * HOUR, incidents: 1 },
  41: downFor(190, 2),
  42: downFor(34),
  66: { healthyMs: DAY - 40 * MINUTE, unknownMs: 40 * MINUTE },
};

/** Ninety days, of which the first week was not read. */
export function livedDays(): AvailabilityDay[] {
  return Array.from({ length: 90 }, (_, index) => {
    const daysAgo = 89 - index;
    return aDay(daysAgo, daysAgo > 82 ? unread : troubles[daysAgo]);
  });
}

const checks: CheckView[] = [
  {
    name: 'database',
    status: 'degraded',
    message: 'Slow answer: 1,840 ms',
    responseTimeMs: 1_840,
    reading: { value: 1_840, unit: 'ms', degradedAt: 1_000 },
    ignored: false,
    since: ago({ minutes: 12 }),
    previous: 'healthy',
  },
  {
    name: 'memory',
    status: 'healthy',
    message: 'Memory usage: 61.5% (78.7MB / 128.0MB)',
    reading: {
      value: 61.48,
      unit: 'percent',
      degradedAt: 75,
      unhealthyAt: 90,
    },
    reality:
      'The share of the JavaScript heap that is in use; the heap grows when needed, so that a high share is normal',
    details: { heapUsed: 82_523_136, heapTotal: 134_217_728 },
    ignored: false,
    since: ago({ days: 3 }),
  },
  {
    name: 'disk',
    status: 'healthy',
    message: 'Disk usage: 58.2%',
    reading: { value: 58.2, unit: 'percent', degradedAt: 80, unhealthyAt: 90 },
    reality: 'The memory of the machine, not a disk',
    ignored: false,
    since: ago({ days: 3 }),
  },
  {
    name: 'cpu',
    status: 'healthy',
    message: 'CPU usage: 312.44s',
    reality: 'Processor time since the process began; it is never unhealthy',
    ignored: false,
    since: ago({ days: 3 }),
  },
  {
    name: 'external_deps',
    status: 'unhealthy',
    message: '0/2 external dependencies healthy',
    reality:
      'Whether the front pages of Shopify and Stripe answer with 200; that says little about their APIs',
    ignored: true,
    since: ago({ days: 60 }),
  },
];

/** A service that has been read for a while, and whose database is slow now. */
export function livedHealth(changes: Partial<HealthView> = {}): HealthView {
  const view = healthyView();
  const [api, ...others] = view.hosts;
  return {
    ...view,
    status: 'degraded',
    since: ago({ minutes: 12 }),
    explanation: {
      headline: 'database answers in 1.8 s, threshold 1 s, since 14:02',
      details: [
        '3 of 4 checks are fine',
        'It began 4 minutes after deployment 1.14.2',
      ],
    },
    hosts: [
      {
        ...api,
        status: 'degraded',
        since: ago({ minutes: 12 }),
        latencyMs: 1_962,
        message: 'database answers in 1.8 s, threshold 1 s',
        checks,
        rateLimit: {
          limit: 100,
          remaining: 62,
          resetAt: ahead({ minutes: 6 }),
        },
      },
      ...others.map(host => ({
        ...host,
        ...(host.host === 'dashboard' && {
          status: 'unknown' as const,
          answer: 'not-offered' as const,
          httpStatus: 404,
          message: 'Has no page at /healthz',
        }),
      })),
    ],
    changes: [
      {
        at: ago({ minutes: 12 }),
        host: 'api',
        check: 'database',
        from: 'healthy',
        to: 'degraded',
        message: 'Slow answer: 1,840 ms',
      },
      {
        at: ago({ hours: 7 }),
        host: 'api',
        from: 'unhealthy',
        to: 'healthy',
        message: 'All 5 checks are healthy',
      },
      {
        at: ago({ hours: 7, minutes: 12 }),
        host: 'api',
        from: 'healthy',
        to: 'unhealthy',
        message: 'The process refuses connections',
      },
      {
        at: ago({ days: 82 }),
        to: 'healthy',
        message: 'First reading',
      },
    ],
    availability: [
      {
        window: '24h',
        availability: 0.99167,
        observed: 1,
        downtimeMs: 12 * MINUTE,
        incidents: 1,
      },
      {
        window: '7d',
        availability: 0.99881,
        observed: 1,
        downtimeMs: 12 * MINUTE,
        incidents: 1,
      },
      {
        window: '30d',
        availability: 0.99969,
        observed: 1,
        downtimeMs: 13 * MINUTE,
        incidents: 2,
      },
      {
        window: '90d',
        availability: 0.998,
        observed: 0.92,
        downtimeMs: 237 * MINUTE,
        incidents: 6,
      },
    ],
    days: livedDays(),
    slo: {
      objective: 0.999,
      window: '30d',
      configured: true,
      budgetMs: 43.2 * MINUTE,
      spentMs: 22 * MINUTE,
    },
    ...changes,
  };
}

/** A wave that looks measured, and is the same each time. */
function wave(index: number, options: { base: number; swing: number }): number {
  const { base, swing } = options;
  return Math.round(
    base +
      swing * Math.sin(index / 9) +
      swing * 0.6 * Math.sin(index / 2.3 + base),
  );
}

/** A trend of a day in steps of ten minutes, with an hour that nobody read. */
export function aTrend(
  changes: Partial<Omit<Trend, 'points'>> & {
    readonly base?: number;
    readonly swing?: number;
  } = {},
): Trend {
  const { base = 140, swing = 18, ...rest } = changes;
  const stepMs = 10 * MINUTE;
  const end = Math.floor(Date.now() / stepMs) * stepMs;
  const points = Array.from({ length: 144 }, (_, index) => {
    const slow = index > 137 ? 9 : 1;
    const p50 = wave(index, { base, swing }) * slow;
    return {
      at: new Date(end - (143 - index) * stepMs).toISOString(),
      p50,
      p95: Math.round(p50 * 2.1 + swing),
      max: p50 * 3,
      count: 10,
    };
  });
  return {
    name: 'response_time',
    host: 'api',
    unit: 'ms',
    stepMs,
    ...rest,
    points: points.filter((_, index) => index < 60 || index > 65),
  };
}

export const markers: Marker[] = [
  {
    at: ago({ hours: 7, minutes: 12 }),
    kind: 'incident',
    label: 'api refuses connections',
  },
  {
    at: ago({ hours: 7 }),
    kind: 'run',
    label: 'P0 – Service down',
    runId: '01990000-0000-7000-8000-0000000000b1',
  },
  { at: ago({ hours: 6, minutes: 57 }), kind: 'restart', label: 'of api' },
  { at: ago({ minutes: 16 }), kind: 'deployment', label: '1.14.2' },
];

/** Response times of three hosts over a day. */
export function livedResponseTimes(
  changes: Partial<ResponseTimes> = {},
): ResponseTimes {
  return {
    trends: [
      aTrend(),
      aTrend({ host: 'app', base: 88, swing: 9 }),
      aTrend({ host: 'dashboard', base: 61, swing: 5 }),
    ],
    markers,
    ...changes,
  };
}

/** Bytes, for readings of memory. */
export const mebibytes = (count: number): number => count * MIB;
