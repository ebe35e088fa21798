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
import { joinSlowably } from './SlowableSession';

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
      joinSlowably({
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
