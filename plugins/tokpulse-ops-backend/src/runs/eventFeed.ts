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
import { NotFoundError } from '@backstage/errors';
import {
  terminalRunStates,
  type RunEvent,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { randomUUID } from 'node:crypto';
import { isConnectionError, throughOutages } from './connectionErrors';
import type { Database, Statement } from './Database';
import { notify, type Listener } from './Listener';
import { RunChannel } from './RunChannel';
import { readEvents } from './store/readEvents';

const EVENTS_CHANNEL = 'tokpulse_ops_run_events';

/** Commits that carry a NOTIFY wait for each other, so one tells of many. */
const ANNOUNCE_MS = 20;
/** A payload holds 8,000 bytes. */
const IDS_PER_PAYLOAD = 150;
/** Catches what was committed by a process that died before it told. */
const BACKSTOP_MS = 2_000;
/** How late events appear where LISTEN is not possible. */
const POLL_MS = 500;

const PAGE = 200;

const positionsSql: Statement = {
  name: 'run_positions',
  text: `select id, seq, state from runs where id = any ($1::uuid[])`,
};

/**
 * New events for whoever follows a run on this replica, wherever they were
 * written: a notification says that a run changed, one read fetches what is
 * new for all its followers.
 */
export class EventFeed {
  readonly #database: Database;
  readonly #listener: Listener;
  readonly #logger: LoggerService;
  readonly #channels = new Map<string, RunChannel>();
  readonly #changed = new Set<string>();
  /** What this replica commits, its followers learn without a notification. */
  readonly #origin = randomUUID();
  #announcing: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;
  #lastPoll = 0;

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
      channel: EVENTS_CHANNEL,
      onNotification: payload => {
        const [origin, ids] = payload.split(':');
        if (origin !== this.#origin) {
          ids.split(',').forEach(id => this.#channels.get(id)?.pump());
        }
      },
      onReconnect: () => this.#poll(),
    });
    this.#polling = setInterval(() => {
      const due = this.#listener.connected ? BACKSTOP_MS : POLL_MS;
      if (performance.now() - this.#lastPoll >= due - POLL_MS / 2) {
        this.#poll();
      }
    }, POLL_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#polling);
    await this.#unsubscribe?.();
    clearTimeout(this.#announcing);
    await this.#announce();
    this.#channels.forEach(channel => channel.close());
    this.#channels.clear();
  }

  /** This replica committed events of a run. */
  changed(runId: string): void {
    this.#channels.get(runId)?.pump();
    this.#changed.add(runId);
    this.#announcing ??= setTimeout(() => {
      this.#announcing = undefined;
      this.#announce();
    }, ANNOUNCE_MS);
  }

  /**
   * Events after a number, each once and in order, until the run is over or
   * the signal aborts.
   */
  async *follow(options: {
    readonly runId: string;
    readonly after: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<RunEvent> {
    const { runId, signal } = options;
    const channel = await this.#join(runId);
    let position = options.after;
    try {
      while (!signal.aborted) {
        const after = position;
        const events =
          channel.after(after) ??
          (await throughOutages(
            async () =>
              (
                await readEvents(this.#database, { runId, after, limit: PAGE })
              ).items,
            { signal },
          ));
        for (const event of events) {
          if (signal.aborted) {
            return;
          }
          position = event.seq;
          yield event;
        }
        if (events.length === 0) {
          if (channel.over) {
            return;
          }
          await channel.changed(signal);
        }
      }
    } finally {
      this.#leave(channel);
    }
  }

  async #join(runId: string): Promise<RunChannel> {
    const existing = this.#channels.get(runId);
    if (existing) {
      existing.followers += 1;
      return existing;
    }
    const [row] = await this.#positions([runId]);
    if (row === undefined) {
      throw new NotFoundError(`There is no run '${runId}'`);
    }
    const raced = this.#channels.get(runId);
    const channel =
      raced ??
      new RunChannel({
        runId,
        cursor: row.seq,
        over: terminalRunStates.includes(row.state),
        read: after =>
          readEvents(this.#database, { runId, after, limit: PAGE }),
        onError: error => this.#report(error),
      });
    channel.followers += 1;
    this.#channels.set(runId, channel);
    return channel;
  }

  #leave(channel: RunChannel): void {
    channel.followers -= 1;
    if (channel.followers === 0) {
      this.#channels.delete(channel.runId);
    }
  }

  async #positions(
    ids: readonly string[],
  ): Promise<readonly { id: string; seq: number; state: RunState }[]> {
    const rows = await this.#database.query<{
      id: string;
      seq: string;
      state: RunState;
    }>(positionsSql, [ids]);
    return rows.map(row => ({ ...row, seq: Number(row.seq) }));
  }

  #poll(): void {
    this.#lastPoll = performance.now();
    if (this.#channels.size === 0) {
      return;
    }
    this.#positions([...this.#channels.keys()]).then(
      rows => {
        for (const { id, seq } of rows) {
          const channel = this.#channels.get(id);
          if (channel && seq > channel.cursor) {
            channel.pump();
          }
        }
      },
      error => this.#report(error),
    );
  }

  async #announce(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    try {
      for (let from = 0; from < ids.length; from += IDS_PER_PAYLOAD) {
        await notify(
          this.#database,
          EVENTS_CHANNEL,
          `${this.#origin}:${ids
            .slice(from, from + IDS_PER_PAYLOAD)
            .join(',')}`,
        );
      }
    } catch (error) {
      // Followers elsewhere find out by their own polling.
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (!isConnectionError(error)) {
      this.#logger.warn(`Run events could not be read or told: ${error}`);
    }
  }
}
