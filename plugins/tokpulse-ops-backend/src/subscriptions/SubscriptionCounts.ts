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

import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { MANY_ROWS } from './hints';
import {
  countRowSchema,
  planRowSchema,
  statusCountRowSchema,
  type CountRow,
  type PlanRow,
} from './rows';
import type {
  BillingTables,
  SubscriptionDatabase,
} from './SubscriptionDatabase';

/** Counting may take this part of the time of one connection, and no more. */
const SHARE = 1 / 50;
const SHORTEST_LIFETIME_MS = 3_000;
const LONGEST_LIFETIME_MS = 5 * 60_000;
/** What takes longer is not waited for when older counts can be told. */
const NOT_WAITED_FOR_MS = 500;

/** How many there are of what; some of it may not have been countable in time. */
export interface Counts {
  readonly at: Date;
  readonly tables: BillingTables;
  readonly total: number;
  readonly byStatus: readonly {
    readonly status: string;
    readonly count: number;
  }[];
  /** By plan and state. */
  readonly rows: readonly CountRow[];
  readonly plans: readonly PlanRow[];
  /** Which counts are missing, and why. */
  readonly incomplete?: string;
}

/**
 * Counts all subscriptions of a service, for all who ask at the same time once.
 * How long the counts are good for depends on what they cost: few rows are
 * counted every few seconds, a million not for half a minute.
 */
export class SubscriptionCounts {
  readonly #database: SubscriptionDatabase;
  #last:
    | {
        readonly counts: Counts;
        readonly until: number;
        readonly tookMs: number;
      }
    | undefined;
  #running: Promise<Counts> | undefined;

  constructor(options: { readonly database: SubscriptionDatabase }) {
    this.#database = options.database;
  }

  /** Throws `ActionError`. The signal is for all who wait, so it is not that of one caller. */
  async read(signal: AbortSignal): Promise<Counts> {
    const last = this.#last;
    if (last !== undefined && performance.now() < last.until) {
      return last.counts;
    }
    this.#running ??= this.#count(signal).finally(() => {
      this.#running = undefined;
    });
    if (last !== undefined && last.tookMs > NOT_WAITED_FOR_MS) {
      // Whoever waits for the new counts is told when they fail.
      this.#running.catch(() => undefined);
      return last.counts;
    }
    return this.#running;
  }

  /** The newest counts, however old; they are made anew where that is worth it. */
  latest(signal: AbortSignal): Counts | undefined {
    const last = this.#last;
    const isOld =
      last === undefined ||
      (last.counts.total >= MANY_ROWS && performance.now() > last.until);
    if (isOld) {
      // Whoever reads them is told when they fail.
      this.read(signal).catch(() => undefined);
    }
    return this.#last?.counts;
  }

  async #count(signal: AbortSignal): Promise<Counts> {
    const startedAt = performance.now();
    const counts = await this.#countAll(signal);
    const tookMs = performance.now() - startedAt;
    const lifetime = Math.min(
      Math.max(tookMs / SHARE, SHORTEST_LIFETIME_MS),
      LONGEST_LIFETIME_MS,
    );
    this.#last = { counts, tookMs, until: performance.now() + lifetime };
    return counts;
  }

  async #countAll(signal: AbortSignal): Promise<Counts> {
    try {
      return await this.#database.session(signal, async session => {
        const { subscriptions } = session.tables;
        const rows = await session.rows(
          subscriptions?.counts(),
          countRowSchema,
        );
        return {
          at: new Date(),
          tables: session.tables,
          total: rows.reduce((sum, { count }) => sum + count, 0),
          byStatus: sumByStatus(rows),
          rows,
          plans: await session.rows(subscriptions?.plans(), planRowSchema),
        };
      });
    } catch (error) {
      if (!isTimeout(error)) {
        throw error;
      }
      return this.#countByStatus(signal);
    }
  }

  /** From an index alone, for tables that a whole pass takes too long over. */
  async #countByStatus(signal: AbortSignal): Promise<Counts> {
    const whatIsMissing =
      'The counts by plan and of what is wrong: a pass over all rows took longer than 5 s';
    try {
      return await this.#database.session(signal, async session => {
        const { subscriptions } = session.tables;
        const byStatus = await session.rows(
          subscriptions?.countsByStatus(),
          statusCountRowSchema,
        );
        return {
          at: new Date(),
          tables: session.tables,
          total: byStatus.reduce((sum, { count }) => sum + count, 0),
          byStatus: byStatus.map(({ status, count }) => ({
            status: status ?? '',
            count,
          })),
          rows: [],
          plans: await session.rows(subscriptions?.plans(), planRowSchema),
          incomplete: whatIsMissing,
        };
      });
    } catch (error) {
      if (!isTimeout(error)) {
        throw error;
      }
      return this.#database.session(signal, async ({ tables }) => ({
        at: new Date(),
        tables,
        total: tables.estimate,
        byStatus: [],
        rows: [],
        plans: [],
        incomplete: `${whatIsMissing}. The total is the estimate of the database`,
      }));
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'timeout';
}

function sumByStatus(rows: readonly CountRow[]): Counts['byStatus'] {
  const sums = new Map<string, number>();
  for (const { status, count } of rows) {
    const name = status ?? '';
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([status, count]) => ({ status, count }));
}
