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

import { Socket } from 'node:net';
import type { JsonObject } from '@backstage/types';
import { Client } from 'pg';
import Cursor from 'pg-cursor';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { postgresFailure } from './postgresErrors';
import { clientConfig, connectionTarget } from './readOnlyConnection';
import { jsonRow, rowTypes } from './rowValues';

const BATCH = 50;
const STATEMENT_TIMEOUT = '5s';
const LOCK_TIMEOUT = '500ms';
const IDLE_TIMEOUT = '10s';
/** What all answers may weigh on the wire, however they are cut into rows. */
const MAX_WIRE_BYTES = 16 * 1024 * 1024;

/** One SELECT of which the text is known to be harmless. */
export interface ReadStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly maxRows: number;
  readonly maxBytes: number;
}

/** Rows as JSON, and whether there were more. */
export interface ReadRows {
  readonly rows: readonly JsonObject[];
  readonly columns: readonly string[];
  readonly truncated: boolean;
}

/** Reads in one read-only transaction, one statement after the other. */
export interface ReadOnlySession {
  read(statement: ReadStatement): Promise<ReadRows>;
}

/**
 * Opens a connection of its own, which is destroyed afterwards: no setting that
 * a statement might change outlives it.
 *
 * Everything goes through the extended protocol, which takes one statement
 * only; the driver's default would send several statements as they are. The
 * transaction is read-only, and the role must be no superuser, because to one
 * read-only is no boundary. Rows come in batches until a cap is reached.
 * Throws `ActionError`; after one the session takes no more statements.
 */
export async function readOnlySession<T>(
  options: {
    /** Name of the database in the configuration, for messages. */
    readonly database: string;
    readonly connection: string;
    readonly signal: AbortSignal;
  },
  work: (session: ReadOnlySession) => Promise<T>,
): Promise<T> {
  const { database, signal } = options;
  signal.throwIfAborted();
  const target = connectionTarget(options.connection);
  const socket = new Socket();
  const client = new Client({ ...clientConfig(target), stream: () => socket });
  client.on('error', () => {});
  const cut = () => socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  let tooLarge = false;
  const scale = setInterval(() => {
    if (socket.bytesRead > MAX_WIRE_BYTES) {
      tooLarge = true;
      cut();
    }
  }, 5);
  const explain = (error: unknown): ActionError => {
    if (tooLarge) {
      return new ActionError({
        code: 'too-large',
        message: `Database ${database}: the answer has more than ${
          MAX_WIRE_BYTES / 1024 / 1024
        } MiB`,
        nextStep: 'Select fewer or shorter columns',
        cause: error,
      });
    }
    return signal.aborted
      ? new ActionError({
          code: 'cancelled',
          message: `The read of database ${database} was cancelled`,
          cause: error,
        })
      : postgresFailure(database, error);
  };
  const explained = async <R>(step: () => Promise<R>): Promise<R> => {
    try {
      return await step();
    } catch (error) {
      throw explain(error);
    }
  };
  try {
    await explained(async () => {
      await client.connect();
      await extended(client, 'BEGIN TRANSACTION READ ONLY');
      await setLimits(client, { database, schema: target.schema });
    });
    return await work({
      read: statement => explained(() => readCursor(client, statement)),
    });
  } finally {
    clearInterval(scale);
    signal.removeEventListener('abort', cut);
    socket.destroy();
  }
}

/** `query(sql, [])` would use the simple protocol, which runs several statements. */
function extended(client: Client, text: string, values: unknown[] = []) {
  const query = { text, values, queryMode: 'extended' };
  return client.query(query);
}

/** The limits of the transaction, and the refusal of a role that has none. */
async function setLimits(
  client: Client,
  options: { readonly database: string; readonly schema: string | undefined },
): Promise<void> {
  const { rows } = await extended(
    client,
    `SELECT set_config('statement_timeout', $1, true),
            set_config('lock_timeout', $2, true),
            set_config('idle_in_transaction_session_timeout', $3, true),
            set_config('search_path', coalesce($4, current_setting('search_path')), true),
            (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS rolsuper`,
    [
      STATEMENT_TIMEOUT,
      LOCK_TIMEOUT,
      IDLE_TIMEOUT,
      options.schema === undefined
        ? null
        : `"${options.schema.replace(/"/g, '""')}"`,
    ],
  );
  if (rows[0]?.rolsuper !== false) {
    throw new ActionError({
      code: 'forbidden',
      message: `Database ${options.database}: readOnlyConnection signs in as a superuser, for whom read-only is no boundary`,
      nextStep:
        'Make a role of its own: CREATE ROLE tokpulse_ops LOGIN; GRANT SELECT on what it may read',
    });
  }
}

async function readCursor(
  client: Client,
  { sql, values, maxRows, maxBytes }: ReadStatement,
): Promise<ReadRows> {
  const rows: JsonObject[] = [];
  let bytes = 0;
  let columns: readonly string[] = [];
  const cursor = client.query(
    new Cursor<Record<string, unknown>>(sql, [...values], { types: rowTypes }),
  );
  for (;;) {
    const wanted = Math.min(BATCH, maxRows + 1 - rows.length);
    const batch = await cursor.read(wanted);
    for (const row of batch) {
      const json = jsonRow(row);
      columns = columns.length > 0 ? columns : Object.keys(json);
      bytes += JSON.stringify(json).length;
      if (rows.length === maxRows || bytes > maxBytes) {
        await cursor.close();
        return { rows, columns, truncated: true };
      }
      rows.push(json);
    }
    // Fewer than were asked for are the last ones.
    if (batch.length < wanted) {
      return { rows, columns, truncated: false };
    }
  }
}
