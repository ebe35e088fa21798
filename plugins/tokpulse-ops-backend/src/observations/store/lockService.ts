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
import type { Parts } from './parts';

/** Row of a service that is locked until the transaction ends. */
export interface LockedService {
  readonly id: number;
  /** Later than everything that was saved of the service. */
  readonly now: Date;
  readonly parts: Parts;
  /** Undefined: nothing was ever observed. */
  readonly last?: LastObservation;
}

/** What is known of the observation before. */
export interface LastObservation {
  readonly at: Date;
  readonly status: HealthStatus;
  readonly since: Date;
  readonly standsUntil: Date;
  /** Up to here its status is counted. */
  readonly countedUntil: Date;
  readonly rolledUntil: Date;
}

interface Row {
  readonly id: number;
  readonly now: Date;
  readonly parts: Parts;
  readonly at: Date | null;
  readonly status: HealthStatus;
  readonly since: Date;
  readonly stands_until: Date;
  readonly counted_until: Date;
  readonly rolled_until: Date;
}

/**
 * `$2` is the time in tests and benchmarks, which do not wait. The clock is
 * read when the lock is there, so that times come in the order of commits; a
 * clock that was set back does not turn them round.
 */
export const lockServiceSql: Statement = {
  name: 'lock_observed_service',
  text: `
    with locked as materialized (
      select id, at, status, since, stands_until, counted_until, rolled_until,
        parts
      from observed_services where service = $1
      for update
    )
    select *, greatest(
        date_trunc('milliseconds', coalesce($2::timestamptz, clock_timestamp())),
        at + interval '1 millisecond'
      ) as now
    from locked`,
};

const addServiceSql: Statement = {
  name: 'add_observed_service',
  text: `
    insert into observed_services (service)
    select $1 where not exists (
      select from observed_services where service = $1
    )
    on conflict (service) do nothing`,
};

/** Waits for others that save an observation of the service. */
export async function lockService(
  tx: Queryable,
  options: { readonly service: string; readonly at: Date | undefined },
): Promise<LockedService> {
  const values = [options.service, options.at];
  const found = await tx.query<Row>(lockServiceSql, values);
  if (found.length > 0) {
    return toLocked(found[0]);
  }
  await tx.query(addServiceSql, [options.service]);
  const [added] = await tx.query<Row>(lockServiceSql, values);
  return toLocked(added);
}

function toLocked(row: Row): LockedService {
  const { id, now, parts, at } = row;
  if (at === null) {
    return { id, now, parts };
  }
  return {
    ...{ id, now, parts },
    last: {
      ...{ at, status: row.status, since: row.since },
      standsUntil: row.stands_until,
      countedUntil: row.counted_until,
      rolledUntil: row.rolled_until,
    },
  };
}
