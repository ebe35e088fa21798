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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { ObservationStore } from '../ObservationStore';
import { readBounds, readNow, type Bounds } from './bounds';
import { stoodUntil } from './countStatus';
import { startOfDay } from './rollUp';
import { figuresText, rangesFrom } from './stretches';

const DAY_MS = 24 * 60 * 60_000;

/** How long a service had each status, in milliseconds. */
export interface StatusTimes {
  readonly healthyMs: number;
  readonly degradedMs: number;
  readonly unhealthyMs: number;
  readonly unknownMs: number;
}

export interface TimesRow {
  readonly healthy_ms: number;
  readonly degraded_ms: number;
  readonly unhealthy_ms: number;
  readonly unknown_ms: number;
}

export const SUMS = ['healthy', 'degraded', 'unhealthy', 'unknown']
  .map(one => `coalesce(sum(${one}_ms), 0)::double precision as ${one}_ms`)
  .join(', ');
export const COLUMNS = 'at, healthy_ms, degraded_ms, unhealthy_ms, unknown_ms';

const timesText = figuresText({
  ...{ family: 'status', columns: COLUMNS, where: 'service_id = $1', first: 2 },
});

export const statusDaysSql: Statement = {
  name: 'status_of_days',
  text: `
    select date_trunc('day', at, 'UTC') as day, ${SUMS}
    from (${timesText}) times
    group by 1`,
};

export const nothing: StatusTimes = {
  ...{ healthyMs: 0, degradedMs: 0, unhealthyMs: 0, unknownMs: 0 },
};

/** Oldest first, one for each of the last days (UTC), today included. */
export async function readDays(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['days']>[0],
  at: Date | undefined,
): ReturnType<ObservationStore['days']> {
  const bounds = await readBounds(database, options.service, at);
  const today = startOfDay(bounds?.now ?? (await readNow(database, at)));
  const first = new Date(today.getTime() - (options.days - 1) * DAY_MS);
  const rows = bounds
    ? await database.query<TimesRow & { readonly day: Date }>(statusDaysSql, [
        bounds.serviceId,
        ...rangesFrom(first, 'days', bounds),
      ])
    : [];
  const byDay = new Map(rows.map(row => [row.day.getTime(), timesOf(row)]));
  return Array.from({ length: options.days }, (_, index) => {
    const from = new Date(first.getTime() + index * DAY_MS);
    const counted = byDay.get(from.getTime()) ?? nothing;
    const sum = withOpenTime(counted, bounds, from, from.getTime() + DAY_MS);
    return {
      date: from.toISOString().slice(0, 10),
      ...availabilityOf(sum),
      ...sum,
    };
  });
}

/** The latest observation stands until the next one, which is yet to count. */
export function withOpenTime(
  counted: StatusTimes,
  bounds: Bounds | undefined,
  from: Date,
  to: number,
): StatusTimes {
  const open = bounds && stoodUntil(bounds.now, bounds);
  if (open === undefined) {
    return counted;
  }
  const ms =
    Math.min(open.to.getTime(), to) -
    Math.max(open.from.getTime(), from.getTime());
  const key = `${open.status}Ms` as const satisfies `${HealthStatus}Ms`;
  return ms > 0 ? { ...counted, [key]: counted[key] + ms } : counted;
}

export function timesOf(row: TimesRow): StatusTimes {
  return {
    healthyMs: row.healthy_ms,
    degradedMs: row.degraded_ms,
    unhealthyMs: row.unhealthy_ms,
    unknownMs: row.unknown_ms,
  };
}

/**
 * Share of the time with a known status that it was not unhealthy. Time that
 * is unknown is neither up nor down.
 */
export function availabilityOf(times: StatusTimes): {
  readonly availability?: number;
} {
  const knownMs = knownMsOf(times);
  return knownMs > 0 ? { availability: 1 - times.unhealthyMs / knownMs } : {};
}

export function knownMsOf({
  healthyMs,
  degradedMs,
  unhealthyMs,
}: StatusTimes): number {
  return healthyMs + degradedMs + unhealthyMs;
}
