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

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../processes/freePort';
import { KeptServer } from '../processes/KeptServer';
import { endLeftover } from '../processes/leftover';
import { waitFor } from '../processes/waitFor';
import { fillRedis } from './contents';
import { RedisBinary } from './redisBinary';

/** TokPulse's Redis: in memory, password-protected, on one fixed port. */
export class RedisServer {
  static async start(options: {
    binary: RedisBinary;
    dataDir: string;
    password: string;
    port?: number;
  }): Promise<RedisServer> {
    const port = options.port ?? (await freePort());
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    const redis = new RedisServer({ ...options, port });
    await redis.#reclaim();
    await redis.start();
    return redis;
  }

  readonly #binary: RedisBinary;
  readonly #dataDir: string;
  readonly #password: string;
  readonly port: number;
  #server: KeptServer | undefined;

  private constructor(options: {
    binary: RedisBinary;
    dataDir: string;
    password: string;
    port: number;
  }) {
    this.#binary = options.binary;
    this.#dataDir = options.dataDir;
    this.#password = options.password;
    this.port = options.port;
  }

  get url(): string {
    return `redis://:${this.#password}@127.0.0.1:${this.port}/0`;
  }

  /** Process id of the server, or undefined while it is down. */
  get pid(): number | undefined {
    return this.#server?.running ? this.#server.pid : undefined;
  }

  /** Starts the server with the first contents, unless it runs. */
  async start(): Promise<void> {
    if (this.#server?.running) {
      return;
    }
    const configuration = join(this.#dataDir, 'redis.conf');
    // The password is in a file, since a command line is public.
    await writeFile(
      configuration,
      [
        'bind 127.0.0.1',
        `port ${this.port}`,
        `requirepass ${this.#password}`,
        `dir "${this.#dataDir}"`,
        'daemonize no',
        'save ""',
        'appendonly no',
        'maxmemory 128mb',
        '',
      ].join('\n'),
      { mode: 0o600 },
    );
    const server = await KeptServer.start({
      command: this.#binary.command,
      args: [configuration],
      cwd: this.#dataDir,
      logFile: join(this.#dataDir, 'redis.log'),
      stopSignal: 'SIGTERM',
      env: this.#binary.libraryPath
        ? { LD_LIBRARY_PATH: this.#binary.libraryPath }
        : {},
    });
    this.#server = server;
    await writeFile(this.#pidFile, `${server.pid}\n${this.port}\n`);
    await waitFor(
      async () => {
        if (!server.running) {
          return 'ended';
        }
        await this.#use(client => client.ping());
        return 'serving';
      },
      { withinMs: 10_000, what: 'Redis' },
    ).then(async state => {
      if (state === 'ended') {
        throw new Error(
          `Redis ended while starting:\n${await server.lastOutput()}`,
        );
      }
    });
    await this.#use(fillRedis);
  }

  /** Replaces whatever is in it by the first contents. */
  async refill(): Promise<void> {
    await this.start();
    await this.#use(async client => {
      await client.flushall();
      await fillRedis(client);
    });
  }

  /** Takes the server away as a crash does. */
  async kill(): Promise<void> {
    await this.#server?.kill();
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  get #pidFile(): string {
    return join(this.#dataDir, 'redis.pid');
  }

  /** Ends a server that an instance killed with -9 left behind. */
  async #reclaim(): Promise<void> {
    const content = await readFile(this.#pidFile, 'utf8').catch(() => '');
    const [pid, port] = content.split('\n').map(Number);
    if (pid > 1 && port > 0) {
      // Redis and Valkey show their address as their command line.
      const marker = `127.0.0.1:${port}`;
      await endLeftover({ pid, marker, signal: 'SIGTERM' });
    }
  }

  async #use<T>(use: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      client.disconnect();
    }
  }
}
