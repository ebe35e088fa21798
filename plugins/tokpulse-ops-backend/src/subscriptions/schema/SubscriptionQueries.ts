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

import type { SubscriptionNames } from './BillingLayout';
import type { DatabaseShape } from './DatabaseShape';
import { pageOfSubscriptions, type PageRequest } from './pageOfSubscriptions';
import { SubscriptionText } from './SubscriptionText';
import { canHold, TableText, Values, type Query } from './TableText';

/** The states that TokPulse knows. */
export const KNOWN_STATUSES = [
  'TRIAL',
  'ACTIVE',
  'PAST_DUE',
  'CANCELLED',
  'EXPIRED',
] as const;

/** The statements about subscriptions, for one layout of the tables. */
export class SubscriptionQueries {
  readonly #text: SubscriptionText;
  readonly #usage: TableText;

  constructor(shape: DatabaseShape, names: SubscriptionNames) {
    this.#text = new SubscriptionText(shape, names);
    this.#usage = new TableText(shape, 'usage_records', 'u');
  }

  /** Rows as in `countRowSchema`: one pass over all. */
  counts(): Query {
    const { s, names } = this.#text;
    const over = (name: string) =>
      s.has(name) ? `count(*) FILTER (WHERE ${this.#text.isOver(name)})` : '0';
    const oldest = (name: string) =>
      s.has(name) ? `min(${s.raw(name)})` : 'NULL';
    return {
      sql: `SELECT plan::text AS plan, status::text AS status, count, trial_over, period_over,
          oldest_trial::text AS oldest_trial, oldest_period::text AS oldest_period
        FROM (
          SELECT ${s.raw(names.plan)} AS plan, s.status, count(*) AS count,
            ${over(names.trialEndsAt)} AS trial_over,
            ${over(names.periodEnd)} AS period_over,
            ${oldest(names.trialEndsAt)} AS oldest_trial,
            ${oldest(names.periodEnd)} AS oldest_period
          FROM subscriptions s GROUP BY 1, 2
        ) counted`,
      values: [],
      maxRows: 2_000,
    };
  }

  /** Rows `status`, `count`: from the index on the state alone. */
  countsByStatus(): Query {
    return {
      sql: `SELECT status::text AS status, count FROM (
          SELECT s.status, count(*) AS count FROM subscriptions s GROUP BY 1
        ) counted`,
      values: [],
      maxRows: 200,
    };
  }

  /** Rows `status`: every one that occurs, by jumping through the index. */
  statuses(): Query {
    return {
      sql: `WITH RECURSIVE found AS (
          (SELECT s.status FROM subscriptions s ORDER BY s.status LIMIT 1)
          UNION ALL
          SELECT (SELECT s.status FROM subscriptions s WHERE s.status > found.status ORDER BY s.status LIMIT 1)
          FROM found WHERE found.status IS NOT NULL
        )
        SELECT status::text AS status FROM found WHERE status IS NOT NULL`,
      values: [],
      maxRows: 200,
    };
  }

  /** Rows `ref`, `key`, `name`, `price`, …; undefined without a table of plans. */
  plans(): Query | undefined {
    const { p, names } = this.#text;
    return this.#text.hasPlans
      ? {
          sql: `SELECT ${p.text(
            names.planKey,
          )} AS ref, ${this.#text.planColumns()} FROM plans p
            ORDER BY ${p.number('price')}, p.key`,
          values: [],
          maxRows: 500,
        }
      : undefined;
  }

  page(request: PageRequest): Query | undefined {
    return pageOfSubscriptions(this.#text, request);
  }

  /** One subscription with `plan_ref`; undefined for an id that none can have. */
  one(id: string): Query | undefined {
    const { s, names } = this.#text;
    return this.#where('id', [id], 1, `, ${s.text(names.plan)} AS plan_ref`);
  }

  /** The subscriptions of some owners. */
  ofOwners(owners: readonly string[]): Query | undefined {
    return this.#where(this.#text.names.owner, owners, 100);
  }

  /** Rows `metric`, `used` of one subscription, in its current period if it has one. */
  usage(id: string): Query | undefined {
    const { s, names } = this.#text;
    const column = this.#usage.column('subscriptionId');
    const needed = ['metric', 'quantity', 'timestamp'];
    if (column === undefined || !needed.every(it => this.#usage.has(it))) {
      return undefined;
    }
    const values = new Values();
    const within = s.has(names.periodStart)
      ? `AND (${s.raw(names.periodStart)} IS NULL OR u."timestamp" >= ${s.raw(
          names.periodStart,
        )})`
      : '';
    return {
      sql: `SELECT u.metric::text AS metric, sum(u.quantity)::float8 AS used
        FROM usage_records u JOIN subscriptions s ON s.id = u."subscriptionId"
        WHERE u."subscriptionId" = ${values.as(column, id)} ${within}
        GROUP BY 1 ORDER BY 1`,
      values: values.list,
      maxRows: 50,
    };
  }

  /** Those with an id at Stripe, in the order of their ids; undefined where none can have one. */
  atStripe(options: {
    readonly after?: string;
    readonly limit: number;
  }): Query | undefined {
    const { s, names } = this.#text;
    const id = s.column('id');
    const ids = [names.stripeSubscriptionId, names.stripeCustomerId].filter(
      name => s.has(name),
    );
    if (ids.length === 0 || id === undefined) {
      return undefined;
    }
    const values = new Values();
    const isKnown = ids.map(name => `${s.raw(name)} IS NOT NULL`).join(' OR ');
    const behind =
      options.after === undefined
        ? ''
        : `AND s.id > ${values.as(id, options.after)}`;
    const limit = `${values.add(options.limit)}::int`;
    return {
      sql: `SELECT ${this.#text.columns()} FROM (
          SELECT ${this.#text.ownColumns()} FROM subscriptions s
          WHERE (${isKnown}) ${behind} ORDER BY s.id LIMIT ${limit}
        ) s ${this.#text.joins()} ORDER BY s.id`,
      values: values.list,
      maxRows: options.limit,
    };
  }

  #where(
    name: string,
    wanted: readonly string[],
    maxRows: number,
    more = '',
  ): Query | undefined {
    const { s } = this.#text;
    const column = s.column(name);
    const possible = column ? wanted.filter(it => canHold(column, it)) : [];
    if (column === undefined || possible.length === 0) {
      return undefined;
    }
    const values = new Values();
    const list = possible.map(it => values.as(column, it)).join(', ');
    return {
      sql: `SELECT ${this.#text.columns()}${more}
        FROM subscriptions s ${this.#text.joins()}
        WHERE ${s.raw(name)} IN (${list})`,
      values: values.list,
      maxRows,
    };
  }
}
