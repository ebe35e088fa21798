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

import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../runs/canonicalJson';
import type { Queryable, Statement } from '../../runs/Database';

/** What is left of events that retention has removed. */
export interface Removal {
  readonly runId: string;
  /** Number of the last event that was removed. */
  readonly seq: number;
  /** Its code, in hex; null for an event from before evidence began. */
  readonly mac: string | null;
  /** When the run ended; ISO 8601, UTC. */
  readonly endedAt: string;
  /** When its events were removed. */
  readonly at: string;
}

export const removalSql: Statement = {
  name: 'evidence_removal',
  text: `
    select seq, encode(mac, 'hex') as mac, ended_at, at,
      encode(code, 'hex') as code
    from evidence_removals where run_id = $1::uuid
    order by seq desc limit 1`,
};

/** The last removal of a run, and whether it is what was written. */
export interface RecordedRemoval {
  readonly removal: Removal;
  readonly authentic: boolean;
}

/** HMAC-SHA-256, in hex: nobody without the key makes a removal up. */
export function removalCode(key: Buffer, removal: Removal): string {
  const { runId, seq, mac, endedAt, at } = removal;
  return createHmac('sha256', key)
    .update(canonicalJson({ kind: 'removal', runId, seq, mac, endedAt, at }))
    .digest('hex');
}

/** Undefined when nothing of the run was removed. */
export async function readRemoval(
  db: Queryable,
  options: { readonly runId: string; readonly key: Buffer },
): Promise<RecordedRemoval | undefined> {
  const { key } = options;
  const runId = options.runId.toLowerCase();
  const [row] = await db.query<{
    seq: string;
    mac: string | null;
    ended_at: Date;
    at: Date;
    code: string;
  }>(removalSql, [runId]);
  if (row === undefined) {
    return undefined;
  }
  const removal: Removal = {
    runId,
    seq: Number(row.seq),
    mac: row.mac,
    endedAt: row.ended_at.toISOString(),
    at: row.at.toISOString(),
  };
  const expected = Buffer.from(removalCode(key, removal), 'hex');
  const stated = Buffer.from(row.code, 'hex');
  return {
    removal,
    authentic:
      stated.length === expected.length && timingSafeEqual(stated, expected),
  };
}

/** Whether retention has removed events of the run. */
export async function wasRemoved(
  db: Queryable,
  runId: string,
): Promise<boolean> {
  return (await db.query(removalSql, [runId])).length > 0;
}
