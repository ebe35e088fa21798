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

import type { Queryable, Statement } from '../Database';

const partitionNamesSql: Statement = {
  name: 'event_partitions',
  text: `
    select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'run_events'::regclass`,
};

/** The first UUIDv7 of a moment: its milliseconds, then nothing. */
function firstIdOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function monthOf(moment: Date, offset: number): Date {
  return new Date(
    Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + offset, 1),
  );
}

function nameOf(month: Date): string {
  return `run_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
}

/** The events of the runs that were created in one month. */
export interface EventTable {
  readonly name: string;
  /** The month, in UTC: its begin, and that of the next one. */
  readonly from: Date;
  readonly to: Date;
  /** The ids of its runs: from this one on, to before the other. */
  readonly firstId: string;
  readonly endId: string;
}

/** The monthly table of that name; undefined when it is none. */
export function eventTable(name: string): EventTable | undefined {
  const [, year, month] = /^run_events_(\d{4})_(\d{2})$/.exec(name) ?? [];
  if (year === undefined) {
    return undefined;
  }
  const from = new Date(Date.UTC(Number(year), Number(month) - 1, 1));
  const to = monthOf(from, 1);
  return {
    ...{ name, from, to },
    firstId: firstIdOf(from),
    endId: firstIdOf(to),
  };
}

/**
 * The monthly tables behind `run_events`. They are made ahead by the sweeper
 * and, should it never have run, when the first run of a month starts.
 */
export class EventPartitions {
  readonly #known = new Set<string>();

  /** Makes sure that runs created at `moment` can have events. */
  async ensure(
    db: Queryable & { transaction: TransactionRunner },
    moment: Date,
    options: { readonly monthsAhead: number } = { monthsAhead: 0 },
  ): Promise<void> {
    const months = Array.from({ length: options.monthsAhead + 1 }, (_, index) =>
      monthOf(moment, index),
    );
    if (months.every(month => this.#known.has(nameOf(month)))) {
      return;
    }
    const rows = await db.query<{ name: string }>(partitionNamesSql);
    rows.forEach(row => this.#known.add(row.name));
    for (const month of months) {
      if (!this.#known.has(nameOf(month))) {
        await this.#create(db, month);
      }
    }
  }

  async #create(
    db: { transaction: TransactionRunner },
    month: Date,
  ): Promise<void> {
    const name = nameOf(month);
    const from = firstIdOf(month);
    const to = firstIdOf(monthOf(month, 1));
    await db.transaction(async tx => {
      // Two replicas may get here at once.
      await tx.execute(
        `select pg_advisory_xact_lock(hashtextextended('tokpulse-ops:partitions', 0))`,
      );
      const { rows } = await tx.execute(`select to_regclass('${name}') as oid`);
      const [found] = rows as { oid: string | null }[];
      if (found?.oid) {
        return;
      }
      // Attaching, unlike creating in place, lets others read and write on.
      await tx.execute(`create table ${name}
        (like run_events including defaults including constraints)`);
      await tx.execute(`alter table ${name} add constraint ${name}_range
        check (run_id >= '${from}'::uuid and run_id < '${to}'::uuid)`);
      await tx.execute(`alter table run_events attach partition ${name}
        for values from ('${from}') to ('${to}')`);
      await tx.execute(`alter table ${name} drop constraint ${name}_range`);
      // Triggers for each row come with the attachment; this is none.
      await tx.execute(`create trigger append_only_truncate
        before truncate on ${name}
        for each statement execute function tokpulse_ops_append_only()`);
    });
    this.#known.add(name);
  }
}

type TransactionRunner = <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>;
