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

import type { Lock } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Database } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import type { RunWatch } from '../runs/RunWatch';
import type { Redactor } from '../runs/types';
import { listLocks, type LockFilter } from './listLocks';
import { stealLock, type Steal } from './stealLock';

/** Targets that runs hold. */
export interface Locks {
  /** By name; see {@link listLocks}. */
  list(filter: LockFilter): Promise<Lock[]>;
  /** See {@link stealLock}. */
  steal(steal: Steal): Promise<void>;
}

/** Locks as rows of the plugin's database. */
export class PostgresLocks implements Locks {
  readonly #database: Database;
  readonly #dispatcher: Pick<Dispatcher, 'wake'>;
  readonly #watch: Pick<RunWatch, 'announce'>;
  readonly #redactor: () => Redactor;
  readonly #onCommit: (runId: string) => void;

  constructor(options: {
    readonly database: Database;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    readonly watch: Pick<RunWatch, 'announce'>;
    readonly redactor: () => Redactor;
    readonly onCommit: (runId: string) => void;
  }) {
    this.#database = options.database;
    this.#dispatcher = options.dispatcher;
    this.#watch = options.watch;
    this.#redactor = options.redactor;
    this.#onCommit = options.onCommit;
  }

  list(filter: LockFilter): Promise<Lock[]> {
    return listLocks(this.#database, filter);
  }

  async steal(steal: Steal): Promise<void> {
    const reason = this.#redactor().text(steal.reason);
    await this.#database.transaction(tx =>
      stealLock(tx, { ...steal, reason }, this.#dispatcher),
    );
    this.#onCommit(steal.holder);
    // Its driver hears at once that it is fenced.
    await this.#watch.announce(steal.holder);
  }
}
