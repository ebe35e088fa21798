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
import type { Knex } from 'knex';
import { postgresCode } from './Database';

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Brings the plugin's tables up to date.
 *
 * @throws Error when the database is no PostgreSQL, or does not allow it;
 * the message says what to grant.
 */
export async function migrateDatabase(knex: Knex): Promise<void> {
  if (knex.client.config.client !== 'pg') {
    throw new Error(
      `TokPulse Ops keeps runs in PostgreSQL only, and the plugin's database is '${knex.client.config.client}'. Set backend.database.client to pg, or backend.database.plugin.tokpulse-ops to a PostgreSQL.`,
    );
  }
  const directory = resolvePackagePath(
    '@tokpulse/backstage-plugin-tokpulse-ops-backend',
    'migrations',
  );
  await explainMissingRights('CREATE on its schema', () =>
    knex.migrate.latest({ directory }),
  );
}

/** Says which right is missing when PostgreSQL refuses. */
export async function explainMissingRights<T>(
  right: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (postgresCode(error) === INSUFFICIENT_PRIVILEGE) {
      throw new Error(
        `The database user of TokPulse Ops lacks the right ${right}. Grant it, or create the tables beforehand and set backend.database.plugin.tokpulse-ops.migrations.skip.`,
        { cause: error },
      );
    }
    throw error;
  }
}
