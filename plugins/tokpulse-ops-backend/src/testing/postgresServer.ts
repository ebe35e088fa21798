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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A PostgreSQL server that was started for a test. */
export interface PostgresServer {
  /** Superuser URL of its `postgres` database. */
  readonly url: string;
  /** Stops it the fast way and starts it again on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own, with its data in a temporary directory.
 *
 * @param options - `durable` keeps `fsync` on, as benchmarks need it.
 */
export async function startPostgresServer(
  options: { readonly durable?: boolean } = {},
): Promise<PostgresServer> {
  const script = resolvePackagePath(
    '@tokpulse/backstage-plugin-tokpulse-ops-backend',
    'harness/postgresServer.mjs',
  );
  const child = spawn(
    process.execPath,
    [script, ...(options.durable ? ['--durable'] : [])],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', chunk => {
    errors += String(chunk);
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<Record<string, string>> => {
    const [line] = await Promise.race([
      once(lines, 'line'),
      exited.then(() => {
        throw new Error(`PostgreSQL for tests did not start: ${errors}`);
      }),
    ]);
    return JSON.parse(String(line));
  };

  const { url } = await next();
  return {
    url,
    async restart() {
      child.stdin.write('restart\n');
      await next();
      await next();
    },
    async stop() {
      child.stdin.end('stop\n');
      await exited;
    },
  };
}
