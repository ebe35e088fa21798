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

import type { Database, Queryable, Statement } from '../runs/Database';
import { checkpointMac, type Checkpoint } from './Checkpoint';

/** More than this in one checkpoint, and its line in a file becomes unwieldy. */
const MOST_HEADS = 500;

const turnSql: Statement = {
  name: 'checkpoint_turn',
  text: `
    select pg_try_advisory_xact_lock(
      hashtextextended('tokpulse-ops:checkpoint', 0)) as mine,
      clock_timestamp() as now`,
};

const lastSql: Statement = {
  name: 'last_checkpoint',
  text: `
    select number, encode(mac, 'hex') as mac from evidence_checkpoints
    order by number desc limit 1`,
};

/** Runs that went on since their last checkpoint, or whose end ran back. */
export const movedHeadsSql: Statement = {
  name: 'moved_heads',
  text: `
    select r.id as run_id, r.seq, encode(r.mac, 'hex') as mac,
      last.seq is not null and last.seq >= r.seq as ran_back
    from runs r
    left join lateral (
      select h.seq, h.mac from evidence_heads h
      where h.run_id = r.id order by h.checkpoint desc limit 1
    ) last on true
    where not r.anchored and r.mac is not null
      and (last.seq is null or last.seq <> r.seq or last.mac <> r.mac)
    order by r.id limit ${MOST_HEADS + 1}`,
};

const insertSql: Statement = {
  name: 'insert_checkpoint',
  text: `
    with checkpoint as (
      insert into evidence_checkpoints (number, at, heads, mac)
      values ($1::bigint, $2::timestamptz, jsonb_array_length($4::jsonb),
        decode($3, 'hex'))
      returning number
    )
    insert into evidence_heads (checkpoint, run_id, seq, mac)
    select checkpoint.number, h."runId", h.seq, decode(h.mac, 'hex')
    from checkpoint, jsonb_to_recordset($4::jsonb)
      as h ("runId" uuid, seq bigint, mac text)`,
};

/**
 * A run that is over is looked at no more once its last event is in a
 * checkpoint; a later event, such as a late result, brings it back.
 */
export const settleSql: Statement = {
  name: 'settle_anchored_runs',
  text: `
    update runs r set anchored = true from (
      select o.id from runs o
      where not o.anchored and o.state in ('succeeded', 'failed', 'cancelled')
        and (o.mac is null or o.seq = (
          select h.seq from evidence_heads h
          where h.run_id = o.id order by h.checkpoint desc limit 1
        ))
      order by o.id limit ${MOST_HEADS}
      for update skip locked
    ) over where r.id = over.id`,
};

export const afterSql: Statement = {
  name: 'checkpoints_after',
  text: `
    select c.number, c.at, encode(c.mac, 'hex') as mac,
      (
        select encode(p.mac, 'hex') from evidence_checkpoints p
        where p.number = c.number - 1
      ) as previous,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'runId', h.run_id, 'seq', h.seq, 'mac', encode(h.mac, 'hex')
        ) order by h.run_id)
        from evidence_heads h where h.checkpoint = c.number
      ), '[]') as heads
    from evidence_checkpoints c
    where c.number > $1::bigint order by c.number limit $2::integer`,
};

export const headsOfSql: Statement = {
  name: 'anchored_heads_of_run',
  text: `
    select h.seq, encode(h.mac, 'hex') as mac, c.at
    from evidence_heads h join evidence_checkpoints c on c.number = h.checkpoint
    where h.run_id = $1::uuid order by h.checkpoint`,
};

/** Where the chain of a run ended when a checkpoint was taken. */
export interface AnchoredHead {
  readonly seq: number;
  /** Hex. */
  readonly mac: string;
  /** When the checkpoint was taken. */
  readonly at: string;
}

/** What came of an attempt to take a checkpoint. */
export interface TakenCheckpoint {
  /** Absent when nothing has happened, or when it was another replica's turn. */
  readonly checkpoint?: Checkpoint;
  /** Runs whose chain is shorter than, or differs from, what was anchored. */
  readonly ranBack: readonly string[];
  /** More runs wait for the next one. */
  readonly more: boolean;
}

/** Checkpoints in the plugin's database. */
export class CheckpointStore {
  readonly #database: Database;

  constructor(options: { readonly database: Database }) {
    this.#database = options.database;
  }

  /** Takes a checkpoint of everything that moved; one replica at a time. */
  async take(): Promise<TakenCheckpoint> {
    const key = await this.#database.eventKey();
    return this.#database.transaction(async tx => {
      const [turn] = await tx.query<{ mine: boolean; now: Date }>(turnSql);
      if (!turn.mine) {
        return { ranBack: [], more: false };
      }
      const moved = await tx.query<{
        run_id: string;
        seq: string;
        mac: string;
        ran_back: boolean;
      }>(movedHeadsSql);
      const heads = moved
        .slice(0, MOST_HEADS)
        .filter(row => !row.ran_back)
        .map(row => ({
          runId: row.run_id,
          seq: Number(row.seq),
          mac: row.mac,
        }));
      const checkpoint =
        heads.length === 0
          ? undefined
          : await append(tx, { key, heads, at: turn.now });
      await tx.query(settleSql);
      return {
        ...(checkpoint !== undefined && { checkpoint }),
        ranBack: moved.filter(row => row.ran_back).map(row => row.run_id),
        more: moved.length > MOST_HEADS && heads.length > 0,
      };
    });
  }

  /** Checkpoints after a number, in order. */
  async after(number: number, limit: number): Promise<readonly Checkpoint[]> {
    const rows = await this.#database.query<{
      number: string;
      at: Date;
      mac: string;
      previous: string | null;
      heads: Checkpoint['heads'];
    }>(afterSql, [number, limit]);
    return rows.map(row => ({
      number: Number(row.number),
      at: row.at.toISOString(),
      heads: row.heads,
      previous: row.previous,
      mac: row.mac,
    }));
  }

  /** Number of the newest checkpoint; 0 when there is none. */
  async lastNumber(): Promise<number> {
    const [row] = await this.#database.query<{ number: string }>(lastSql);
    return Number(row?.number ?? 0);
  }

  /** What was anchored of a run, oldest first. */
  async headsOf(runId: string): Promise<readonly AnchoredHead[]> {
    const rows = await this.#database.query<{
      seq: string;
      mac: string;
      at: Date;
    }>(headsOfSql, [runId]);
    return rows.map(row => ({
      seq: Number(row.seq),
      mac: row.mac,
      at: row.at.toISOString(),
    }));
  }
}

async function append(
  tx: Queryable,
  options: {
    readonly key: Buffer;
    readonly heads: Checkpoint['heads'];
    readonly at: Date;
  },
): Promise<Checkpoint> {
  const [last] = await tx.query<{ number: string; mac: string }>(lastSql);
  const content = {
    number: Number(last?.number ?? 0) + 1,
    at: options.at.toISOString(),
    heads: options.heads,
    previous: last?.mac ?? null,
  };
  const mac = checkpointMac(options.key, content);
  await tx.query(insertSql, [
    content.number,
    content.at,
    mac,
    JSON.stringify(content.heads),
  ]);
  return { ...content, mac };
}
