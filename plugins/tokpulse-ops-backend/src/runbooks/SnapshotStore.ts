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

import type { Runbook } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../runs/Database';

const SAVE = {
  name: 'save_runbook_snapshot',
  text: `
    insert into runbook_snapshots (content_hash, runbook_id, path, source)
    values ($1, $2, $3, $4)
    on conflict (content_hash) do nothing
  `,
};

const GET = {
  name: 'get_runbook_snapshot',
  text: `select source from runbook_snapshots where content_hash = $1`,
};

/** Keeps the text of every runbook that was ever planned. */
export class SnapshotStore {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  async save(runbook: Runbook): Promise<void> {
    const { contentHash, id, path, source } = runbook;
    await this.#database.query(SAVE, [contentHash, id, path, source]);
  }

  /** The text with that hash; undefined when it was never planned. */
  async source(contentHash: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ source: string }>(GET, [
      contentHash,
    ]);
    return row?.source;
  }
}
