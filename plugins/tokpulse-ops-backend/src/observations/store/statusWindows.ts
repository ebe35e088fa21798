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

import type { ObservationWindow } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { ObservationStore } from '../ObservationStore';
import { readBounds, type Bounds } from './bounds';
import { startOfStretch } from './rollUp';
import {
  availabilityOf,
  COLUMNS,
  knownMsOf,
  nothing,
  SUMS,
  timesOf,
  withOpenTime,
  type StatusTimes,
  type TimesRow,
} from './statusTimes';
import { windowMs } from './stretches';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * From the shortest to the longest. The first of them begins with a full
 * minute, the others with a full hour.
 */
const windows = [
  { window: '24h', alignMs: MINUTE_MS },
  { window: '7d', alignMs: HOUR_MS },
  { window: '30d', alignMs: HOUR_MS },
  { window: '90d', alignMs: HOUR_MS },
] as const satisfies readonly {
  readonly window: ObservationWindow;
  readonly alignMs: number;
}[];

/**
 * How long a service (`$1`) had each status in windows that begin in the past
 * and end with what there is. Each is read in the longest stretches that are
 * in it and made (days before `$2`, hours before `$3`): minutes to its first
 * full hour, hours to its first full day, days, hours, minutes. The first start
 * of all (`$7`), and the first that is no full hour (`$8`), say nothing new but
 * to the planner, which leaves the partitions before away.
 */
export const statusWindowsSql: Statement = {
  name: 'status_of_windows',
  text: `
    select start, ${SUMS}
    from unnest($4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
      as windows (start, hours_from, days_from)
    left join lateral (
      select ${COLUMNS} from status_minutes
      where service_id = $1 and at >= $8 and at >= start and at < hours_from
      union all
      select ${COLUMNS} from status_hours
      where service_id = $1 and at >= $7 and at >= hours_from
        and at < least(days_from, $3::timestamptz)
      union all
      select ${COLUMNS} from status_days
      where service_id = $1 and at >= $7 and at >= days_from and at < $2
      union all
      select ${COLUMNS} from status_hours
      where service_id = $1 and at >= $2 and at >= days_from and at < $3
      union all
      select ${COLUMNS} from status_minutes
      where service_id = $1 and at >= $3 and at >= hours_from
    ) times on true
    group by 1`,
};

/** 24 h, 7, 30 and 90 days. */
export async function readAvailability(
  database: Pick<Queryable, 'query'>,
  service: string,
  at: Date | undefined,
): ReturnType<ObservationStore['availability']> {
  const bounds = await readBounds(database, service, at);
  const sums = bounds && (await readWindows(database, bounds));
  return windows.map(({ window }, index) => {
    const sum = sums?.[index] ?? nothing;
    return {
      window,
      ...availabilityOf(sum),
      observed: Math.min(knownMsOf(sum) / windowMs[window], 1),
      downtimeMs: sum.unhealthyMs,
    };
  });
}

async function readWindows(
  database: Pick<Queryable, 'query'>,
  bounds: Bounds,
): Promise<readonly StatusTimes[]> {
  const now = bounds.now.getTime();
  const starts = windows.map(({ window, alignMs }) =>
    startOfStretch(new Date(now - windowMs[window]), alignMs),
  );
  const rows = await database.query<TimesRow & { readonly start: Date }>(
    statusWindowsSql,
    [
      ...[bounds.serviceId, bounds.day, bounds.hour, starts],
      starts.map(start => firstFull(start, HOUR_MS)),
      starts.map(start => firstFull(start, DAY_MS)),
      ...[starts[starts.length - 1], starts[0]],
    ],
  );
  const byStart = new Map(rows.map(row => [row.start.getTime(), timesOf(row)]));
  return starts.map(start =>
    withOpenTime(byStart.get(start.getTime()) ?? nothing, bounds, start, now),
  );
}

function firstFull(start: Date, stretchMs: number): Date {
  return startOfStretch(new Date(start.getTime() + stretchMs - 1), stretchMs);
}
