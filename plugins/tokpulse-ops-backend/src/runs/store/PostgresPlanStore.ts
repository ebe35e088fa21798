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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Knex } from 'knex';
import { Database, type Queryable, type Statement } from '../Database';
import type { PlanStore } from '../types';
import { storableJson } from './storableJson';

const savePlanSql: Statement = {
  name: 'save_plan',
  text: `
    insert into plans (id, hash, document, requested_by, created_at, expires_at)
    values ($1::uuid, $2, $3::jsonb, $4, $5::timestamptz, $6::timestamptz)`,
};

const getPlanSql: Statement = {
  name: 'get_plan',
  text: `select document from plans where id = $1::uuid`,
};

const planUseSql: Statement = {
  name: 'plan_use',
  text: `
    select p.hash, p.expires_at <= clock_timestamp() as expired
    from plans p where p.id = $1::uuid`,
};

const deleteExpiredSql: Statement = {
  name: 'delete_expired_plans',
  text: `
    delete from plans where id in (
      select p.id from plans p
      where p.expires_at < clock_timestamp() - interval '1 day'
        and p.adopted_by is null
        and not exists (select 1 from runs r where r.plan_id = p.id)
      order by p.expires_at limit 500
    )`,
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be an id at all; PostgreSQL fails on any other. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Plans in the plugin's database. */
export class PostgresPlanStore implements PlanStore {
  readonly #database: Database;

  static create(options: { readonly knex: Knex }): PostgresPlanStore {
    return new PostgresPlanStore(new Database(options));
  }

  constructor(database: Database) {
    this.#database = database;
  }

  async save(plan: Plan): Promise<void> {
    await this.#database.query(savePlanSql, [
      plan.id,
      plan.hash,
      storableJson(plan),
      plan.requestedBy,
      plan.createdAt,
      plan.expiresAt,
    ]);
  }

  async get(id: string): Promise<Plan | undefined> {
    if (!isUuid(id)) {
      return undefined;
    }
    const [row] = await this.#database.query<{ document: Plan }>(getPlanSql, [
      id,
    ]);
    return row?.document;
  }

  /** Removes plans that expired long ago and were never run. */
  async deleteExpired(): Promise<void> {
    await this.#database.query(deleteExpiredSql);
  }
}

/** What a run that starts has to know of its plan, by the database's clock. */
export async function readPlanUse(
  db: Queryable,
  planId: string,
): Promise<{ readonly hash: string; readonly expired: boolean } | undefined> {
  const [row] = await db.query<{ hash: string; expired: boolean }>(planUseSql, [
    planId,
  ]);
  return row;
}
