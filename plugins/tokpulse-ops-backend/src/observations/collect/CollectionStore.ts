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
import type { Queryable } from '../../runs/Database';
import { readHostLimits, type HostLimits } from '../../services/RequestMeter';
import {
  claimDueSql,
  claimOneSql,
  enrolSql,
  liftPausesSql,
  releaseSql,
  renewSql,
  settleSql,
  statesSql,
} from './collectionSql';

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
