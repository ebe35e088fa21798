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

import { checkStatement } from './checkStatement';

const refusal = (sql: string) =>
  checkStatement(sql).then(
    () => undefined,
    (error: { code?: string; message: string }) =>
      `${error.code}: ${error.message}`,
  );

describe('checkStatement', () => {
  it.each([
    'SELECT 1',
    'SELECT 1;',
    `SELECT s.id, s.status::text AS status, p.key, s."trialEndsAt" AT TIME ZONE 'UTC' AS ends
       FROM subscriptions s JOIN plans p ON p.id = s."planId"
      WHERE s.status::text <> 'ACTIVE' ORDER BY s."createdAt" DESC LIMIT $1`,
    `SELECT coalesce(state, 'unknown') AS state, count(*)::int
       FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1`,
    `SELECT queryid, left(query, 500) AS query, mean_exec_time AS mean_ms FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY mean_exec_time DESC LIMIT $1`,
    `SELECT s.relname, pg_relation_size(s.indexrelid) FROM pg_stat_user_indexes s
       JOIN pg_index i USING (indexrelid) WHERE NOT i.indisunique`,
    `WITH recent AS (SELECT id FROM jobs WHERE "createdAt" > now() - interval '1 day')
     SELECT count(*) FILTER (WHERE id IS NOT NULL) FROM recent`,
    `SELECT id, row_number() OVER (PARTITION BY status ORDER BY id) FROM jobs
      UNION ALL SELECT 'x', 1`,
    `SELECT CASE WHEN a[1] = ANY ($1) THEN greatest(1, 2) ELSE extract(epoch FROM now()) END
       FROM (VALUES (ARRAY[1, 2])) AS t (a)`,
    `SELECT payload ->> 'id', payload #>> '{a,b}' FROM webhook_events WHERE payload LIKE '%x%'`,
    `SELECT current_setting('max_connections')::int, pg_size_pretty(pg_database_size(current_database()))`,
    `SELECT * FROM unnest($1::text[]) AS u LEFT JOIN LATERAL (SELECT 1) l ON true`,
  ])('lets a diagnostic read through (%#)', async sql => {
    expect(await refusal(sql)).toBeUndefined();
  });

  it.each([
    ['1; COMMIT; DELETE FROM users', /invalid-input: .*not valid SQL/],
    ['SELECT 1; COMMIT; DELETE FROM users', /3 statements/],
    ['', /not valid SQL/],
    ['-- nothing', /0 statements/],
    ['DELETE FROM users', /no SELECT/],
    ['SET TRANSACTION READ WRITE', /no SELECT/],
    ["SET statement_timeout = '0'", /no SELECT/],
    ['COPY users TO PROGRAM $$id$$', /no SELECT/],
    ['EXPLAIN ANALYZE DELETE FROM users', /no SELECT/],
    ['DO $$ BEGIN PERFORM pg_sleep(1); END $$', /no SELECT/],
    ['CALL refresh()', /no SELECT/],
    ["SELECT set_config('statement_timeout', '0', false)", /set_config/],
    ["SELECT pg_catalog.set_config('a', 'b', false)", /pg_catalog.set_config/],
    ["SELECT \"set_config\"('a', 'b', false)", /set_config/],
    ["SELECT pg_read_file('/etc/passwd')", /pg_read_file/],
    ["SELECT * FROM pg_ls_dir('.')", /pg_ls_dir/],
    ["SELECT lo_import('/etc/passwd')", /lo_import/],
    ['SELECT pg_terminate_backend(1)', /pg_terminate_backend/],
    ['SELECT pg_sleep(100)', /pg_sleep/],
    ['SELECT pg_advisory_lock(1)', /pg_advisory_lock/],
    ["SELECT nextval('s')", /nextval/],
    ["SELECT dblink('host=evil', 'select 1')", /dblink/],
    [
      "SELECT query_to_xml('delete from users', true, true, '')",
      /query_to_xml/,
    ],
    ["SELECT repeat('x', 1000000000)", /repeat/],
    ['SELECT generate_series(1, 1000000000)', /generate_series/],
    ['SELECT public.lower(name) FROM users', /public.lower/],
    ['SELECT tokpulse.now()', /tokpulse.now/],
    ['SELECT 1 OPERATOR(public.+) 2', /public.\+/],
    ['SELECT id FROM users ORDER BY id USING OPERATOR(public.<)', /public.</],
    ['SELECT 1 OPERATOR(public.=) ANY (SELECT 1)', /public.=/],
    [
      'WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone',
      /DeleteStmt/,
    ],
    ['WITH a AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT 1', /InsertStmt/],
    ['SELECT (SELECT 1 FROM (SELECT pg_sleep(1)) x)', /pg_sleep/],
    ['SELECT 1 WHERE EXISTS (SELECT pg_sleep(1))', /pg_sleep/],
    [
      'SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL) FROM users',
      /pg_sleep/,
    ],
    ['SELECT 1 LIMIT (SELECT pg_sleep(1))', /pg_sleep/],
    ['SELECT * INTO copy_of_users FROM users', /makes a table/],
    ['SELECT * FROM users FOR UPDATE', /lock rows/],
    ['SELECT 1 FROM (SELECT * FROM users FOR SHARE) x', /lock rows/],
    ["SELECT xmlelement(name a, 'b')", /XmlExpr/],
    ['SELECT * FROM users TABLESAMPLE system(1)', /RangeTableSample/],
  ])('refuses %s', async (sql, reason) => {
    expect(await refusal(sql)).toMatch(reason);
  });

  it('refuses a text of any length that is too long, at once', async () => {
    expect(await refusal(`SELECT ${'1+'.repeat(50_000)}1`)).toMatch(
      /more than 20000 characters/,
    );
  });

  it.each([
    `SELECT ${'1 + '.repeat(4_000)}1`,
    `SELECT ${'(SELECT '.repeat(2_000)}1${')'.repeat(2_000)}`,
    `SELECT ${'CASE WHEN true THEN '.repeat(700)}1${' END'.repeat(700)}`,
  ])(
    'refuses what is nested too deeply, and works afterwards (%#)',
    async sql => {
      expect(await refusal(sql)).toMatch(/forbidden: .*nested too deeply/);
      expect(await refusal('SELECT 1')).toBeUndefined();
    },
  );
});
