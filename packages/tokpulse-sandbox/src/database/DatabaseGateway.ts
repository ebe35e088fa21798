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

import { createServer, connect, Server, Socket } from 'node:net';
import { isTlsRequest, MessageReader, query, typeOf } from './frontendMessages';

/**
 * The way from the partner app to its database. Usually it only passes bytes
 * on; while it is slow, the database sleeps in the app's own session before
 * every statement, so that the statements really take that long and are seen
 * in `pg_stat_activity` and `pg_stat_statements` under the app's role.
 */
export class DatabaseGateway {
  static async start(options: {
    databasePort: number;
    port?: number;
  }): Promise<DatabaseGateway> {
    const gateway = new DatabaseGateway(options.databasePort);
    await new Promise<void>((resolve, reject) => {
      gateway.#server.once('error', reject);
      gateway.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return gateway;
  }

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Seconds that every statement takes longer; 0 is normal. */
  delaySeconds = 0;

  private constructor(databasePort: number) {
    this.#server = createServer(client => {
      const database = connect(databasePort, '127.0.0.1');
      for (const socket of [client, database]) {
        this.#sockets.add(socket);
        socket.setNoDelay(true);
        socket.once('close', () => this.#sockets.delete(socket));
      }
      new SlowableSession({
        client,
        database,
        delaySeconds: () => this.delaySeconds,
      });
    });
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }
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
  #slept = false;

  constructor(options: {
    client: Socket;
    database: Socket;
    delaySeconds: () => number;
  }) {
    this.#client = options.client;
    this.#database = options.database;
    this.#delaySeconds = options.delaySeconds;

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

  /** The statement that waits for the end of the sleep. */
  #held: Buffer | undefined;

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
