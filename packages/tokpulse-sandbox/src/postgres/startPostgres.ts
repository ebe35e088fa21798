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

import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../processes/freePort';
import { KeptServer } from '../processes/KeptServer';
import { waitFor } from '../processes/waitFor';
import { postgresBinaries } from './binaries';
import { Cluster } from './Cluster';
import { serverUser } from './serverUser';

export interface PostgresOptions {
  /**
   * Where the cluster lives; created when it is missing, kept over restarts.
   * A server that a killed process left on it is stopped first.
   */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** Name of the superuser; `postgres` by default. */
  readonly user?: string;
  /** Server settings, as in postgresql.conf, on top of the helper's own. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL 15. It ends when the process that started it ends. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly pid: number;
  /** Whether the cluster was made by this start, so that it is empty. */
  readonly created: boolean;
  /** A URL for the superuser; database `postgres` by default. */
  connectionString(database?: string): string;
  /** Ends the server and keeps its files. */
  stop(): Promise<void>;
  /** Ends the server the way a power cut does, and keeps its files. */
  kill(): Promise<void>;
  /** Ends the server and removes its files. */
  destroy(): Promise<void>;
}

/**
 * Starts PostgreSQL 15 on the loopback interface, as root or not.
 *
 * Durability is switched off: the data is for practice and tests.
 *
 * @throws when PostgreSQL is not installed for this system, cannot be run by
 * this user, or does not come up; the message says what to do.
 */
export async function startPostgres(
  options: PostgresOptions,
): Promise<PostgresServer> {
  const superuser = options.user ?? 'postgres';
  const user = await serverUser();
  const binaries = await postgresBinaries(user);
  const cluster = await Cluster.open({
    dataDir: options.dataDir,
    superuser,
    binaries,
    user,
  });

  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...options.settings,
  };

  const attempt = async (port: number) => {
    const server = await KeptServer.start({
      command: binaries.postgres,
      args: [
        '-D',
        cluster.directory,
        '-p',
        `${port}`,
        ...Object.entries(settings).flatMap(([name, value]) => [
          '-c',
          `${name}=${value}`,
        ]),
      ],
      cwd: cluster.dataDir,
      logFile: join(cluster.dataDir, 'postgres.log'),
      // SIGINT is PostgreSQL's fast shutdown: sessions end, data is flushed.
      stopSignal: 'SIGINT',
      uid: user?.uid,
      gid: user?.gid,
    });
    const connectionString = (database = 'postgres') =>
      `postgresql://${superuser}:${cluster.password}@127.0.0.1:${port}/${database}`;
    try {
      await untilServing(server, connectionString());
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      host: '127.0.0.1',
      port,
      user: superuser,
      password: cluster.password,
      pid: server.pid,
      created: cluster.created,
      connectionString,
      stop: () => server.stop(),
      kill: () => server.kill(),
      destroy: async () => {
        await server.stop();
        await cluster.remove();
      },
    };
  };

  if (options.port !== undefined) {
    return attempt(options.port);
  }
  // Between the search for a free port and its use another may take it.
  return attempt(await freePort()).catch(async () => attempt(await freePort()));
}

async function untilServing(server: KeptServer, url: string): Promise<void> {
  await waitFor(
    async () => {
      if (!server.running) {
        return 'ended';
      }
      const client = new Client({ connectionString: url });
      // A server that shuts down under the probe is answered by the next one.
      client.on('error', () => undefined);
      try {
        await client.connect();
        return 'serving';
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    { withinMs: 30_000, what: 'PostgreSQL' },
  ).then(async state => {
    if (state === 'ended') {
      throw new Error(
        `PostgreSQL ended while starting:\n${await server.lastOutput()}`,
      );
    }
  });
}
