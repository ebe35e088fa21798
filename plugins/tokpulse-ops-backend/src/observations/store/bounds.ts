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
import { startOfDay, startOfHour } from './rollUp';

/** Up to where the figures of a service are in which tables. */
export interface Bounds {
  readonly serviceId: number;
  /** By the database's clock. */
  readonly now: Date;
  readonly status: HealthStatus;
  readonly standsUntil: Date;
  readonly countedUntil: Date;
  /** Hours before are made of their minutes; later ones are not yet. */
  readonly hour: Date;
  /** Days before are made of their hours; later ones are not yet. */
  readonly day: Date;
}

interface Row {
  readonly id: number;
  readonly now: Date;
  readonly status: HealthStatus;
  readonly stands_until: Date;
  readonly counted_until: Date;
  readonly rolled_until: Date;
}

export const boundsSql: Statement = {
  name: 'observation_bounds',
  text: `
    select id, coalesce($2::timestamptz, clock_timestamp()) as now, status,
      stands_until, counted_until, rolled_until
    from observed_services
    where service = $1 and at is not null`,
};

const nowSql: Statement = {
  name: 'observation_clock',
  text: `select clock_timestamp() as now`,
};

/** Undefined: nothing was ever observed. */
export async function readBounds(
  database: Pick<Queryable, 'query'>,
  service: string,
  at: Date | undefined,
): Promise<Bounds | undefined> {
  const [row] = await database.query<Row>(boundsSql, [service, at]);
  return (
    row && {
      ...{ serviceId: row.id, now: row.now, status: row.status },
      standsUntil: row.stands_until,
      countedUntil: row.counted_until,
      hour: startOfHour(row.rolled_until),
      day: startOfDay(row.rolled_until),
    }
  );
}

const uncountedSql: Statement = {
  name: 'uncounted_time',
  text: `
    select counted_until, stands_until from observed_services
    where service = $1 and at is not null`,
};

/** Beginning and end of what the last observation of a service stands for. */
export async function readUncounted(
  database: Pick<Queryable, 'query'>,
  service: string,
): Promise<readonly Date[]> {
  const rows = await database.query<
    Pick<Row, 'counted_until' | 'stands_until'>
  >(uncountedSql, [service]);
  return rows.flatMap(row => [row.counted_until, row.stands_until]);
}

/** By the database's clock, unless a time is given. */
export async function readNow(
  database: Pick<Queryable, 'query'>,
  at: Date | undefined,
): Promise<Date> {
  if (at !== undefined) {
    return at;
  }
  const [{ now }] = await database.query<{ now: Date }>(nowSql);
  return now;
}
