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

import type { Statement } from '../../runs/Database';

/** The database's clock, unless a test brings its own. */
const NOW = (parameter: number) =>
  `coalesce($${parameter}::timestamptz, clock_timestamp())`;

const COLUMNS = `c.service, c.due_at, c.collected_at, c.details_at, c.status,
    c.was_settled, c.limits`;

/** New services are due at once; none waits longer than it is configured to. */
export const enrolSql: Statement = {
  name: 'enrol_collections',
  text: `
    insert into service_collections as c (service, due_at)
    select service, ${NOW(4)} + first_ms * interval '1 millisecond'
    from unnest($1::text[], $2::float8[], $3::float8[])
      as known (service, first_ms, every_ms)
    on conflict (service) do update set due_at = least(
      c.due_at,
      (
        select ${NOW(4)} + every_ms * interval '1 millisecond'
        from unnest($1::text[], $3::float8[]) as known (service, every_ms)
        where known.service = c.service
      )
    )`,
};

export const claimDueSql: Statement = {
  name: 'claim_due_collections',
  text: `
    with due as (
      select service from service_collections
      where service = any($1) and due_at <= ${NOW(5)} and lease_until <= ${NOW(
    5,
  )}
      order by due_at
      limit $3
      for update skip locked
    )
    update service_collections c
    set holder = $2, lease_until = ${NOW(
      5,
    )} + $4::float8 * interval '1 millisecond'
    from due where c.service = due.service
    returning ${COLUMNS}, false as is_free, ${NOW(5)} as now`,
};

export const claimOneSql: Statement = {
  name: 'claim_collection',
  text: `
    with free as (
      select service from service_collections
      where service = $1 and lease_until <= ${NOW(5)} and (
        collected_at is null
        or collected_at <= ${NOW(5)} - $3::float8 * interval '1 millisecond'
      )
      for update skip locked
    )
    update service_collections c
    set holder = $2, lease_until = ${NOW(
      5,
    )} + $4::float8 * interval '1 millisecond'
    from free where c.service = free.service
    returning ${COLUMNS}, false as is_free, ${NOW(5)} as now`,
};

export const renewSql: Statement = {
  name: 'renew_collections',
  text: `
    update service_collections
    set lease_until = ${NOW(4)} + $3::float8 * interval '1 millisecond'
    where service = any($1) and holder = $2
    returning service`,
};

export const settleSql: Statement = {
  name: 'settle_collection',
  text: `
    update service_collections set
      holder = null,
      lease_until = '-infinity',
      due_at = $3,
      collected_at = coalesce($4, collected_at),
      details_at = coalesce($5, details_at),
      status = coalesce($6, status),
      was_settled = coalesce($7, was_settled),
      limits = $8::jsonb
    where service = $1 and holder = $2
    returning service`,
};

export const releaseSql: Statement = {
  name: 'release_collection',
  text: `
    update service_collections set holder = null, lease_until = '-infinity'
    where service = $1 and holder = $2`,
};

export const statesSql: Statement = {
  name: 'collection_states',
  text: `
    select ${COLUMNS}, c.lease_until <= ${NOW(2)} as is_free, ${NOW(2)} as now
    from service_collections c
    where c.service = any($1)`,
};

/** A host that answers a run is worth a look before its pause is over. */
export const liftPausesSql: Statement = {
  name: 'lift_collection_pauses',
  text: `
    update service_collections
    set due_at = least(due_at, ${NOW(3)}), limits = limits || (
      select coalesce(jsonb_object_agg(host, word), '{}')
      from jsonb_each($2::jsonb) as said (host, word)
      where (word ->> 'at')::float8
        > coalesce((limits -> host ->> 'at')::float8, 0)
    )
    where service = $1 and lease_until <= ${NOW(3)} and exists (
      select 1 from jsonb_each($2::jsonb) as said (host, word)
      where (limits -> host ->> 'pausedUntil') is not null
        and (word ->> 'pausedUntil') is null
        and (word ->> 'at')::float8 > (limits -> host ->> 'at')::float8
    )`,
};
