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

import { Database, type Queryable } from '../runs/Database';
import { eventMac } from '../evidence/chainEvents';
import { checkpointMac } from '../evidence/Checkpoint';
import { CheckpointStore } from '../evidence/CheckpointStore';
import type { TestDatabase } from '../testing';

/** The owner of the database, who can also switch the triggers off. */
export class Intruder {
  readonly #database: Database;

  constructor({ knex }: Pick<TestDatabase, 'knex'>) {
    this.#database = new Database({ knex });
  }

  /** Runs statements without any trigger. */
  async change(
    ...statements: readonly (readonly [string, ...unknown[]])[]
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      await tx.execute('set local session_replication_role = replica');
      for (const [text, ...values] of statements) {
        await tx.execute(text, values);
      }
    });
  }

  /** Writes the whole chain of a run anew, with the key. */
  async chainAnew(runId: string): Promise<void> {
    const key = await this.#database.eventKey();
    await this.#database.transaction(async tx => {
      await tx.execute('set local session_replication_role = replica');
      const { seq, mac } = await rewrite(tx, key, runId);
      await tx.execute('update runs set seq = $2, mac = $3 where id = $1', [
        ...[runId, seq, mac],
      ]);
    });
  }

  /** Makes the checkpoints of the database fit what it holds now. */
  async anchorAnew(runId: string): Promise<void> {
    const key = await this.#database.eventKey();
    await this.change(
      [
        'delete from evidence_heads where run_id = $1 and seq > (select seq from runs where id = $1)',
        runId,
      ],
      [
        `update evidence_heads h set mac = e.mac from run_events e
         where h.run_id = $1 and e.run_id = h.run_id and e.seq = h.seq`,
        runId,
      ],
    );
    const store = new CheckpointStore({ database: this.#database });
    let previous: string | null = null;
    for (const checkpoint of await store.after(0, 1_000)) {
      const mac = checkpointMac(key, { ...checkpoint, previous });
      await this.change([
        `update evidence_checkpoints set mac = decode($2, 'hex') where number = $1`,
        checkpoint.number,
        mac,
      ]);
      previous = mac;
    }
  }
}

async function rewrite(tx: Queryable, key: Buffer, runId: string) {
  const { rows } = await tx.execute(
    'select seq, at, actor, body from run_events where run_id = $1 order by seq',
    [runId],
  );
  let mac: Buffer | null = null;
  let seq = 0;
  for (const row of rows as {
    seq: string;
    at: Date;
    actor: string;
    body: never;
  }[]) {
    seq = Number(row.seq);
    const { at, actor, body } = row;
    mac = eventMac({
      ...{ key, previous: mac },
      content: { runId, seq, at: at.toISOString(), actor, body },
    });
    await tx.execute(
      'update run_events set mac = $3 where run_id = $1 and seq = $2',
      [runId, seq, mac],
    );
  }
  return { seq, mac };
}
