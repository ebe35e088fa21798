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

import {
  serviceStatusSchema,
  type ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHealth } from '../health';
import type { Queryable } from '../runs/Database';

/** The latest reading of each service, shared by all replicas. */
export interface ReadingStore {
  /** The latest reading, unless it is older than `maxAgeMs` milliseconds. */
  recent(options: {
    readonly service: string;
    readonly maxAgeMs: number;
  }): Promise<ServiceStatus | undefined>;
  /** Keeps a reading, and finds out since when its status has been seen. */
  save(health: ServiceHealth): Promise<ServiceStatus>;
}

const RECENT = {
  name: 'recent_reading',
  text: `
    select reading, since from service_readings
    where service = $1
      and read_at > clock_timestamp() - $2::double precision * interval '1 millisecond'
  `,
};

/**
 * After a quarter of an hour without a reading nobody knows what was in
 * between, so `since` begins again.
 */
const SAVE = {
  name: 'save_reading',
  text: `
    insert into service_readings as last (service, status, since, read_at, reading)
    values ($1, $2, clock_timestamp(), clock_timestamp(), $3)
    on conflict (service) do update set
      since = case
        when last.status = excluded.status
          and last.read_at > excluded.read_at - interval '15 minutes'
        then last.since
        else excluded.since
      end,
      status = excluded.status,
      read_at = excluded.read_at,
      reading = excluded.reading
    returning since
  `,
};

/** Keeps the readings in the plugin's database. */
export class PostgresReadingStore implements ReadingStore {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  async recent(
    options: Parameters<ReadingStore['recent']>[0],
  ): Promise<ServiceStatus | undefined> {
    const [row] = await this.#database.query<{ reading: object; since: Date }>(
      RECENT,
      [options.service, options.maxAgeMs],
    );
    // A replica of another version may have written something else.
    const parsed = serviceStatusSchema.safeParse({
      ...row?.reading,
      since: row?.since.toISOString(),
    });
    return parsed.success ? parsed.data : undefined;
  }

  async save(health: ServiceHealth): Promise<ServiceStatus> {
    const [{ since }] = await this.#database.query<{ since: Date }>(SAVE, [
      health.service,
      health.status,
      JSON.stringify(health),
    ]);
    return { ...health, since: since.toISOString() };
  }
}
