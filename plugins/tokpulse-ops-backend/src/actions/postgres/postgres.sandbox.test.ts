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

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '@tokpulse/sandbox';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { failureOf } from '../../__testUtils__/failureOf';
import {
  startSandboxService,
  type SandboxService,
} from '../../__testUtils__/sandboxService';
import { postgresQuery } from './query';
import { readRows } from './readRows';

jest.setTimeout(60_000);

let world: SandboxService;
let owner: Client;

beforeAll(async () => {
  world = await startSandboxService();
  owner = new Client({
    connectionString: world.sandbox.env.TOKPULSE_DATABASE_URL,
  });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await world?.sandbox.stop();
});

const run: SandboxService['run'] = (...options) => world.run(...options);
const read = (
  sql: string,
  change: Partial<Parameters<typeof readRows>[0]> = {},
) =>
  readRows({
    database: 'primary',
    connection: world.sandbox.env.TOKPULSE_DATABASE_READONLY_URL,
    sql,
    values: [],
    maxRows: 10,
    maxBytes: 100_000,
    signal: new AbortController().signal,
    ...change,
  });
const countUsers = async () =>
  Number((await owner.query('SELECT count(*) FROM users')).rows[0].count);
const withConnection = (readOnlyConnection: string) =>
  world.reconfigured({ postgres: { primary: { readOnlyConnection } } });
const readOnlyUrl = (change: (url: URL) => void) => {
  const url = new URL(world.sandbox.env.TOKPULSE_DATABASE_READONLY_URL);
  change(url);
  return url.toString();
};

