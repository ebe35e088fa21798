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

import { Client } from 'pg';

/**
 * A digest of every table's definition and rows. Two databases with the same
 * fingerprint hold the same data; it costs a few hundred milliseconds.
 */
export async function fingerprint(client: Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string; shape: string }>(`
    SELECT c.relname AS name,
      md5(string_agg(a.attname || ' ' || a.atttypid::regtype || ' ' || a.attnotnull, ',' ORDER BY a.attnum)) AS shape
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname = 'public' AND c.relkind = 'r'
    GROUP BY c.relname ORDER BY c.relname`);
  if (tables.length === 0) {
    return 'empty';
  }
  const sums = tables.map(
    ({ name }) =>
      `SELECT ${client.escapeLiteral(name)} AS name, count(*) || ':' ||
        coalesce(sum(hashtextextended(t::text, 0)), 0) AS digest
        FROM ${client.escapeIdentifier(name)} AS t`,
  );
  const { rows } = await client.query<{ name: string; digest: string }>(
    sums.join(' UNION ALL '),
  );
  return JSON.stringify([
    tables,
    rows.sort((a, b) => a.name.localeCompare(b.name)),
  ]);
}
