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
  postgresCode,
  type Database,
  type Statement,
} from '../../runs/Database';
import type { ObservationRetention } from '../observationsConfig';

type Unit = 'day' | 'month' | 'year';

interface PartitionedTable {
  readonly table: string;
  /** What one partition holds. */
  readonly unit: Unit;
  readonly keptFor: keyof ObservationRetention;
  /** Its rows are what those of the next stretch are made of. */
  readonly source: boolean;
}

const figures = ['status', 'reading', 'metric'];

const tables: readonly PartitionedTable[] = [
  { table: 'observations', unit: 'day', keptFor: 'rawMs', source: false },
  {
    ...{ table: 'observation_changes', unit: 'month', keptFor: 'hoursMs' },
    source: false,
  },
  ...figures.flatMap((family): PartitionedTable[] => [
    {
      ...{ table: `${family}_minutes`, unit: 'day', keptFor: 'minutesMs' },
      source: true,
    },
    {
      ...{ table: `${family}_hours`, unit: 'month', keptFor: 'hoursMs' },
      source: true,
    },
    {
      ...{ table: `${family}_days`, unit: 'year', keptFor: 'daysMs' },
      source: false,
    },
  ]),
];

interface Partition {
  readonly name: string;
  readonly table: string;
  readonly from: Date;
  readonly to: Date;
}

const LOCK_NOT_AVAILABLE = '55P03';

const listSql: Statement = {
  name: 'observation_partitions',
  text: `
    select c.relname as name, p.relname as parent from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    join pg_class p on p.oid = i.inhparent
    where i.inhparent = any ($1::regclass[])`,
};

/** Some service may still have to be counted before this time. */
const uncountedSql: Statement = {
  name: 'observations_uncounted',
  text: `
    select exists (
      select from observed_services where rolled_until < $1
    ) as uncounted`,
};

/** The tables of days, months and years behind those with a past. */
export class ObservationPartitions {
  readonly #database: Database;
  readonly #known = new Set<string>();

  constructor(options: { readonly database: Database }) {
    this.#database = options.database;
  }

  /** Makes sure that there is a place for what happened at these moments. */
  async ensure(moments: readonly Date[]): Promise<void> {
    const wanted = new Map<string, Partition>();
    for (const { table, unit } of tables) {
      for (const moment of moments) {
        const partition = partitionOf(table, unit, moment);
        if (!this.#known.has(partition.name)) {
          wanted.set(partition.name, partition);
        }
      }
    }
    if (wanted.size === 0) {
      return;
    }
    await this.#database.transaction(async tx => {
      // Two replicas may get here at once.
      await tx.execute(
        `select pg_advisory_xact_lock(hashtextextended('tokpulse-ops:observations', 0))`,
      );
      for (const { name, table, from, to } of wanted.values()) {
        const { rows } = await tx.execute(
          `select 1 where to_regclass('${name}') is not null`,
        );
        if (rows.length === 0) {
          // Attaching, unlike creating in place, lets others read and write on.
          await tx.execute(`create table ${name}
            (like ${table} including defaults including constraints)`);
          await tx.execute(`alter table ${table} attach partition ${name}
            for values from ('${from.toISOString()}') to ('${to.toISOString()}')`);
        }
      }
    });
    for (const name of wanted.keys()) {
      this.#known.add(name);
    }
  }

  /** Asks the database anew which partitions there are; one may be gone. */
  forget(): void {
    this.#known.clear();
  }

  /**
   * Drops what is older than it is kept. A table that somebody reads right now,
   * and one whose figures are not yet in those of the longer stretch, waits for
   * the next time.
   *
   * @returns names of what was dropped
   */
  async drop(
    now: Date,
    retention: ObservationRetention,
  ): Promise<readonly string[]> {
    const rows = await this.#database.query<{ name: string; parent: string }>(
      listSql,
      [tables.map(({ table }) => table)],
    );
    const dropped: string[] = [];
    for (const { table, unit, keptFor, source } of tables) {
      const before = new Date(now.getTime() - retention[keptFor]);
      for (const { name } of rows.filter(row => row.parent === table)) {
        const to = endOf(name, table, unit);
        const over = to !== undefined && to <= before;
        if (over && !(source && (await this.#uncounted(to)))) {
          if (await this.#dropOne(name)) {
            dropped.push(name);
          }
        }
      }
    }
    return dropped;
  }

  async #uncounted(before: Date): Promise<boolean> {
    const [{ uncounted }] = await this.#database.query<{ uncounted: boolean }>(
      uncountedSql,
      [before],
    );
    return uncounted;
  }

  async #dropOne(name: string): Promise<boolean> {
    try {
      await this.#database.transaction(async tx => {
        // Whoever waits for a table keeps all others from it.
        await tx.execute(`set local lock_timeout = '1s'`);
        await tx.execute(`drop table if exists ${name}`);
      });
    } catch (error) {
      if (postgresCode(error) === LOCK_NOT_AVAILABLE) {
        return false;
      }
      throw error;
    }
    this.#known.delete(name);
    return true;
  }
}

function partitionOf(table: string, unit: Unit, moment: Date): Partition {
  const from = startOf(unit, moment);
  const digits = { day: 10, month: 7, year: 4 }[unit];
  const suffix = from.toISOString().slice(0, digits).replaceAll('-', '_');
  return { table, from, to: after(unit, from), name: `${table}_${suffix}` };
}

function startOf(unit: Unit, moment: Date): Date {
  const [year, month, day] = [
    moment.getUTCFullYear(),
    unit === 'year' ? 0 : moment.getUTCMonth(),
    unit === 'day' ? moment.getUTCDate() : 1,
  ];
  return new Date(Date.UTC(year, month, day));
}

function after(unit: Unit, start: Date): Date {
  return new Date(
    Date.UTC(
      start.getUTCFullYear() + (unit === 'year' ? 1 : 0),
      start.getUTCMonth() + (unit === 'month' ? 1 : 0),
      start.getUTCDate() + (unit === 'day' ? 1 : 0),
    ),
  );
}

/** End of what a partition holds; undefined: it is not one that we made. */
function endOf(name: string, table: string, unit: Unit): Date | undefined {
  const parts = name
    .slice(table.length + 1)
    .split('_')
    .map(Number);
  const [year, month = 1, day = 1] = parts;
  const start = new Date(Date.UTC(year, month - 1, day));
  return partitionOf(table, unit, start).name === name
    ? after(unit, start)
    : undefined;
}
