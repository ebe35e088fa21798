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

import type { JsonValue } from '@backstage/types';
import {
  healthStatusSchema,
  type HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import { readHostLimits, type HostLimits } from '../../services/RequestMeter';

/** Where the collection of a service stands. */
export interface CollectionState {
  readonly service: string;
  readonly dueAt: Date;
  /** When it was last collected. */
  readonly collectedAt?: Date;
  /** When metrics and performance were last read. */
  readonly detailsAt?: Date;
  readonly status?: HealthStatus;
  /** The last two collections found it healthy, or there are not two yet. */
  readonly wasSettled: boolean;
  readonly limits: HostLimits;
  /** Nobody is collecting it now. */
  readonly isFree: boolean;
  /** By the clock that counts, at the time of the statement. */
  readonly now: Date;
}

/** A service that this process, and no other, collects now. */
export interface ClaimedCollection extends CollectionState {
  readonly lease: Lease;
}

/** The right to collect a service. */
export interface Lease {
  readonly service: string;
  readonly holder: string;
}

interface Row {
  readonly service: string;
  readonly due_at: Date;
  readonly collected_at: Date | null;
  readonly details_at: Date | null;
  readonly status: string | null;
  readonly was_settled: boolean;
  readonly limits: JsonValue;
  readonly is_free: boolean;
  readonly now: Date;
}

/** The database's clock, unless a test brings its own. */
const NOW = (parameter: number) =>
  `coalesce($${parameter}::timestamptz, clock_timestamp())`;

const COLUMNS = `c.service, c.due_at, c.collected_at, c.details_at, c.status,
    c.was_settled, c.limits`;

/** New services are due at once; none waits longer than it is configured to. */
const enrolSql: Statement = {
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

const claimDueSql: Statement = {
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

const claimOneSql: Statement = {
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

const renewSql: Statement = {
  name: 'renew_collections',
  text: `
    update service_collections
    set lease_until = ${NOW(4)} + $3::float8 * interval '1 millisecond'
    where service = any($1) and holder = $2
    returning service`,
};

const settleSql: Statement = {
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

const releaseSql: Statement = {
  name: 'release_collection',
  text: `
    update service_collections set holder = null, lease_until = '-infinity'
    where service = $1 and holder = $2`,
};

const statesSql: Statement = {
  name: 'collection_states',
  text: `
    select ${COLUMNS}, c.lease_until <= ${NOW(2)} as is_free, ${NOW(2)} as now
    from service_collections c
    where c.service = any($1)`,
};

/** A host that answers a run is worth a look before its pause is over. */
const liftPausesSql: Statement = {
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

/** When services are collected, and by whom: one row for each. */
export class CollectionStore {
  readonly #database: Queryable;
  readonly #now: () => Date | null;

  constructor(options: {
    readonly database: Queryable;
    /** Replaces the database's clock, in tests. */
    readonly now?: () => Date;
  }) {
    this.#database = options.database;
    this.#now = options.now ?? (() => null);
  }

  /** Makes the rows of services that are new. */
  async enrol(
    services: readonly {
      readonly id: string;
      readonly firstMs: number;
      readonly everyMs: number;
    }[],
  ): Promise<void> {
    // In one order everywhere, so that replicas which start together do not lock each other out.
    const sorted = [...services].sort((a, b) => (a.id < b.id ? -1 : 1));
    await this.#database.query(enrolSql, [
      sorted.map(({ id }) => id),
      sorted.map(({ firstMs }) => firstMs),
      sorted.map(({ everyMs }) => everyMs),
      this.#now(),
    ]);
  }

  /** Takes what is due and nobody is at, the longest overdue first. */
  async claimDue(options: {
    readonly services: readonly string[];
    readonly holder: string;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedCollection[]> {
    const { services, holder, limit, leaseMs } = options;
    const rows = await this.#database.query<Row>(claimDueSql, [
      ...[services, holder, limit, leaseMs],
      this.#now(),
    ]);
    return rows.map(row => claimed(row, holder));
  }

  /** Takes one, due or not, unless it was collected only just. */
  async claimOne(options: {
    readonly service: string;
    readonly holder: string;
    readonly smallestMs: number;
    readonly leaseMs: number;
  }): Promise<ClaimedCollection | undefined> {
    const { service, holder, smallestMs, leaseMs } = options;
    const [row] = await this.#database.query<Row>(claimOneSql, [
      ...[service, holder, smallestMs, leaseMs],
      this.#now(),
    ]);
    return row && claimed(row, holder);
  }

  /** Answers those that are still ours. */
  async renew(options: {
    readonly services: readonly string[];
    readonly holder: string;
    readonly leaseMs: number;
  }): Promise<readonly string[]> {
    const rows = await this.#database.query<{ service: string }>(renewSql, [
      ...[options.services, options.holder, options.leaseMs],
      this.#now(),
    ]);
    return rows.map(({ service }) => service);
  }

  /**
   * Ends a collection, or puts it off where `collectedAt` is missing. False:
   * the lease was lost to somebody else, and nothing changed.
   */
  async settle(
    lease: Lease,
    outcome: {
      readonly dueAt: Date;
      readonly collectedAt?: Date;
      readonly detailsAt?: Date;
      readonly status?: HealthStatus;
      readonly wasSettled?: boolean;
      readonly limits: HostLimits;
    },
  ): Promise<boolean> {
    const rows = await this.#database.query(settleSql, [
      ...[lease.service, lease.holder],
      outcome.dueAt,
      outcome.collectedAt ?? null,
      outcome.detailsAt ?? null,
      outcome.status ?? null,
      outcome.wasSettled ?? null,
      JSON.stringify(outcome.limits),
    ]);
    return rows.length > 0;
  }

  /** Gives it back as it was. */
  async release({ service, holder }: Lease): Promise<void> {
    await this.#database.query(releaseSql, [service, holder]);
  }

  async states(
    services: readonly string[],
  ): Promise<ReadonlyMap<string, CollectionState>> {
    const rows = await this.#database.query<Row>(statesSql, [
      services,
      this.#now(),
    ]);
    return new Map(rows.map(row => [row.service, stateOf(row)]));
  }

  /** Makes it due when a host that wanted to be left alone answers again. */
  async liftPauses(service: string, said: HostLimits): Promise<void> {
    await this.#database.query(liftPausesSql, [
      service,
      JSON.stringify(said),
      this.#now(),
    ]);
  }
}

function claimed(row: Row, holder: string): ClaimedCollection {
  return { ...stateOf(row), lease: { service: row.service, holder } };
}

function stateOf(row: Row): CollectionState {
  const status = healthStatusSchema.safeParse(row.status);
  return {
    service: row.service,
    dueAt: row.due_at,
    ...(row.collected_at && { collectedAt: row.collected_at }),
    ...(row.details_at && { detailsAt: row.details_at }),
    ...(status.success && { status: status.data }),
    wasSettled: row.was_settled,
    limits: readHostLimits(row.limits),
    isFree: row.is_free,
    now: row.now,
  };
}
