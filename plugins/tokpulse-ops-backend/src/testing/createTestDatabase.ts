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

import { randomBytes } from 'node:crypto';
import knexFactory, { type Knex } from 'knex';
import { startPostgresServer, type PostgresServer } from './postgresServer';

/** An empty database of its own for one test file. */
export interface TestDatabase {
  readonly knex: Knex;
  readonly url: string;
  /** Destroys `knex`, drops the database and stops what was started for it. */
  drop(): Promise<void>;
}

let server: Promise<PostgresServer> | undefined;
let users = 0;

async function acquireServer(): Promise<{ url: string }> {
  const given = process.env.TOKPULSE_TEST_POSTGRES;
  if (given) {
    return { url: given };
  }
  users += 1;
  server ??= startPostgresServer();
  return server;
}

async function releaseServer(): Promise<void> {
  if (server && !process.env.TOKPULSE_TEST_POSTGRES) {
    users -= 1;
    if (users === 0) {
      const stopping = server;
      server = undefined;
      await (await stopping).stop();
    }
  }
}

async function asSuperuser(
  url: string,
  work: (knex: Knex) => Promise<void>,
): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: 1 },
  });
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

/**
 * Creates an empty database on the server of `TOKPULSE_TEST_POSTGRES` (the URL
 * of a superuser) or, without it, on an embedded PostgreSQL that is started for
 * the test file and stopped with its last database.
 *
 * @param options - `url` uses another server than those.
 */
export async function createTestDatabase(
  options: { readonly url?: string; readonly poolSize?: number } = {},
): Promise<TestDatabase> {
  const base = options.url ?? (await acquireServer()).url;
  const name = `ops_test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(base, async admin => {
    await admin.raw('create database ??', [name]);
  });
  const target = new URL(base);
  target.pathname = `/${name}`;
  const url = target.toString();
  const knex = knexFactory({
    client: 'pg',
    connection: url,
    pool: { min: 0, max: options.poolSize ?? 20 },
    // It would report every connection that a test cuts.
    log: { warn() {}, error() {}, debug() {}, deprecate() {} },
  });
  return {
    knex,
    url,
    async drop() {
      await knex.destroy();
      await asSuperuser(base, async admin => {
        await admin.raw('drop database if exists ?? with (force)', [name]);
      });
      if (!options.url) {
        await releaseServer();
      }
    },
  };
}
