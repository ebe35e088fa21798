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
import { BUDGET_WINDOW_MS } from '../../services/ConfiguredService';
import type { RequestCounts, RequestMeter } from '../../services/RequestMeter';

/** Requests are counted in stretches of so many milliseconds. */
const SLOT_MS = 15_000;

const NOW = (parameter: number) =>
  `coalesce($${parameter}::timestamptz, clock_timestamp())`;

const addSql: Statement = {
  name: 'add_requests',
  text: `
    insert into service_requests as r (service, slot, observations, others)
    select service,
      to_timestamp(floor(extract(epoch from ${NOW(
        4,
      )}) * 1000 / ${SLOT_MS}) * ${SLOT_MS} / 1000),
      observations, others
    from unnest($1::text[], $2::int[], $3::int[])
      as sent (service, observations, others)
    order by service
    on conflict (service, slot) do update set
      observations = r.observations + excluded.observations,
      others = r.others + excluded.others`,
};

/** A slot counts until its last moment has left the window. */
const usedSql: Statement = {
  name: 'used_requests',
  text: `
    select service, sum(observations)::int as observations,
      sum(others)::int as others
    from service_requests
    where service = any($1)
      and slot > ${NOW(2)} - ${
    BUDGET_WINDOW_MS + SLOT_MS
  } * interval '1 millisecond'
    group by service`,
};

const forgetSql: Statement = {
  name: 'forget_requests',
  text: `
    delete from service_requests
    where slot < ${NOW(1)} - ${
    2 * BUDGET_WINDOW_MS
  } * interval '1 millisecond'`,
};

/** A service whose requests are counted. */
export interface MeteredService {
  readonly id: string;
  readonly requests: RequestMeter;
}

/**
 * Requests to services within the last 15 minutes, of all replicas and for
 * whatever purpose: hosts do not tell our replicas apart, and so they share one
 * budget.
 */
export class RequestLedger {
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

  /** Writes down what this process has sent since the last time. */
  async record(services: readonly MeteredService[]): Promise<void> {
    const taken = services
      .map(({ id, requests }) => ({ id, requests, counts: requests.take() }))
      .filter(({ counts }) => counts.observations + counts.others > 0);
    if (taken.length === 0) {
      return;
    }
    try {
      await this.#database.query(addSql, [
        taken.map(({ id }) => id),
        taken.map(({ counts }) => counts.observations),
        taken.map(({ counts }) => counts.others),
        this.#now(),
      ]);
    } catch (error) {
      taken.forEach(({ requests, counts }) => requests.putBack(counts));
      throw error;
    }
  }

  /** Within the last 15 minutes; services without requests are left out. */
  async used(
    services: readonly string[],
  ): Promise<ReadonlyMap<string, RequestCounts>> {
    const rows = await this.#database.query<
      RequestCounts & { service: string }
    >(usedSql, [services, this.#now()]);
    return new Map(
      rows.map(({ service, observations, others }) => [
        service,
        { observations, others },
      ]),
    );
  }

  /** Deletes what no window reaches any more. */
  async forget(): Promise<void> {
    await this.#database.query(forgetSql, [this.#now()]);
  }
}
