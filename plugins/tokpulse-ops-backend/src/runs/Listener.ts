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
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Notification } from 'pg';
import type { Database, Statement } from './Database';

const notifySql: Statement = {
  name: 'notify',
  text: `select pg_notify($1::text, $2::text)`,
};

/** What a listener does for one channel. */
export interface Subscription {
  readonly channel: string;
  onNotification(payload: string): void;
  /** After every gap in which notifications may have been missed. */
  onReconnect(): void;
}

const HANDSHAKE_CHANNEL = 'tokpulse_ops_hello';
const HANDSHAKE_MS = 2_000;
const PROBE_MS = 10_000;
const RECONNECT_MS = [100, 500, 1_000, 2_000, 5_000];

/**
 * The one LISTEN connection of a replica. A pooler in transaction mode accepts
 * LISTEN and delivers nothing, so a notification of its own has to come back
 * before it counts as connected; until then everybody polls.
 */
export class Listener {
  readonly #database: Database;
  readonly #logger: LoggerService;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #stop = new AbortController();
  #client: Client | undefined;
  #connected = false;
  #loop: Promise<void> | undefined;

  constructor(options: {
    readonly database: Database;
    readonly logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
  }

  /** Whether notifications arrive now; when not, poll. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Connects once; later failures are retried in the background. */
  async open(): Promise<void> {
    let first = true;
    const opened = new Promise<void>(resolve => {
      this.#loop = this.#keepConnected(() => {
        if (first) {
          first = false;
          resolve();
        }
      });
    });
    await opened;
  }

  async subscribe(subscription: Subscription): Promise<() => Promise<void>> {
    const { channel } = subscription;
    this.#subscriptions.set(channel, subscription);
    if (this.#connected) {
      await this.#client?.query(`listen ${quoted(channel)}`);
    }
    return async () => {
      this.#subscriptions.delete(channel);
      if (this.#connected) {
        await this.#client?.query(`unlisten ${quoted(channel)}`);
      }
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #keepConnected(attempted: () => void): Promise<void> {
    let failures = 0;
    const connected = () => {
      if (failures > 0) {
        this.#logger.info('LISTEN works again; live updates are instant');
      }
      failures = 0;
      attempted();
    };
    while (!this.#stop.signal.aborted) {
      try {
        await this.#connectUntilLost(connected);
      } catch (error) {
        if (failures === 0 && !this.#stop.signal.aborted) {
          this.#logger.warn(
            `LISTEN is not possible, so run events are polled and appear up to a second late: ${messageOf(
              error,
            )}. A pooler in transaction mode is the usual reason; connect the plugin to PostgreSQL directly.`,
          );
        }
      } finally {
        this.#connected = false;
      }
      attempted();
      const wait = RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)];
      failures += 1;
      await sleep(wait, undefined, { signal: this.#stop.signal }).catch(
        () => undefined,
      );
    }
  }

  async #connectUntilLost(connected: () => void): Promise<void> {
    const client = await this.#database.connect();
    this.#client = client;
    try {
      const lost = new Promise<never>((_resolve, reject) => {
        client.once('error', reject);
        client.once('end', () => reject(new Error('The connection ended')));
      });
      lost.catch(() => undefined);
      client.on('notification', message => this.#receive(message));

      await client.query(`set application_name to 'tokpulse-ops-listen'`);
      await Promise.race([this.#shakeHands(client), lost]);
      for (const channel of this.#subscriptions.keys()) {
        await client.query(`listen ${quoted(channel)}`);
      }
      this.#connected = true;
      connected();
      this.#subscriptions.forEach(one => one.onReconnect());
      await Promise.race([this.#probeUntilStopped(client), lost]);
    } finally {
      this.#connected = false;
      this.#client = undefined;
      await client.end().catch(() => undefined);
    }
  }

  async #shakeHands(client: Client): Promise<void> {
    const token = randomUUID();
    await client.query(`listen ${HANDSHAKE_CHANNEL}`);
    const heard = new Promise<void>(resolve => {
      client.on('notification', message => {
        if (message.payload === token) {
          resolve();
        }
      });
    });
    await this.#database.query(notifySql, [HANDSHAKE_CHANNEL, token]);
    await withTimeout(heard, HANDSHAKE_MS, 'no notification arrived');
    await client.query(`unlisten ${HANDSHAKE_CHANNEL}`);
  }

  /** Notices a connection that died without a word. */
  async #probeUntilStopped(client: Client): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await sleep(PROBE_MS, undefined, { signal: this.#stop.signal }).catch(
        () => undefined,
      );
      if (!this.#stop.signal.aborted) {
        await withTimeout(client.query('select 1'), 5_000, 'no answer');
      }
    }
  }

  #receive(message: Notification): void {
    this.#subscriptions
      .get(message.channel)
      ?.onNotification(message.payload ?? '');
  }
}

/** Sends one notification; readers get it once the statement committed. */
export async function notify(
  database: Database,
  channel: string,
  payload: string,
): Promise<void> {
  await database.query(notifySql, [channel, payload]);
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function withTimeout<T>(
  promise: Promise<T>,
  milliseconds: number,
  message: string,
): Promise<T> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      promise,
      sleep(milliseconds, undefined, { signal: stop.signal, ref: false }).then(
        () => {
          throw new Error(message);
        },
      ),
    ]);
  } finally {
    stop.abort();
  }
}
