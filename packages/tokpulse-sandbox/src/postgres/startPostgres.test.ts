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

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive } from '../processes/leftover';
import { startPostgres } from './startPostgres';

jest.setTimeout(60_000);

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'postgres-test-'));
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  it('keeps data over an orderly stop and over a kill, and removes it when destroyed', async () => {
    const first = await startPostgres({ dataDir, user: 'owner' });
    expect(first.created).toBe(true);
    await ask(first.connectionString(), 'CREATE TABLE kept (id int)');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await startPostgres({
      dataDir,
      user: 'owner',
      settings: { max_connections: '17' },
    });
    expect(second.created).toBe(false);
    expect(second.password).toBe(first.password);
    await expect(
      ask(
        second.connectionString(),
        `SELECT count(*)::int AS tables, current_setting('max_connections') AS max,
           current_setting('server_version_num')::int / 10000 AS major
         FROM pg_tables WHERE tablename = 'kept'`,
      ),
    ).resolves.toEqual([{ tables: 1, max: '17', major: 15 }]);
    await second.kill();
    expect(isAlive(second.pid)).toBe(false);

    const third = await startPostgres({ dataDir, user: 'owner' });
    await third.destroy();
    await expect(stat(join(dataDir, 'cluster'))).rejects.toThrow('ENOENT');
  });

  it('takes over a directory on which a server was left behind', async () => {
    const left = await startPostgres({ dataDir });
    const second = await startPostgres({ dataDir });
    try {
      expect(isAlive(left.pid)).toBe(false);
      await expect(
        ask(second.connectionString(), 'SELECT 1 AS one'),
      ).resolves.toEqual([{ one: 1 }]);
    } finally {
      await second.destroy();
    }
  });

  it('keeps the password out of the command line and away from others', async () => {
    const server = await startPostgres({ dataDir });
    try {
      const file = await stat(join(dataDir, 'password'));
      expect((file.mode & 0o777).toString(8)).toBe('600');
      const password = (
        await readFile(join(dataDir, 'password'), 'utf8')
      ).trim();
      expect(password).toBe(server.password);
      await expect(
        ask(
          server.connectionString().replace(password, 'wrong'),
          'SELECT 1 AS one',
        ),
      ).rejects.toThrow('password authentication failed');
    } finally {
      await server.destroy();
    }
  });

  it('says what is wrong when the server cannot start', async () => {
    await expect(
      startPostgres({ dataDir, settings: { no_such_setting: '1' } }),
    ).rejects.toThrow(/PostgreSQL ended while starting:[^]*no_such_setting/);
  });
});
