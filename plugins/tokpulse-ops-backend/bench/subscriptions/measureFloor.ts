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

import { Client } from 'pg';
import { percentile } from '../engine/statistics';

/** What the plainest query costs: one row by its primary key. */
export interface Floor {
  /** On a connection that is open. */
  readonly rowP50Ms: number;
  readonly rowP95Ms: number;
  /** With a connection of its own, as diagnostic reads have. */
  readonly ownConnectionP50Ms: number;
  readonly ownConnectionP95Ms: number;
}

/** Measures it with plain `pg` in the same database. */
export async function measureFloor(options: {
  readonly url: string;
  readonly ids: readonly string[];
}): Promise<Floor> {
  const connect = async () => {
    const client = new Client({ connectionString: options.url });
    await client.connect();
    return client;
  };
  const read = (client: Client, id: string) =>
    client.query('SELECT id, status FROM subscriptions WHERE id = $1', [id]);
  const timed = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  const open = await connect();
  const rows: number[] = [];
  const own: number[] = [];
  for (const id of options.ids) {
    rows.push(await timed(() => read(open, id)));
    own.push(
      await timed(async () => {
        const client = await connect();
        await read(client, id);
        await client.end();
      }),
    );
  }
  await open.end();
  return {
    rowP50Ms: percentile(rows, 0.5),
    rowP95Ms: percentile(rows, 0.95),
    ownConnectionP50Ms: percentile(own, 0.5),
    ownConnectionP95Ms: percentile(own, 0.95),
  };
}
