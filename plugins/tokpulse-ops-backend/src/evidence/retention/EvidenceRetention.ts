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
import { postgresCode, type Database } from '../../runs/Database';
import { eventTable, type EventTable } from '../../runs/store/partitions';
import { removalCode, type Removal } from './Removal';
import {
  clockSql,
  deleteFilesSql,
  deleteSql,
  endedRunsSql,
  keptSql,
  recordSql,
  RUNS_AT_ONCE,
  tablesSql,
} from './retentionSql';

/** Whoever writes events waits no longer than this for a table to go. */
const LOCK_TIMEOUT = '2s';
const LOCK_NOT_AVAILABLE = '55P03';

const FIRST = {
  position: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
} as const;

/** What one round has removed. */
export interface RemovedEvidence {
  /** Runs whose events were put on record as removed. */
  readonly runs: number;
  /** Runs whose events were deleted row by row. */
  readonly deletedOf: number;
  /** Tables of a month that were dropped whole. */
  readonly tables: readonly string[];
  readonly files: number;
}

/**
 * Removes the events and files of runs that ended long ago. The run itself, its
 * steps and the code of its last event stay. What is removed is put on record
 * first, so that whoever dies in between leaves nothing that looks cut.
 */
export class EvidenceRetention {
  readonly #database: Database;
  readonly #logger: LoggerService;
  readonly #keepMs: number;

  constructor(options: {
    readonly database: Database;
    readonly logger: LoggerService;
    /** Events are kept this long after their run has ended. */
    readonly keepMs: number;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
    this.#keepMs = options.keepMs;
  }

  /** Removes whatever is due, by the database's clock. */
  async round(
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<RemovedEvidence> {
    const { signal } = options;
    const [{ now }] = await this.#database.query<{ now: Date }>(clockSql);
    const before = new Date(now.getTime() - this.#keepMs);
    const runs = await this.#record({ before, now, signal });
    const tables: string[] = [];
    let deletedOf = 0;
    for (const table of await this.#oldTables(before)) {
      if (signal?.aborted) {
        break;
      }
      if (await this.#drop(table, before)) {
        tables.push(table.name);
      } else {
        deletedOf += await this.#delete(table, signal);
      }
    }
    const [{ files }] = await this.#database.query<{ files: number }>(
      deleteFilesSql,
    );
    const removed: RemovedEvidence = { runs, deletedOf, tables, files };
    if (runs + deletedOf + tables.length + files > 0) {
      this.#logger.info(
        `Retention removed the events of ${runs} runs that ended before ${before.toISOString()}; ${
          tables.length
        } monthly tables were dropped (${
          tables.join(', ') || 'none'
        }), events of ${deletedOf} runs and ${files} files were deleted`,
      );
    }
    return removed;
  }

  /** @returns how many runs were put on record */
  async #record(options: {
    readonly before: Date;
    readonly now: Date;
    readonly signal?: AbortSignal;
  }): Promise<number> {
    const { before, now, signal } = options;
    const key = await this.#database.eventKey();
    let after: { position: string; id: string } = FIRST;
    let recorded = 0;
    while (!signal?.aborted) {
      const rows = await this.#database.query<{
        run_id: string;
        seq: string;
        mac: string | null;
        finished_at: Date;
        position: string;
      }>(endedRunsSql, [before, after.position, after.id]);
      const last = rows.at(-1);
      if (last === undefined) {
        break;
      }
      const removals = rows.map((row): Removal & { readonly code: string } => {
        const removal: Removal = {
          runId: row.run_id,
          seq: Number(row.seq),
          mac: row.mac,
          endedAt: row.finished_at.toISOString(),
          at: now.toISOString(),
        };
        return { ...removal, code: removalCode(key, removal) };
      });
      await this.#database.query(recordSql, [JSON.stringify(removals)]);
      recorded += rows.length;
      after = { position: last.position, id: last.run_id };
      if (rows.length < RUNS_AT_ONCE) {
        break;
      }
    }
    return recorded;
  }

  /** Tables of months in which a run may have ended long enough ago. */
  async #oldTables(before: Date): Promise<readonly EventTable[]> {
    const rows = await this.#database.query<{ name: string }>(tablesSql);
    return rows.flatMap(({ name }) => {
      const table = eventTable(name);
      return table !== undefined && table.from < before ? [table] : [];
    });
  }

  /** Drops the table when nothing in it is kept; @returns whether it did */
  async #drop(table: EventTable, before: Date): Promise<boolean> {
    if (table.to > before || (await this.#keeps(this.#database, table))) {
      return false;
    }
    try {
      return await this.#database.transaction(async tx => {
        await tx.execute(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
        // The parent first, as everybody who reads or writes events does.
        await tx.execute('lock table only run_events in access exclusive mode');
        if (await this.#keeps(tx, table)) {
          return false;
        }
        await tx.execute(`drop table if exists ${table.name}`);
        return true;
      });
    } catch (error) {
      if (postgresCode(error) === LOCK_NOT_AVAILABLE) {
        // Somebody reads for long; it is there in the next round, too.
        return false;
      }
      throw error;
    }
  }

  async #keeps(
    db: Pick<Database, 'query'>,
    { firstId, endId }: EventTable,
  ): Promise<boolean> {
    const [row] = await db.query<{ kept: boolean }>(keptSql, [firstId, endId]);
    return row.kept;
  }

  /** @returns of how many runs events were deleted */
  async #delete(
    { firstId, endId }: EventTable,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let deleted = 0;
    while (!signal?.aborted) {
      const [{ runs }] = await this.#database.query<{ runs: number }>(
        deleteSql,
        [firstId, endId],
      );
      deleted += runs;
      if (runs === 0) {
        break;
      }
    }
    return deleted;
  }
}
