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

import type { StoreNames } from './BillingLayout';
import type { DatabaseShape } from './DatabaseShape';
import { canHold, TableText, Values, type Query } from './TableText';

const STORES = 50;

/** The statements about stores, for one layout of the tables. Never their access token. */
export class StoreQueries {
  readonly #names: StoreNames;
  readonly #t: TableText;
  readonly #o: TableText;
  readonly #ofOrganizations: boolean;
  readonly #scopesAreList: boolean;

  constructor(shape: DatabaseShape, names: StoreNames) {
    this.#names = names;
    this.#t = new TableText(shape, 'stores', 't');
    this.#o = new TableText(shape, 'organizations', 'o');
    this.#ofOrganizations =
      names.owner === 'organizationId' && this.#o.has('name');
    this.#scopesAreList = this.#t.column('scopes')?.array === true;
  }

  /** Shop domains are kept in small letters. */
  byDomain(domain: string): Query | undefined {
    return this.#equals(this.#names.domain, domain.toLocaleLowerCase('en-US'));
  }

  ofOwner(owner: string): Query | undefined {
    return this.#equals(this.#names.owner, owner);
  }

  #equals(name: string, value: string): Query | undefined {
    const column = this.#t.column(name);
    if (column === undefined || !canHold(column, value)) {
      return undefined;
    }
    const values = new Values();
    const { domain, owner, accessToken } = this.#names;
    const { lastSyncAt, createdAt, updatedAt } = this.#names;
    return {
      sql: `SELECT ${this.#t.text('id')} AS id, ${this.#t.text(
        domain,
      )} AS domain,
          ${this.#t.text('status')} AS status, ${this.#t.text(
        'region',
      )} AS region,
          ${
            this.#scopesAreList
              ? `array_to_string(${this.#t.raw('scopes')}, ',')`
              : this.#t.text('scopes')
          } AS scopes,
          ${this.#t.text(owner)} AS organization_id,
          ${
            this.#ofOrganizations ? this.#o.text('name') : 'NULL::text'
          } AS organization,
          ${this.#t.time(lastSyncAt)} AS last_sync_at,
          ${this.#t.time(createdAt)} AS created_at, ${this.#t.time(
        updatedAt,
      )} AS updated_at,
          ${
            this.#t.has(accessToken)
              ? `(${this.#t.raw(accessToken)} <> '')`
              : 'NULL::boolean'
          } AS has_access_token
        FROM stores t ${
          this.#ofOrganizations
            ? `LEFT JOIN organizations o ON o.id = ${this.#t.raw(owner)}`
            : ''
        }
        WHERE ${this.#t.raw(name)} = ${values.as(column, value)}
        ORDER BY t.id LIMIT ${STORES}`,
      values: values.list,
      maxRows: STORES,
    };
  }
}
