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

import type { ClientConfig } from 'pg';

/**
 * Parameters that Prisma understands and PostgreSQL does not; libpq refuses a
 * URL that has them.
 */
const PRISMA_PARAMETERS = [
  'schema',
  'connection_limit',
  'pool_timeout',
  'pgbouncer',
  'socket_timeout',
  'statement_cache_size',
  'connect_timeout',
  'sslaccept',
  'sslidentity',
];

/** Where a connection URL leads, and which schema it names. */
export interface ConnectionTarget {
  readonly connectionString: string;
  /** The schema that Prisma's parameter names. */
  readonly schema?: string;
  /** `host:port/database`, for people. */
  readonly label: string;
}

/** Takes Prisma's parameters out of a connection URL. */
export function connectionTarget(connection: string): ConnectionTarget {
  const url = new URL(connection);
  const schema = url.searchParams.get('schema') ?? undefined;
  for (const parameter of PRISMA_PARAMETERS) {
    url.searchParams.delete(parameter);
  }
  return {
    connectionString: url.toString(),
    schema,
    label: `${url.host}${url.pathname}`,
  };
}

/** Options of a connection that is used once for a diagnostic read. */
export function clientConfig(target: ConnectionTarget): ClientConfig {
  return {
    connectionString: target.connectionString,
    application_name: 'tokpulse-ops',
    connectionTimeoutMillis: 2_000,
    // The server's own limits are set in the transaction: PgBouncer refuses
    // them as start-up parameters. This one is for a server that hangs.
    query_timeout: 8_000,
  };
}
