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

import {
  jsonObjectSchema,
  jsonValueSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { checkStatement } from './checkStatement';
import { withinDatabaseLimit } from './databaseLimit';
import { readRows } from './readRows';

const settingsSchema = z.record(
  z.string(),
  z.object({ readOnlyConnection: z.string().optional() }),
);

/** The least that a role which may sign in can read. */
const LOOK = { sql: 'SELECT 1 AS one', values: [], maxRows: 1, maxBytes: 100 };

/**
 * Runs one read-only statement. The text is fixed in the runbook and checked
 * before it is planned; values are bound. It signs in as the read-only role of
 * the service, never as anybody else.
 */
export const postgresQuery = createRunbookAction({
  id: 'postgres:query',
  description:
    'Runs one read-only SELECT with bound values and returns its rows',
  effect: 'read',
  input: z.object({
    database: z
      .string()
      .default('primary')
      .describe('Name under postgres in the service'),
    sql: z.string().min(1).describe('One SELECT; $1, $2 … stand for values'),
    values: z.array(jsonValueSchema).default([]),
    maxRows: z.number().int().min(1).max(1000).default(200),
    maxBytes: z
      .number()
      .int()
      .min(1)
      .max(1024 * 1024)
      .default(256 * 1024),
  }),
  output: z.object({
    rows: z.array(jsonObjectSchema),
    /** Number of rows that were returned. */
    count: z.number().int(),
    /** There were more rows, or more bytes, than the limits. */
    truncated: z.boolean(),
  }),
  untemplated: ['sql'],
  needs: ({ input: { database }, service }) => {
    const connection = connectionOf(service, database);
    return [
      {
        kind: 'credential',
        id: `postgres/${database}`,
        title: `The read-only role of database ${database}`,
        check: async signal => {
          await withinDatabaseLimit(service, database, () =>
            readRows({ ...LOOK, database, connection, signal }),
          );
        },
      },
    ];
  },
  async plan({ input, service }) {
    connectionOf(service, input.database);
    await checkStatement(input.sql);
    return [{ kind: 'sql', text: input.sql, values: input.values }];
  },
  async execute({ input, service, log, signal }) {
    const connection = connectionOf(service, input.database);
    await checkStatement(input.sql);
    const { rows, columns, truncated } = await withinDatabaseLimit(
      service,
      input.database,
      () => readRows({ ...input, connection, signal }),
    );
    log.info(
      `${rows.length} rows${truncated ? ', and there are more' : ''}${
        columns.length > 0 ? ` (${columns.join(', ')})` : ''
      }`,
    );
    return done({ rows: [...rows], count: rows.length, truncated });
  },
});

function connectionOf(service: ServiceAccess, database: string): string {
  const databases = service.settings('postgres', settingsSchema);
  const connection = Object.hasOwn(databases, database)
    ? databases[database].readOnlyConnection
    : undefined;
  if (connection === undefined) {
    throw new ActionError({
      code: 'not-configured',
      message: `tokpulseOps.services.${service.id}.postgres.${database}.readOnlyConnection is missing`,
      nextStep:
        'Make a role that may only read, and set its connection URL in app-config',
    });
  }
  return connection;
}
