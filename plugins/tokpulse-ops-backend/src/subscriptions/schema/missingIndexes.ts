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

import type { MissingIndex } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { BillingLayout } from './BillingLayout';
import { hasTable, quoted, type DatabaseShape } from './DatabaseShape';

/** From here on a whole pass over a table is felt. */
const MANY_ROWS = 50_000;

interface Wanted {
  readonly table: string;
  /** A column, or the text of an expression or an operator class. */
  readonly key: string;
  readonly column: string;
  readonly why: string;
  /** What in a definition shows that it is this one; default: its first column. */
  readonly pattern?: RegExp;
  /** TokPulse does without; it is missed where there are many rows only. */
  readonly whenMany?: boolean;
}

/** What these lists and TokPulse itself need, and the database does not have. */
export function missingIndexes(
  shape: DatabaseShape,
  layout: BillingLayout,
): MissingIndex[] {
  return wanted(layout)
    .filter(({ table, column, whenMany }) => {
      const exists = shape.columns.some(
        it => it.table === table && it.name === column,
      );
      return (
        exists && (whenMany !== true || (shape.rows[table] ?? 0) >= MANY_ROWS)
      );
    })
    .filter(({ table, column, pattern }) => {
      const ofTable = shape.indexes.filter(it => it.table === table);
      return !ofTable.some(({ columns, definition }) =>
        pattern ? pattern.test(definition) : columns[0] === column,
      );
    })
    .map(({ table, column, key, why }) => ({
      table,
      columns: [column],
      why,
      sql: `CREATE INDEX CONCURRENTLY ON ${table} (${key})`,
    }))
    .filter(({ table }) => hasTable(shape, table));
}

function wanted({ subscriptions, users, stores }: BillingLayout): Wanted[] {
  const plain = (table: string, column: string, why: string): Wanted => ({
    table,
    column,
    key: quoted(column),
    why,
  });
  return [
    ...(subscriptions
      ? [
          plain('subscriptions', 'id', 'Every list is in the order of the ids'),
          plain(
            'subscriptions',
            'status',
            'Counting and listing by state reads the whole table without it',
          ),
          plain(
            'subscriptions',
            subscriptions.owner,
            'Without it the subscription of a customer is looked for in the whole table',
          ),
          plain(
            'subscriptions',
            subscriptions.trialEndsAt,
            'Trials that are over are listed in its order',
          ),
          plain(
            'subscriptions',
            subscriptions.periodEnd,
            'Periods that are over are listed in its order',
          ),
          plain(
            'subscriptions',
            subscriptions.stripeCustomerId,
            "TokPulse looks for the subscription of each of Stripe's webhooks by it",
          ),
          {
            ...plain(
              'subscriptions',
              subscriptions.plan,
              'Without it a plan that few have is looked for in the whole table',
            ),
            whenMany: true,
          },
          plain(
            'usage_records',
            'subscriptionId',
            'Without it the usage of one subscription is summed up from the whole table',
          ),
          {
            ...plain(
              'organizations',
              'name',
              'Without it the beginning of a name is looked for in the whole table',
            ),
            key: '"name" text_pattern_ops',
            pattern: /\("?name"? (COLLATE \S+ )?(text|varchar)_pattern_ops/,
            whenMany: true,
          },
        ]
      : []),
    ...(users
      ? [
          plain(
            'users',
            'email',
            'Without it a customer is looked for in the whole table',
          ),
          {
            ...plain(
              'users',
              'email',
              'Without it an address with other capitals is looked for in the whole table',
            ),
            key: 'lower("email")',
            pattern: /\(lower\("?email"?(::text)?\)/,
            whenMany: true,
          },
          plain(
            'users',
            users.owner,
            'Without it the people of a subscription are looked for in the whole table',
          ),
        ]
      : []),
    ...(stores
      ? [
          plain(
            'stores',
            stores.domain,
            'Without it a store is looked for in the whole table',
          ),
          plain(
            'stores',
            stores.owner,
            'Without it the stores of a subscription are looked for in the whole table',
          ),
        ]
      : []),
  ];
}