describe('postgres:query', () => {
  it('plans the statement with its values', async () => {
    const input = { sql: 'SELECT $1::int AS x', values: [1] };
    const context = {
      input: postgresQuery.input.parse(input),
      service: world.service,
      signal: new AbortController().signal,
    };
    expect(await postgresQuery.plan(context)).toEqual([
      { kind: 'sql', text: input.sql, values: [1] },
    ]);
    expect(
      await failureOf(
        Promise.resolve(
          postgresQuery.plan({
            ...context,
            input: postgresQuery.input.parse({ sql: 'DELETE FROM users' }),
          }),
        ),
      ),
    ).toMatchObject({ code: 'forbidden' });
  });

  it('returns rows as JSON: times in UTC, whole numbers as numbers', async () => {
    const { output } = await run(postgresQuery, {
      sql: `SELECT count(*) AS many, 12345678901234567890::numeric AS big, 1.50::numeric AS exact,
              timestamp '2026-11-23 18:00:00.123' AS local_time,
              timestamptz '2026-11-23 18:00:00+02' AS zoned, date '2026-11-23' AS day,
              interval '1 day 2 hours' AS span, '{"a": [1]}'::jsonb AS doc,
              ARRAY[timestamp '2026-11-23 18:00:00'] AS times, 'NaN'::float8 AS nan,
              '\\x00ff'::bytea AS bytes, NULL AS nothing, true AS yes
            FROM users`,
    });
    expect(output?.rows[0]).toEqual({
      many: await countUsers(),
      big: '12345678901234567890',
      exact: 1.5,
      local_time: '2026-11-23T18:00:00.123Z',
      zoned: '2026-11-23T16:00:00.000Z',
      day: '2026-11-23',
      span: '1 day 02:00:00',
      doc: { a: [1] },
      times: '{"2026-11-23 18:00:00"}',
      nan: 'NaN',
      bytes: '\\x00ff',
      nothing: null,
      yes: true,
    });
  });

  it('finds problem subscriptions and connections', async () => {
    const subscriptions = await run(postgresQuery, {
      sql: `SELECT s.id, s.status::text AS status, p.key AS plan_key,
              s."createdAt" AT TIME ZONE 'UTC' AS created_at
            FROM subscriptions s JOIN plans p ON p.id = s."planId"
            WHERE s.status::text <> $1 ORDER BY s."createdAt" DESC LIMIT $2`,
      values: ['ACTIVE', 5],
    });
    expect(subscriptions.output).toMatchObject({ count: 5, truncated: false });
    const connections = await run(postgresQuery, {
      sql: `SELECT coalesce(state, 'unknown') AS state, count(*)::int AS count
            FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1`,
    });
    expect(connections.output?.count).toBeGreaterThan(0);
  });

  it('takes hostile text in a value for a value', async () => {
    const users = await countUsers();
    const { output } = await run(postgresQuery, {
      sql: 'SELECT $1::text AS text, id FROM users WHERE email = $1 OR id IS NOT NULL LIMIT 1',
      values: ["'; COMMIT; DELETE FROM users; --"],
    });
    expect(output?.rows[0]).toMatchObject({
      text: "'; COMMIT; DELETE FROM users; --",
    });
    expect(await countUsers()).toBe(users);
  });

  it('sends one statement only, even when the check is passed by', async () => {
    const users = await countUsers();
    const hostile = 'SELECT 1; COMMIT; DELETE FROM users';
    for (const connection of [
      world.sandbox.env.TOKPULSE_DATABASE_READONLY_URL,
      // The owner could delete; the protocol does not let it.
      world.sandbox.env.TOKPULSE_DATABASE_URL,
    ]) {
      expect(await failureOf(read(hostile, { connection }))).toEqual({
        code: 'invalid-input',
        effect: 'none',
        message: 'Database primary: it does not understand the statement',
      });
    }
    expect(
      await failureOf(
        read('DELETE FROM users', {
          connection: world.sandbox.env.TOKPULSE_DATABASE_URL,
        }),
      ),
    ).toMatchObject({ code: 'forbidden' });
    expect(await countUsers()).toBe(users);
  });

  it('keeps no setting for the next read', async () => {
    await read(`SELECT set_config('statement_timeout', '0', false)`);
    const { rows } = await read(
      `SELECT current_setting('statement_timeout') AS timeout,
              current_setting('transaction_read_only') AS read_only`,
    );
    expect(rows).toEqual([{ timeout: '5s', read_only: 'on' }]);
  });

  it('refuses to sign in as a superuser', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tokpulse-superuser-'));
    const server = await startPostgres({ dataDir });
    try {
      expect(
        await failureOf(
          run(
            postgresQuery,
            { sql: 'SELECT 1' },
            withConnection(server.connectionString()),
          ),
        ),
      ).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('signs in as a superuser'),
      });
    } finally {
      await server.destroy();
    }
  });

  it('stops at its limits of rows and bytes', async () => {
    const sql = 'SELECT a.id, b.email FROM users a CROSS JOIN users b';
    const { output } = await run(postgresQuery, { sql, maxRows: 1000 });
    expect(output).toMatchObject({ count: 1000, truncated: true });
    const small = await run(postgresQuery, {
      sql,
      maxRows: 1000,
      maxBytes: 5_000,
    });
    expect(small.output?.truncated).toBe(true);
    expect(JSON.stringify(small.output?.rows).length).toBeLessThan(7_000);
  });

  it('gives up on a statement that takes too long', async () => {
    expect(
      await failureOf(
        run(postgresQuery, {
          sql: 'SELECT count(*) FROM users a CROSS JOIN users b CROSS JOIN users c',
        }),
      ),
    ).toMatchObject({ code: 'timeout' });
  });

  it('gives up on a lock after half a second', async () => {
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE plans IN ACCESS EXCLUSIVE MODE');
    try {
      const startedAt = performance.now();
      expect(
        await failureOf(run(postgresQuery, { sql: 'SELECT 1 FROM plans' })),
      ).toMatchObject({ code: 'timeout' });
      expect(performance.now() - startedAt).toBeLessThan(4_000);
    } finally {
      await owner.query('ROLLBACK');
    }
  });

  it('leaves no connection behind and opens two at most', async () => {
    const sql = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'tokpulse-ops'`;
    const counts = await Promise.all(
      Array.from({ length: 8 }, () => run(postgresQuery, { sql })),
    );
    for (const { output } of counts) {
      expect(output?.rows[0].count).toBeLessThanOrEqual(2);
    }
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const outcome = failureOf(
      read(
        'SELECT count(*) FROM users a CROSS JOIN users b CROSS JOIN users c',
        {
          signal: controller.signal,
        },
      ),
    );
    controller.abort();
    expect(await outcome).toMatchObject({ code: 'cancelled' });
  });

  it.each<[string, () => string, object]>([
    [
      'a wrong password',
      () => readOnlyUrl(url => (url.password = 'wrong')),
      { code: 'unauthorized' },
    ],
    [
      'a database that is not there',
      () => readOnlyUrl(url => (url.pathname = '/nowhere')),
      { code: 'not-found' },
    ],
    [
      'a server that is not there',
      () => readOnlyUrl(url => (url.port = '1')),
      {
        code: 'unreachable',
        message: 'Database primary: it refuses connections',
      },
    ],
  ])('tells %s', async (_, connection, expected) => {
    const failure = await failureOf(
      run(postgresQuery, { sql: 'SELECT 1' }, withConnection(connection())),
    );
    expect(failure).toMatchObject(expected);
    expect(JSON.stringify(failure)).not.toContain('wrong');
  });

  it('names the column that is missing, and quotes no data', async () => {
    expect(
      await failureOf(
        run(postgresQuery, { sql: 'SELECT plan_key FROM subscriptions' }),
      ),
    ).toMatchObject({
      code: 'invalid-input',
      message:
        'Database primary: the statement does not fit the schema: column "plan_key" does not exist',
    });
    expect(
      await failureOf(
        run(postgresQuery, { sql: "SELECT 'private-value'::int" }),
      ),
    ).toMatchObject({
      code: 'invalid-input',
      message: 'Database primary: a value does not fit the statement',
    });
  });

  it("passes over Prisma's parameters and uses its schema", async () => {
    const { output } = await run(
      postgresQuery,
      { sql: `SELECT current_setting('search_path') AS path` },
      withConnection(
        readOnlyUrl(url => {
          url.search = '?schema=billing&connection_limit=5&pgbouncer=true';
        }),
      ),
    );
    expect(output?.rows).toEqual([{ path: '"billing"' }]);
  });

  it('never uses the connection that may change things', async () => {
    const service = createMockServiceAccess({
      id: 'shop',
      settings: {
        postgres: { primary: { connection: 'postgresql://app@db/app' } },
      },
    });
    expect(
      await failureOf(
        Promise.resolve(
          postgresQuery.execute({
            ...Object.create(null),
            input: postgresQuery.input.parse({ sql: 'SELECT 1' }),
            service,
          }),
        ),
      ),
    ).toMatchObject({
      code: 'not-configured',
      message:
        'tokpulseOps.services.shop.postgres.primary.readOnlyConnection is missing',
    });
  });
});
