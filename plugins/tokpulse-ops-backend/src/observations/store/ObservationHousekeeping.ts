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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database, Statement } from '../../runs/Database';
import type { ObservationRetention } from '../observationsConfig';
import { readNow, readUncounted } from './bounds';
import { countStatus, stoodUntil } from './countStatus';
import { lockService } from './lockService';
import type { ObservationPartitions } from './partitions';
import { rollUp, startOfHour } from './rollUp';

const EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Services that nobody observes now, with time that is not yet counted. */
const silentSql: Statement = {
  name: 'silent_services',
  text: `
    select service from observed_services
    where stands_until < $1 and rolled_until < date_trunc('hour', $1::timestamptz)
    order by id`,
};

const settledSql: Statement = {
  name: 'settle_silent_service',
  text: `
    update observed_services
    set counted_until = greatest(counted_until, stands_until), rolled_until = $2
    where id = $1`,
};

/** What one look at the house brought. */
export interface Housekeeping {
  /** Services whose time was counted, since nobody observes them now. */
  readonly settled: number;
  /** Names of the partitions that were dropped. */
  readonly dropped: readonly string[];
}

/**
 * Makes partitions ahead, counts the time of services that nobody observes any
 * more, and drops what is older than it is kept. Every replica may do it: each
 * piece is done under a lock, and doing it again does nothing.
 */
export class ObservationHousekeeping {
  readonly #database: Database;
  readonly #partitions: ObservationPartitions;
  readonly #retention: ObservationRetention;
  readonly #logger: LoggerService;
  readonly #clock: () => Date | undefined;
  #timer: NodeJS.Timeout | undefined;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly database: Database;
    readonly partitions: ObservationPartitions;
    readonly retention: ObservationRetention;
    readonly logger: LoggerService;
    /** Default: the database's clock. */
    readonly clock?: () => Date;
  }) {
    this.#database = options.database;
    this.#partitions = options.partitions;
    this.#retention = options.retention;
    this.#logger = options.logger;
    this.#clock = options.clock ?? (() => undefined);
  }

  /** Makes sure that observations can be saved; the rest is done now and then. */
  async open(): Promise<void> {
    const now = await readNow(this.#database, this.#clock());
    await this.#ensurePartitions(now);
    this.#timer = setInterval(() => this.#keep(), EVERY_MS);
    this.#keep();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#keeping;
  }

  /** Looks once. */
  async run(): Promise<Housekeeping> {
    const now = await readNow(this.#database, this.#clock());
    await this.#ensurePartitions(now);
    const settled = await this.#settleSilent(now);
    const dropped = await this.#partitions.drop(now, this.#retention);
    if (dropped.length > 0) {
      this.#logger.info(
        `Dropped observations that are no longer kept: ${dropped.join(', ')}`,
      );
    }
    return { settled, dropped };
  }

  #keep(): void {
    this.#keeping = this.#keeping.then(async () => {
      try {
        await this.run();
      } catch (error) {
        this.#logger.warn(
          `Old observations could not be looked after, which is tried again in ${
            EVERY_MS / 60_000
          } minutes: ${error}`,
        );
      }
    });
  }

  #ensurePartitions(now: Date): Promise<void> {
    return this.#partitions.ensure([now, new Date(now.getTime() + DAY_MS)]);
  }

  async #settleSilent(now: Date): Promise<number> {
    const services = await this.#database.query<{ service: string }>(
      silentSql,
      [now],
    );
    for (const { service } of services) {
      await this.#partitions.ensure(
        await readUncounted(this.#database, service),
      );
      await this.#settle(service, now);
    }
    return services.length;
  }

  async #settle(service: string, now: Date): Promise<void> {
    await this.#database.transaction(async tx => {
      const { id, last } = await lockService(tx, { service, at: now });
      // It may have been observed since it was found.
      if (last === undefined || last.standsUntil >= now) {
        return;
      }
      const { rolledUntil } = last;
      const stood = stoodUntil(now, last);
      if (stood) {
        await countStatus(tx, id, stood);
      }
      await rollUp(tx, { serviceId: id, rolledUntil, at: now });
      await tx.query(settledSql, [id, startOfHour(now)]);
    });
  }
}
