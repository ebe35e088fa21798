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
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import {
  createTestActions,
  createTestDatabase,
  createTestServices,
  type TestDatabase,
} from '../testing';
import { migrateDatabase } from './migrateDatabase';
import { createRunEngine } from './RunEngine';

const directory = resolvePackagePath(
  '@tokpulse/backstage-plugin-tokpulse-ops-backend',
  'migrations',
);

describe('migrateDatabase', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);

  afterAll(() => database?.drop());

  const tables = async () => {
    const { rows } = await database.knex.raw(`
      select tablename as name from pg_tables
      where schemaname = 'public' and tablename not like 'knex%' order by 1`);
    return rows.map((row: { name: string }) => row.name);
  };

  it('goes up, down and up again', async () => {
    await migrateDatabase(database.knex);
    const before = await tables();
    expect(before).toContain('runs');
    await database.knex.migrate.rollback({ directory }, true);
    expect(await tables()).toEqual([]);
    await migrateDatabase(database.knex);
    expect(await tables()).toEqual(before);
  }, 60_000);

  it('names the database that it cannot use', async () => {
    const sqlite = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    try {
      await expect(migrateDatabase(sqlite)).rejects.toThrow(
        /PostgreSQL only.*better-sqlite3/,
      );
    } finally {
      await sqlite.destroy();
    }
  });

  it('names the right that the job queue lacks', async () => {
    const user = `poor_${Date.now()}`;
    await database.knex.raw(`create role ${user} login password 'poor'`);
    await database.knex.raw('grant all on schema public to ??', [user]);
    await database.knex.raw('grant all on all tables in schema public to ??', [
      user,
    ]);
    const url = new URL(database.url);
    url.username = user;
    url.password = 'poor';
    const poor = knexFactory({ client: 'pg', connection: url.toString() });
    const engine = createRunEngine({
      knex: poor,
      actions: createTestActions([]),
      services: createTestServices(),
      logger: mockServices.logger.mock(),
    });
    try {
      await expect(engine.open()).rejects.toThrow(
        /lacks the right CREATE on the database, for the schema tokpulse_ops_jobs/,
      );
    } finally {
      await engine.close();
      await poor.destroy();
      await database.knex.raw('drop owned by ??', [user]);
      await database.knex.raw('drop role ??', [user]);
    }
  });
});
