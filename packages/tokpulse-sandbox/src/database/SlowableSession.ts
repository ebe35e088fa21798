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

import { Socket } from 'node:net';
import { isTlsRequest, MessageReader, query, typeOf } from './frontendMessages';

export interface SessionOptions {
  readonly client: Socket;
  readonly database: Socket;
  /** Seconds that the next statement takes longer; 0 is normal. */
  readonly delaySeconds: () => number;
}

/** One session of the app. */
class SlowableSession {
  readonly #client: Socket;
  readonly #database: Socket;
  readonly #delaySeconds: () => number;
  readonly #requests = new MessageReader({ startsWith: 'startup packet' });
  readonly #replies = new MessageReader({ startsWith: 'typed messages' });
  /** Whether the database waits for a statement. */
  #idle = false;
  /** Whether the database is in a sleep of ours, whose reply nobody gets. */
  #sleeping = false;
  #started = false;
  /** The statement that waits for the end of the sleep. */
  #held: Buffer | undefined;
  #slept = false;

  constructor(options: SessionOptions) {
    this.#client = options.client;
    this.#database = options.database;
    this.#delaySeconds = options.delaySeconds;
  }

  begin(): void {
    this.#client.on('data', chunk => {
      this.#requests.add(toBuffer(chunk));
      this.#passRequests();
    });
    this.#database.on('data', chunk => {
      this.#replies.add(toBuffer(chunk));
      this.#passReplies();
    });
    const end = () => {
      this.#client.destroy();
      this.#database.destroy();
    };
    for (const socket of [this.#client, this.#database]) {
      socket.on('error', end);
      socket.on('close', end);
    }
  }

  #passRequests(): void {
    while (!this.#sleeping) {
      const message = this.#held ?? this.#requests.next();
      this.#held = undefined;
      if (message === undefined) {
        return;
      }
      if (!this.#started) {
        if (isTlsRequest(message)) {
          this.#client.write('N');
        } else {
          this.#started = true;
          this.#database.write(message);
        }
        continue;
      }
      const delay = this.#delaySeconds();
      const begins = typeOf(message) === 'Q' || typeOf(message) === 'P';
      if (begins && this.#idle && !this.#slept && delay > 0) {
        this.#held = message;
        this.#sleeping = true;
        this.#idle = false;
        this.#database.write(query(`SELECT pg_sleep(${delay})`));
        return;
      }
      this.#slept = false;
      this.#idle = false;
      this.#database.write(message);
    }
  }

  #passReplies(): void {
    for (
      let reply = this.#replies.next();
      reply !== undefined;
      reply = this.#replies.next()
    ) {
      const ready = typeOf(reply) === 'Z';
      if (this.#sleeping) {
        if (ready) {
          this.#sleeping = false;
          this.#slept = true;
          this.#idle = true;
          this.#passRequests();
        }
        continue;
      }
      if (ready) {
        this.#idle = true;
      }
      this.#client.write(reply);
    }
  }
}

function toBuffer(chunk: Buffer | string): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/**
 * Passes bytes between an app and its database, and lets the database sleep
 * before a statement when it is to be slow. Ends with either side.
 */
export function joinSlowably(options: SessionOptions): void {
  new SlowableSession(options).begin();
}
