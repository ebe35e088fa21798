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

import type { ReadOnlySession } from '../../actions/postgres/readOnlySession';
import { z } from 'zod';
import type { DatabaseShape } from './DatabaseShape';

const TABLES = [
  'subscriptions',
  'plans',
  'organizations',
  'users',
  'stores',
  'usage_records',
];

// The catalog and not information_schema, which hides what a role may not read.
const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS name, t.typname AS type,
    c.reltuples::float8 AS rows,
    t.typcategory = 'A' AS array,
    has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS readable,
    CASE WHEN t.typtype = 'e' THEN quote_ident(tn.nspname) || '.' || quote_ident(t.typname) END AS enum_name,
    CASE WHEN t.typtype = 'e' THEN (
      SELECT array_to_json(array_agg(e.enumlabel ORDER BY e.enumsortorder))
      FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid
    ) END AS labels
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  WHERE c.relname = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND pg_catalog.pg_table_is_visible(c.oid)
  ORDER BY c.relname, a.attnum`;

const INDEXES = `
  SELECT c.relname AS "table", pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
    (SELECT array_to_json(array_agg(a.attname ORDER BY key.position))
      FROM unnest(i.indkey::int[]) WITH ORDINALITY AS key (attnum, position)
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum AND key.attnum > 0
      WHERE key.position <= i.indnkeyatts) AS columns
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  WHERE c.relname = ANY($1) AND pg_catalog.pg_table_is_visible(c.oid)
    AND i.indisvalid AND i.indpred IS NULL`;

const LIMITS = { maxRows: 1_000, maxBytes: 512 * 1024 };

const columnSchema = z.object({
  table: z.string(),
  name: z.string(),
  type: z.string(),
  rows: z.number(),
  array: z.boolean(),
  readable: z.boolean(),
  enum_name: z.string().nullable(),
  labels: z.array(z.string()).nullable(),
});

const indexSchema = z.object({
  table: z.string(),
  definition: z.string(),
  columns: z.array(z.string().nullable()),
});

/** Reads which of the tables there are, and how they look. */
export async function readShape(
  session: ReadOnlySession,
): Promise<DatabaseShape> {
  const read = async <T extends z.ZodType>(sql: string, row: T) => {
    const { rows } = await session.read({ sql, values: [TABLES], ...LIMITS });
    return z.array(row).parse(rows);
  };
  const columns = await read(COLUMNS, columnSchema);
  return {
    columns: columns.map(({ enum_name: sqlName, labels, rows, ...column }) => ({
      ...column,
      ...(sqlName !== null && {
        enumeration: { sqlName, labels: labels ?? [] },
      }),
    })),
    indexes: await read(INDEXES, indexSchema),
    rows: Object.fromEntries(
      columns.map(({ table, rows }) => [table, Math.max(0, rows)]),
    ),
  };
}
