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

import { Client } from 'pg';
import {
  createBillingDatabase,
  type BillingDatabase,
} from '../__testUtils__/billingDatabase';
import { readOnlySession } from '../actions/postgres/readOnlySession';
import { layoutOf } from './schema/BillingLayout';
import { CustomerQueries } from './schema/CustomerQueries';
import type { DatabaseShape } from './schema/DatabaseShape';
import type { PageRequest } from './schema/pageOfSubscriptions';
import { readShape } from './schema/readShape';
import { StoreQueries } from './schema/StoreQueries';
import { SubscriptionQueries } from './schema/SubscriptionQueries';
import type { Query } from './schema/TableText';

jest.setTimeout(120_000);

const ROWS = 30_000;

/** What every page and every look-up asks, explained with the indexes that TokPulse has. */
describe.each(['current', 'current-enums'] as const)(
  'hot queries of subscriptions, %s',
  shapeName => {
    let database: BillingDatabase;
    let client: Client;
    let shape: DatabaseShape;
    let subscriptions: SubscriptionQueries;

    beforeAll(async () => {
      database = await createBillingDatabase(shapeName);
      const { knex } = database;
      const status = shapeName === 'current' ? 'TEXT' : '"SubscriptionStatus"';
      await knex.raw(`
        INSERT INTO organizations ("id", "name", "updatedAt")
          SELECT 'x' || lpad(i::text, 8, '0'), md5(i::text), now() FROM generate_series(1, ${ROWS}) i;
        INSERT INTO users ("id", "email", "organizationId", "updatedAt")
          SELECT 'x' || i, 'a' || i || '@b.example', 'x' || lpad(i::text, 8, '0'), now() FROM generate_series(1, ${ROWS}) i;
        INSERT INTO stores ("id", "shopDomain", "accessToken", "scopes", "organizationId", "updatedAt")
          SELECT 'x' || i, 'a' || i, '', '', 'x' || lpad(i::text, 8, '0'), now() FROM generate_series(1, ${ROWS}) i;
        INSERT INTO subscriptions ("id", "organizationId", "planId", "status", "trialEndsAt", "currentPeriodEnd", "updatedAt")
          SELECT 'x' || lpad(i::text, 8, '0'), 'x' || lpad(i::text, 8, '0'), CASE WHEN i % 3 = 0 THEN 'p1' ELSE 'p2' END,
            (CASE WHEN i % 50 = 0 THEN 'PAST_DUE' WHEN i % 20 = 0 THEN 'TRIAL' ELSE 'ACTIVE' END)::${status},
            now() + (i % 90 - 2) * interval '1 day', now() + (i % 60 - 2) * interval '1 day', now()
          FROM generate_series(1, ${ROWS}) i;
        INSERT INTO usage_records ("id", "subscriptionId", "metric", "quantity")
          SELECT 'x' || i, 'x' || lpad(i::text, 8, '0'), 'API_CALLS', 1 FROM generate_series(1, ${ROWS}) i`);
      await knex.raw('VACUUM ANALYZE');
      client = new Client({ connectionString: database.readOnlyUrl });
      await client.connect();
      shape = await readOnlySession(
        {
          database: 'primary',
          connection: database.readOnlyUrl,
          signal: new AbortController().signal,
        },
        readShape,
      );
      const names = layoutOf(shape).subscriptions;
      if (names === undefined) {
        throw new Error('The tables of the test have no subscriptions');
      }
      subscriptions = new SubscriptionQueries(shape, names);
    });
    afterAll(async () => {
      await client?.end();
      await database?.drop();
    });

    const explain = async (query: Query | undefined) => {
      if (query === undefined) {
        throw new Error('There is no statement');
      }
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN ${query.sql}`,
        [...query.values],
      );
      return rows.map(row => row['QUERY PLAN']).join('\n');
    };
    const page = (request: Omit<PageRequest, 'limit'>) =>
      subscriptions.page({ ...request, limit: 26 });
    const after = { id: `x${String(ROWS / 2).padStart(8, '0')}` };
    const at = '2026-01-01 00:00:00';

    it.each([
      ['the first page', () => page({})],
      ['a deep page', () => page({ after })],
      ['a page of a state', () => page({ status: 'ACTIVE', after })],
      ['a page of a rare state', () => page({ status: 'CANCELLED' })],
      ['a page of a plan', () => page({ plan: 'p1', after })],
      ['trials that are over', () => page({ anomaly: 'trial-over' })],
      [
        'more periods that are over',
        () => page({ anomaly: 'period-over', after: { ...after, at } }),
      ],
      ['what is past due', () => page({ anomaly: 'past-due' })],
      [
        'more that is past due',
        () => page({ anomaly: 'past-due', after: { ...after, at } }),
      ],
      [
        'what is past due, as the counts advise',
        () =>
          page({
            anomaly: 'past-due',
            hints: { fewHaveState: true, notBefore: at },
          }),
      ],
      [
        'a rare state, as the counts advise',
        () => page({ status: 'CANCELLED', hints: { fewHaveState: true } }),
      ],
      [
        'what is past due without a time',
        () => page({ anomaly: 'past-due', after: { ...after, at: null } }),
      ],
      ['some ids', () => page({ ids: ['s1', 's2'] })],
      ['every state that occurs', () => subscriptions.statuses()],
      ['the subscription of a customer', () => subscriptions.ofOwners(['o1'])],
      ['one subscription', () => subscriptions.one('s1')],
      ['the usage of one', () => subscriptions.usage('s1')],
    ])('read %s from an index', async (_what, query) => {
      expect(await explain(query())).not.toMatch(
        /Seq Scan on (subscriptions|usage_records|organizations)/,
      );
    });

    it('find people and stores by an index', async () => {
      const { users, stores } = layoutOf(shape);
      if (users === undefined || stores === undefined) {
        throw new Error('The tables of the test have no people');
      }
      const customers = new CustomerQueries(shape, users);
      const found = new StoreQueries(shape, stores);
      const queries = [
        customers.byEmail('a7@b.example')[0],
        customers.ofOwner('o1'),
        customers.one('u1'),
        found.byDomain('a7'),
        found.ofOwner('o1'),
      ];
      for (const query of queries) {
        expect(await explain(query)).not.toMatch(/Seq Scan on (users|stores)/);
      }
    });

    it('read the same rows however the counts advise', async () => {
      const read = async (request: Omit<PageRequest, 'limit'>) => {
        const query = page(request);
        const { rows } = await client.query<{ id: string }>(query?.sql ?? '', [
          ...(query?.values ?? []),
        ]);
        return rows.map(({ id }) => id);
      };
      for (const anomaly of [
        'trial-over',
        'period-over',
        'past-due',
      ] as const) {
        const plain = await read({ anomaly });
        expect(plain).toHaveLength(26);
        for (const fewHaveState of [true, false]) {
          expect(
            await read({ anomaly, hints: { fewHaveState, notBefore: at } }),
          ).toEqual(plain);
        }
      }
    });

    it('count from the index on the state alone where a pass takes too long', async () => {
      await client.query('SET enable_seqscan = off');
      expect(await explain(subscriptions.countsByStatus())).toMatch(
        /Index Only Scan using subscriptions_status_idx/,
      );
      await client.query('RESET enable_seqscan');
    });
  },
);
