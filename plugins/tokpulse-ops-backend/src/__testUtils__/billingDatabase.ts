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
import type { Knex } from 'knex';
import { createTestDatabase } from '../testing';
import { billingTables, type BillingShape } from './billingTables';

/** A database of a service, with a role that may only read. */
export interface BillingDatabase {
  /** As the owner. */
  readonly knex: Knex;
  readonly readOnlyUrl: string;
  /** The role of `readOnlyUrl`. */
  readonly role: string;
  drop(): Promise<void>;
}

/** Makes the tables of a shape, or none, on the PostgreSQL of the tests. */
export async function createBillingDatabase(
  shape: BillingShape | undefined,
  options: {
    readonly url?: string;
    /** Tables and rows of another making, instead of a shape. */
    readonly sql?: string;
  } = {},
): Promise<BillingDatabase> {
  const database = await createTestDatabase({ url: options.url });
  const role = `readonly_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const { knex } = database;
  await knex.raw(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  const sql = options.sql ?? (shape && billingTables(shape));
  if (sql !== undefined) {
    await knex.raw(sql);
  }
  await knex.raw(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = password;
  return {
    knex,
    role,
    readOnlyUrl: url.toString(),
    drop: async () => {
      await knex.raw(`DROP OWNED BY ${role}`);
      await knex.raw(`DROP ROLE ${role}`);
      await database.drop();
    },
  };
}
