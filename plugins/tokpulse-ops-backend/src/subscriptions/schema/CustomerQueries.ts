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

import type { UserNames } from './BillingLayout';
import type { DatabaseShape } from './DatabaseShape';
import { canHold, TableText, Values, type Query } from './TableText';

const PEOPLE = 50;

/** The statements about people, for one layout of the tables. */
export class CustomerQueries {
  readonly #names: UserNames;
  readonly #u: TableText;
  readonly #o: TableText;
  readonly #ofOrganizations: boolean;
  readonly #hasLowerIndex: boolean;

  constructor(shape: DatabaseShape, names: UserNames) {
    this.#names = names;
    this.#u = new TableText(shape, 'users', 'u');
    this.#o = new TableText(shape, 'organizations', 'o');
    this.#ofOrganizations =
      names.owner === 'organizationId' && this.#o.has('name');
    this.#hasLowerIndex = shape.indexes.some(
      ({ table, definition }) =>
        table === 'users' && /\(lower\("?email"?(::text)?\)/.test(definition),
    );
  }

  /**
   * People with an e-mail address, whatever its capitals, as a row of the
   * queries to ask until one answers. TokPulse's index knows addresses as they
   * were typed: the usual ways of writing one are looked up in it, and only
   * when none is there are all compared.
   */
  byEmail(email: string): readonly Query[] {
    if (!this.#u.has('email')) {
      return [];
    }
    const all = this.#where(
      values => `lower(u.email) = lower(${values.add(email)}::text)`,
    );
    if (this.#hasLowerIndex) {
      return [all];
    }
    const ways = waysOfWriting(email);
    return [
      this.#where(
        values => `u.email IN (${ways.map(it => values.add(it)).join(', ')})`,
      ),
      all,
    ];
  }

  /** The people behind a subscription. */
  ofOwner(owner: string): Query | undefined {
    return this.#equals(this.#names.owner, owner);
  }

  /** Rows `id`, `email`, `name` of one person. */
  one(id: string): Query | undefined {
    return this.#equals('id', id);
  }

  #equals(name: string, value: string): Query | undefined {
    const column = this.#u.column(name);
    return column && canHold(column, value)
      ? this.#where(
          values => `${this.#u.raw(name)} = ${values.as(column, value)}`,
        )
      : undefined;
  }

  #where(condition: (values: Values) => string): Query {
    const values = new Values();
    const { owner, lastLoginAt, createdAt } = this.#names;
    const where = condition(values);
    return {
      sql: `SELECT ${this.#u.text('id')} AS id, ${this.#u.text(
        'email',
      )} AS email, ${this.#u.text('name')} AS name,
          ${this.#u.text('role')} AS role, ${this.#u.text('status')} AS status,
          ${this.#u.text(owner)} AS organization_id,
          ${
            this.#ofOrganizations ? this.#o.text('name') : 'NULL::text'
          } AS organization,
          ${this.#u.time(lastLoginAt)} AS last_login_at, ${this.#u.time(
        createdAt,
      )} AS created_at
        FROM users u ${
          this.#ofOrganizations
            ? `LEFT JOIN organizations o ON o.id = ${this.#u.raw(owner)}`
            : ''
        }
        WHERE ${where} ORDER BY u.id LIMIT ${PEOPLE}`,
      values: values.list,
      maxRows: PEOPLE,
    };
  }
}

/** An address as it was typed, in small letters, and with the capitals that names have. */
function waysOfWriting(email: string): readonly string[] {
  const lower = email.toLocaleLowerCase('en-US');
  const at = lower.lastIndexOf('@');
  const name = lower
    .slice(0, at)
    .replace(/(^|[._-])[a-z]/g, it => it.toLocaleUpperCase('en-US'));
  return [...new Set([email, lower, name + lower.slice(at)])];
}
