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

import type { LoggerService } from '@backstage/backend-plugin-api';
import knexFactory, { type Knex } from 'knex';
import { Database } from '../../src/runs/Database';
import { migrateDatabase } from '../../src/runs/migrateDatabase';

export const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info() {},
  debug() {},
  child: () => logger,
};

/** The plugin's database with its tables, and the pool of one replica. */
export async function openBenchDatabase(
  url: string,
): Promise<{ readonly knex: Knex; readonly database: Database }> {
  const knex = knexFactory({
    ...{ client: 'pg', connection: url, pool: { min: 0, max: 10 } },
  });
  await migrateDatabase(knex);
  return { knex, database: new Database({ knex }) };
}
