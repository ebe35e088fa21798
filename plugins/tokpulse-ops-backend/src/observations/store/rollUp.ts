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

import type { Queryable, Statement } from '../../runs/Database';

/** `$1` the service, `$2` and `$3` the stretch of time; complete when over. */
function rollUpStatements(
  unit: 'hour' | 'day',
  from: 'minutes' | 'hours',
  to: 'hours' | 'days',
): readonly Statement[] {
  return [
    {
      name: `roll_up_status_${to}`,
      text: `
        insert into status_${to} as made
          (service_id, at, healthy_ms, degraded_ms, unhealthy_ms, unknown_ms)
        select service_id, date_trunc('${unit}', at, 'UTC'), sum(healthy_ms),
          sum(degraded_ms), sum(unhealthy_ms), sum(unknown_ms)
        from status_${from}
        where service_id = $1 and at >= $2 and at < $3
        group by 1, 2
        on conflict (service_id, at) do update set
          healthy_ms = excluded.healthy_ms, degraded_ms = excluded.degraded_ms,
          unhealthy_ms = excluded.unhealthy_ms, unknown_ms = excluded.unknown_ms`,
    },
    {
      name: `roll_up_readings_${to}`,
      text: `
        insert into reading_${to} as made (series_id, at, max, buckets, counts)
        select series_id, stretch, max(max), array_agg(bucket order by bucket),
          array_agg(count order by bucket)
        from (
          select f.series_id, date_trunc('${unit}', f.at, 'UTC') as stretch,
            s.bucket, sum(s.count)::integer as count, max(f.max) as max
          from reading_${from} f, unnest(f.buckets, f.counts) as s (bucket, count)
          where f.series_id in (
              select id from observed_series
              where service_id = $1 and kind = 'reading'
            )
            and f.at >= $2 and f.at < $3
          group by 1, 2, 3
        ) summed
        group by 1, 2
        on conflict (series_id, at) do update set
          max = excluded.max, buckets = excluded.buckets,
          counts = excluded.counts`,
    },
    {
      name: `roll_up_metrics_${to}`,
      text: `
        insert into metric_${to} as made (series_id, at, sum, count)
        select series_id, date_trunc('${unit}', at, 'UTC'), sum(sum), sum(count)
        from metric_${from}
        where series_id in (
            select id from observed_series
            where service_id = $1 and kind = 'metric'
          )
          and at >= $2 and at < $3
        group by 1, 2
        on conflict (series_id, at) do update set
          sum = excluded.sum, count = excluded.count`,
    },
  ];
}

export const rollUpHoursSql = rollUpStatements('hour', 'minutes', 'hours');
export const rollUpDaysSql = rollUpStatements('day', 'hours', 'days');

/**
 * Makes the hours and days that are over, from `rolledUntil` to `at`, out of
 * the shorter stretches. Each is made whole and replaces what there was, so
 * that making it again makes the same.
 *
 * @param rolledUntil - start of the first hour that was not over the last time
 */
export async function rollUp(
  tx: Pick<Queryable, 'query'>,
  options: {
    readonly serviceId: number;
    readonly rolledUntil: Date;
    readonly at: Date;
  },
): Promise<void> {
  const { serviceId, rolledUntil, at } = options;
  const hour = startOfHour(at);
  if (hour > rolledUntil) {
    for (const statement of rollUpHoursSql) {
      await tx.query(statement, [serviceId, rolledUntil, hour]);
    }
  }
  const [firstDay, day] = [startOfDay(rolledUntil), startOfDay(at)];
  if (day > firstDay) {
    for (const statement of rollUpDaysSql) {
      await tx.query(statement, [serviceId, firstDay, day]);
    }
  }
}

const HOUR_MS = 60 * 60_000;

export function startOfHour(at: Date): Date {
  return startOfStretch(at, HOUR_MS);
}

/** UTC. */
export function startOfDay(at: Date): Date {
  return startOfStretch(at, 24 * HOUR_MS);
}

export function startOfStretch(at: Date, stretchMs: number): Date {
  return new Date(Math.floor(at.getTime() / stretchMs) * stretchMs);
}
