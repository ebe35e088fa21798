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
import { PgBoss, type Db } from 'pg-boss';
import type { Database, Queryable } from './Database';
import type { Listener } from './Listener';

/** The schema of the job queue, beside the plugin's own tables. */
export const JOBS_SCHEMA = 'tokpulse_ops_jobs';

/** The queue of wake-ups. */
export const RUN_QUEUE = 'run';

/** Seconds without a sign of life after which a driver counts as dead; the least that pg-boss takes. */
const HEARTBEAT_SECONDS = 10;
/** A run may be driven in one piece for 23 hours; the default is 15 minutes. */
const EXPIRE_SECONDS = 82_800;
/** How late a timer or a takeover may be noticed when nobody is notified. */
const POLL_SECONDS = 2;

/** Drives one run until it blocks. */
export type Drive = (runId: string, signal: AbortSignal) => Promise<void>;

/** Wakes runs up: a job means "drive this run until it blocks" and no more. */
export class Dispatcher {
  readonly #boss: PgBoss;
  readonly #logger: LoggerService;
  readonly #slots: number;
  readonly #workers: string[] = [];
  readonly #busy = new Set<string>();
  #turn = 0;
  readonly #hints = new Set<NodeJS.Timeout>();
  #closing = false;

  constructor(options: {
    readonly database: Database;
    readonly listener: Listener;
    readonly logger: LoggerService;
    /** How many runs this replica drives at once. */
    readonly slots: number;
    /** Whether the job queue may create and migrate its schema. */
    readonly migrate: boolean;
  }) {
    const { database, listener, logger } = options;
    this.#logger = logger;
    this.#slots = options.slots;
    const wakeWorker = () => this.#wakeWorker();
    const db: Db = {
      // Not pg-boss's `fromKnex`: knex.raw refuses an undefined binding, and
      // pg-boss has one whenever a job ends without output.
      executeSql: (text, values) => database.execute(text, values),
      async listen(channel, onNotification, onReconnect) {
        const close = await listener.subscribe({
          channel,
          onNotification: payload => {
            if (payload === RUN_QUEUE) {
              // One job, one worker: all of them at once would be in each
              // other's way for the one that gets it.
              wakeWorker();
            } else {
              onNotification(payload);
            }
          },
          onReconnect,
        });
        return { close };
      },
    };
    this.#boss = new PgBoss({
      db,
      schema: JOBS_SCHEMA,
      migrate: options.migrate,
      createSchema: options.migrate,
      schedule: false,
      useListenNotify: true,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
      registerInstance: false,
      persistWarnings: false,
    });
    this.#boss.on('error', error => {
      logger.warn(`The job queue reports: ${error.message}`);
    });
    this.#boss.on('warning', warning => {
      logger.debug(`The job queue warns: ${warning.message}`);
    });
  }

  /** Starts the queue; runs can be enqueued from here on. */
  async open(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(RUN_QUEUE, {
      // Not `exclusive`: a wake-up that comes while the old driver finishes
      // has to stay, or it is lost.
      policy: 'singleton',
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      retryLimit: 1000,
      expireInSeconds: EXPIRE_SECONDS,
      deleteAfterSeconds: 3600,
    });
  }

  /** Starts one worker a slot. */
  async work(drive: Drive): Promise<void> {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const id: string = await this.#boss.work<{ runId: string }>(
        RUN_QUEUE,
        {
          heartbeatRefreshSeconds: 1,
          pollingIntervalSeconds: 0.5,
          // Workers do not poll in step: a few dozen of them share the load.
          notifyPollingIntervalSeconds: POLL_SECONDS + slot * 0.01,
        },
        async ([job]) => {
          this.#busy.add(id);
          // Jobs of one transaction share one notification.
          this.#wakeWorker();
          try {
            await drive(job.data.runId, job.signal);
          } finally {
            this.#busy.delete(id);
            // Without this a worker sleeps a whole interval after each job.
            this.#boss.notifyWorker(id);
          }
        },
      );
      this.#workers.push(id);
    }
  }

  /** Enqueues a wake-up in the caller's transaction. */
  async wake(
    tx: Queryable,
    runId: string,
    options: { readonly inMs?: number } = {},
  ): Promise<void> {
    await this.#boss.send(
      RUN_QUEUE,
      { runId },
      {
        singletonKey: runId,
        startAfter: (options.inMs ?? 0) / 1000,
        db: { executeSql: (text, values) => tx.execute(text, values) },
      },
    );
    if (options.inMs !== undefined) {
      this.#hint(options.inMs);
    }
  }

  /** Lets the next worker that has nothing to do look for a job. */
  #wakeWorker(): void {
    for (let tried = 0; tried < this.#workers.length; tried += 1) {
      this.#turn = (this.#turn + 1) % this.#workers.length;
      const id = this.#workers[this.#turn];
      if (!this.#busy.has(id)) {
        this.#boss.notifyWorker(id);
        return;
      }
    }
    // All are busy: each looks again when it is done.
  }

  /** Nobody is notified of a job that becomes due; this makes ours punctual. */
  #hint(inMs: number): void {
    if (inMs > 60_000 || this.#closing) {
      return;
    }
    const timer = setTimeout(() => {
      this.#hints.delete(timer);
      this.#wakeWorker();
    }, inMs + 5);
    timer.unref();
    this.#hints.add(timer);
  }

  /** Stops taking jobs; resolves when those in hand are done or `graceMs` is over. */
  async close(options: { readonly graceMs: number }): Promise<void> {
    this.#closing = true;
    this.#hints.forEach(timer => clearTimeout(timer));
    this.#hints.clear();
    await this.#boss.stop({ graceful: true, timeout: options.graceMs });
    this.#logger.debug('The job queue is stopped');
  }
}
