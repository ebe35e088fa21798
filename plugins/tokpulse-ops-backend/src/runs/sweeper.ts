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
import { deleteExpiredKeysSql } from '../idempotency/IdempotencyKeys';
import { isConnectionError } from './connectionErrors';
import type { Database, Statement } from './Database';
import { JOBS_SCHEMA, RUN_QUEUE, type Dispatcher } from './dispatcher';
import { findForgottenWaiters } from './locks';
import type { EventPartitions } from './store/partitions';
import type { PostgresPlanStore } from './store/PostgresPlanStore';

const SWEEP_MS = 3_000;
const HOUSEKEEPING_MS = 60 * 60_000;

/** Runs that could be driven now, but that no job would ever wake. */
export const forgottenRunsSql: Statement = {
  name: 'forgotten_runs',
  text: `
    select r.id from runs r
    where r.state in ('queued', 'running', 'waiting')
      and (r.state <> 'waiting' or r.wake_at < clock_timestamp())
      and r.touched_at < clock_timestamp() - interval '2 seconds'
      and not exists (
        select 1 from ${JOBS_SCHEMA}.job j
        where j.name = '${RUN_QUEUE}' and j.state < 'active'
          and j.singleton_key = r.id::text
          and j.start_after <= clock_timestamp() + interval '2 seconds'
      )
      and not exists (
        select 1 from ${JOBS_SCHEMA}.job j
        where j.name = '${RUN_QUEUE}' and j.state = 'active'
          and j.policy = 'singleton'
          and coalesce(j.singleton_key, '') = r.id::text
      )
    limit 500`,
};

const nowSql: Statement = {
  name: 'sweep_clock',
  text: `select clock_timestamp() as now`,
};

/**
 * Sends a wake-up for runs whose own was lost: with a restored database, a
 * deleted job, a replica that died between two transactions.
 */
export class Sweeper {
  readonly #database: Database;
  readonly #dispatcher: Pick<Dispatcher, 'wake'>;
  readonly #partitions: EventPartitions;
  readonly #plans: PostgresPlanStore;
  readonly #logger: LoggerService;
  readonly #chores: readonly (() => Promise<void>)[];
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #busy = false;
  #kept = -Infinity;

  constructor(options: {
    readonly database: Database;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    readonly partitions: EventPartitions;
    readonly plans: PostgresPlanStore;
    readonly logger: LoggerService;
    /** What else is looked after each time. */
    readonly chores: readonly (() => Promise<void>)[];
  }) {
    this.#database = options.database;
    this.#dispatcher = options.dispatcher;
    this.#partitions = options.partitions;
    this.#plans = options.plans;
    this.#logger = options.logger;
    this.#chores = options.chores;
  }

  open(): void {
    this.#timer = setInterval(() => {
      if (!this.#busy) {
        this.#sweeping = this.sweep();
      }
    }, SWEEP_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Looks once. Never throws. */
  async sweep(): Promise<void> {
    this.#busy = true;
    try {
      const rows = await this.#database.query<{ id: string }>(forgottenRunsSql);
      const waiters = await findForgottenWaiters(this.#database);
      for (const runId of [...rows.map(row => row.id), ...waiters]) {
        await this.#dispatcher.wake(this.#database, runId);
      }
      for (const chore of this.#chores) {
        await chore();
      }
      await this.#keepHouse();
    } catch (error) {
      if (!isConnectionError(error)) {
        this.#logger.warn(`Lost wake-ups could not be looked for: ${error}`);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #keepHouse(): Promise<void> {
    if (performance.now() - this.#kept < HOUSEKEEPING_MS) {
      return;
    }
    this.#kept = performance.now();
    const [{ now }] = await this.#database.query<{ now: Date }>(nowSql);
    await this.#partitions.ensure(this.#database, now, { monthsAhead: 1 });
    await this.#plans.deleteExpired();
    await this.#database.query(deleteExpiredKeysSql);
  }
}
