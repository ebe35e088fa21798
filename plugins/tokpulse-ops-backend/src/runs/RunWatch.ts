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
import { isConnectionError } from './connectionErrors';
import { notify, type Listener } from './Listener';
import type { Database, Statement } from './Database';

const CONTROL_CHANNEL = 'tokpulse_ops_run_control';
const POLL_MS = 1_000;

const watchedSql: Statement = {
  name: 'watched_runs',
  text: `
    select id, fence, cancel_requested from runs where id = any ($1::uuid[])`,
};

/** A drive in progress, as far as others may interrupt it. */
export interface WatchedDrive {
  readonly fence: number;
  cancelled(): void;
  fenced(): void;
}

/**
 * Tells the drives of this replica that their run was cancelled or taken over,
 * while an action keeps them from finding out by themselves: at once by
 * notification, within a second by polling.
 */
export class RunWatch {
  readonly #database: Database;
  readonly #listener: Listener;
  readonly #logger: LoggerService;
  readonly #drives = new Map<string, WatchedDrive>();
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;

  constructor(options: {
    readonly database: Database;
    readonly listener: Listener;
    readonly logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#listener = options.listener;
    this.#logger = options.logger;
  }

  async open(): Promise<void> {
    this.#unsubscribe = await this.#listener.subscribe({
      channel: CONTROL_CHANNEL,
      onNotification: runId => {
        if (this.#drives.has(runId)) {
          this.#look();
        }
      },
      onReconnect: () => this.#look(),
    });
    this.#timer = setInterval(() => this.#look(), POLL_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#unsubscribe?.();
  }

  /** @returns ends the watch */
  watch(runId: string, drive: WatchedDrive): () => void {
    this.#drives.set(runId, drive);
    return () => {
      if (this.#drives.get(runId) === drive) {
        this.#drives.delete(runId);
      }
    };
  }

  /** Makes the replica that drives a run look at it. */
  async announce(runId: string): Promise<void> {
    await notify(this.#database, CONTROL_CHANNEL, runId);
  }

  #look(): void {
    if (this.#drives.size === 0) {
      return;
    }
    this.#check().catch(error => {
      if (!isConnectionError(error)) {
        this.#logger.warn(`Runs in progress could not be watched: ${error}`);
      }
    });
  }

  async #check(): Promise<void> {
    const rows = await this.#database.query<{
      id: string;
      fence: string;
      cancel_requested: boolean;
    }>(watchedSql, [[...this.#drives.keys()]]);
    for (const row of rows) {
      const drive = this.#drives.get(row.id);
      if (drive && Number(row.fence) > drive.fence) {
        drive.fenced();
      } else if (drive && row.cancel_requested) {
        drive.cancelled();
      }
    }
  }
}
