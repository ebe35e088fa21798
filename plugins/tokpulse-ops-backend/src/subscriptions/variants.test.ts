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

import { mockServices } from '@backstage/backend-test-utils';
import { listSubscriptionsQuerySchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import {
  createBillingDatabase,
  type BillingDatabase,
} from '../__testUtils__/billingDatabase';
import {
  PLANTED_TOKEN,
  type BillingShape,
} from '../__testUtils__/billingTables';
import { ServiceSubscriptions } from './ServiceSubscriptions';

jest.setTimeout(60_000);

const { signal } = new AbortController();

function subscriptionsOf(readOnlyConnection: string | undefined) {
  return new ServiceSubscriptions({
    service: createMockServiceAccess({
      id: 'shop',
      settings: { postgres: { primary: { readOnlyConnection } } },
    }),
    logger: mockServices.logger.mock(),
    stopping: signal,
  });
}

const query = (
  filter: Parameters<typeof listSubscriptionsQuerySchema.parse>[0] = {},
) => listSubscriptionsQuerySchema.parse(filter);

const databases: BillingDatabase[] = [];
const open = async (shape: BillingShape | undefined) => {
  const database = await createBillingDatabase(shape);
  databases.push(database);
  return { database, subscriptions: subscriptionsOf(database.readOnlyUrl) };
};
afterAll(async () => {
  for (const database of databases) {
    await database.drop();
  }
});

describe.each(['current', 'current-enums'] as const)('%s', shape => {
  let database: BillingDatabase;
  let subscriptions: ServiceSubscriptions;
  beforeAll(async () => {
    ({ database, subscriptions } = await open(shape));
  });
  const ids = async (filter: Parameters<typeof query>[0]) =>
    (await subscriptions.list(query(filter), signal)).items.map(({ id }) => id);

  it('counts by state and plan, and what is wrong, the worst first', async () => {
    const overview = await subscriptions.overview();
    expect(overview).toMatchObject({
      schema: { variant: 'current', told: expect.stringMatching(/current/) },
      total: 8,
      byStatus: [
        { status: 'TRIAL', count: 2 },
        { status: 'ACTIVE', count: 2 },
        { status: 'PAST_DUE', count: 3 },
        { status: 'CANCELLED', count: 1 },
      ],
      byPlan: [
        { plan: 'STARTER', name: 'Starter', count: 5, active: 0, price: 0 },
        {
          ...{ plan: 'GROWTH', name: 'Growth', count: 3, active: 2 },
          ...{ price: 29, currency: 'USD', interval: 'month' },
        },
      ],
      anomalies: [
        { kind: 'past-due', count: 3 },
        { kind: 'period-over', count: 1 },
        { kind: 'trial-over', count: 1 },
      ],
      drift: { checked: false, message: expect.stringMatching(/secretKey/) },
      missingIndexes: [],
    });
    expect(overview).not.toHaveProperty('incomplete');
  });

  it('lists all by id, page by page, each once', async () => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await subscriptions.list(
        query({ limit: 3, cursor }),
        signal,
      );
      pages.push(page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(pages).toEqual([
      ['s8', 's7', 's6'],
      ['s5', 's4', 's3'],
      ['s2', 's1'],
    ]);
  });

  it('lists what lasts longest first, and what has no time last', async () => {
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await subscriptions.list(
        query({ anomaly: 'past-due', limit: 1, cursor }),
        signal,
      );
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(pages).toEqual(['s4', 's3', 's8']);
  });

  it.each([
    [{ status: 'TRIAL' }, ['s6', 's5']],
    [{ status: 'paused' }, []],
    [{ plan: 'GROWTH' }, ['s3', 's2', 's1']],
    [{ plan: 'GROWTH', status: 'ACTIVE' }, ['s2', 's1']],
    [{ plan: 'NOSUCH' }, []],
    [{ anomaly: 'trial-over' }, ['s5']],
    [{ anomaly: 'period-over' }, ['s2']],
    [{ anomaly: 'period-over', plan: 'STARTER' }, []],
    [{ anomaly: 'unknown-status' }, []],
    [{ anomaly: 'drift' }, []],
    [{ organization: 'Jun' }, ['s8', 's2', 's1']],
    [{ organization: 'juniper g' }, ['s2']],
    [{ organization: '100%' }, ['s5']],
    [{ organization: '%' }, []],
    [{ organization: "'; DROP TABLE users; --" }, []],
    [{ organization: 'Juniper', status: 'ACTIVE' }, ['s2', 's1']],
  ])('lists %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it('says of a row what is wrong and since when', async () => {
    const { items } = await subscriptions.list(
      query({ anomaly: 'period-over' }),
      signal,
    );
    expect(items).toEqual([
      expect.objectContaining({
        ...{ id: 's2', plan: 'GROWTH', planName: 'Growth' },
        ...{ organizationId: 'o2', organization: 'Juniper Goods' },
        ...{ stripeCustomerId: 'cus_2', stripeSubscriptionId: 'sub_2' },
        anomalies: [
          {
            kind: 'period-over',
            since: items[0].periodEnd,
            message: 'The period ended 3 days ago and was not renewed',
          },
        ],
      }),
    ]);
    const ended = Date.parse(items[0].periodEnd ?? '');
    expect(Date.now() - ended).toBeGreaterThan(3 * 86_400_000 - 60_000);
    expect(Date.now() - ended).toBeLessThan(3 * 86_400_000 + 600_000);
  });

  it('refuses the cursor of another list', async () => {
    const { nextCursor } = await subscriptions.list(
      query({ limit: 1 }),
      signal,
    );
    for (const cursor of [nextCursor, 'nonsense', 'e30']) {
      await expect(
        subscriptions.list(query({ anomaly: 'past-due', cursor }), signal),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
  });

  it('tells one subscription with usage, people and stores', async () => {
    const detail = await subscriptions.subscription('s1', signal);
    expect(detail).toMatchObject({
      ...{ id: 's1', status: 'ACTIVE', anomalies: [] },
      price: { amount: 29, currency: 'USD', interval: 'month' },
      usage: [
        { metric: 'API_CALLS', used: 500, limit: 10_000 },
        { metric: 'STORES', used: 1, limit: 3 },
      ],
      customers: [
        {
          ...{ userId: 'u1', email: 'A…@juniper.example', name: 'A. M.' },
          ...{ role: 'OWNER', lastLoginAt: '2026-11-20T08:00:00.000Z' },
        },
        { userId: 'u2', email: 'o…@juniper.example', role: 'ANALYST' },
      ],
      stores: [{ domain: 'juniper.myshopify.com', hasAccessToken: true }],
      stripe: { checked: false, differences: [] },
    });
    expect(detail.customers[1].name).toBeUndefined();
    expect(JSON.stringify(detail)).not.toContain(PLANTED_TOKEN);
    await expect(
      subscriptions.subscription('nope', signal),
    ).rejects.toMatchObject({ code: 'no-such-subscription' });
  });

  it.each([
    ['Ava.Moreno@juniper.example', ['u1']],
    ['ava.moreno@JUNIPER.example', ['u1']],
    ['oddly@harbor.example', ['u4']],
    ['nobody@juniper.example', []],
    ["' OR '1'='1@juniper.example", []],
  ])('looks %s up', async (email, expected) => {
    const { items } = await subscriptions.customers(email, signal);
    expect(items.map(({ userId }) => userId)).toEqual(expected);
  });

  it('gives a customer the subscription of their organization', async () => {
    const { items } = await subscriptions.customers(
      'omar@juniper.example',
      signal,
    );
    expect(items).toMatchObject([
      { userId: 'u2', organizationId: 'o1', subscription: { id: 's1' } },
    ]);
  });

  it('reveals one person', async () => {
    expect(await subscriptions.reveal('u1', signal)).toEqual({
      userId: 'u1',
      email: 'Ava.Moreno@juniper.example',
      name: 'Ava Moreno',
    });
    await expect(subscriptions.reveal('u99', signal)).rejects.toMatchObject({
      code: 'no-such-customer',
    });
  });

  it('tells a store without its token, also to a role that may not read it', async () => {
    expect(
      await subscriptions.stores('JUNIPER.myshopify.com', signal),
    ).toMatchObject({
      items: [
        {
          ...{ id: 't1', organization: 'Juniper Outfitters' },
          scopes: ['read_products', 'write_pixels'],
          hasAccessToken: true,
        },
      ],
    });
    const { knex, role } = database;
    await knex.raw(`REVOKE SELECT ON stores FROM ${role}`);
    await knex.raw(
      `GRANT SELECT ("id", "shopDomain", "scopes", "region", "status", "lastSyncAt", "organizationId", "createdAt", "updatedAt") ON stores TO ${role}`,
    );
    const { items } = await subscriptionsOf(database.readOnlyUrl).stores(
      'maple.myshopify.com',
      signal,
    );
    expect(items).toMatchObject([{ id: 't2' }]);
    expect(items[0].hasAccessToken).toBeUndefined();
  });
});

describe('current', () => {
  it('finds states that nobody knows', async () => {
    const { database, subscriptions } = await open('current');
    await database.knex.raw(
      `UPDATE subscriptions SET status = 'BOGUS' WHERE id IN ('s1', 's7')`,
    );
    expect((await subscriptions.overview()).anomalies[2]).toMatchObject({
      kind: 'unknown-status',
      count: 2,
      title: 'In states nobody knows',
    });
    const { items } = await subscriptions.list(
      query({ anomaly: 'unknown-status' }),
      signal,
    );
    expect(items).toMatchObject([
      {
        id: 's7',
        anomalies: [{ message: "TokPulse knows no state 'BOGUS'" }],
      },
      { id: 's1' },
    ]);
  });

  it.each([
    ['subscriptions_status_idx', 'subscriptions', 'status'],
    ['users_email_key', 'users', 'email'],
    ['stores_shopDomain_key', 'stores', 'shopDomain'],
  ])('names %s when it is missing', async (index, table, column) => {
    const { database, subscriptions } = await open('current');
    await database.knex.raw(`DROP INDEX "${index}"`);
    expect((await subscriptions.overview()).missingIndexes).toEqual([
      {
        table,
        columns: [column],
        why: expect.any(String),
        sql: `CREATE INDEX CONCURRENTLY ON ${table} ("${column}")`,
      },
    ]);
  });

  it('counts by state what it cannot count by plan in time, and says so', async () => {
    const { database, subscriptions } = await open('current');
    await database.knex.raw(`
      ALTER TABLE subscriptions RENAME TO slow_subscriptions;
      CREATE FUNCTION slowly(value TEXT) RETURNS TEXT STABLE LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_sleep(2); RETURN value; END';
      CREATE VIEW subscriptions AS SELECT "id", "organizationId", "status", "trialEndsAt",
        slowly("planId") AS "planId", "currentPeriodEnd", "createdAt"
        FROM slow_subscriptions;
      GRANT SELECT ON subscriptions TO ${database.role}`);
    expect(await subscriptions.overview()).toMatchObject({
      total: 8,
      byStatus: expect.arrayContaining([{ status: 'TRIAL', count: 2 }]),
      anomalies: [{ kind: 'past-due', count: 3 }],
      incomplete: expect.stringMatching(/by plan/),
    });
  });

  it('says what the role may not read', async () => {
    const { database, subscriptions } = await open('current');
    await database.knex.raw(
      `REVOKE SELECT ON subscriptions FROM ${database.role}`,
    );
    await expect(subscriptions.overview()).rejects.toMatchObject({
      code: 'forbidden',
      nextStep: expect.stringMatching(/Grant SELECT/),
    });
  });
});

describe('documented', () => {
  let subscriptions: ServiceSubscriptions;
  beforeAll(async () => {
    ({ subscriptions } = await open('documented'));
  });

  it('counts subscriptions of users, with plans that are words', async () => {
    expect(await subscriptions.overview()).toMatchObject({
      schema: { variant: 'documented' },
      total: 3,
      byPlan: expect.arrayContaining([
        { plan: 'GROWTH', name: 'GROWTH', count: 2, active: 1 },
      ]),
      anomalies: [
        { kind: 'past-due', count: 1 },
        { kind: 'period-over', count: 1 },
        { kind: 'unknown-status', count: 1 },
      ],
    });
  });

  it('lists and pages with numbers for ids', async () => {
    const first = await subscriptions.list(query({ limit: 2 }), signal);
    expect(first.items).toMatchObject([
      { id: '3', plan: 'STARTER', createdAt: '2026-11-23T20:00:00.000Z' },
      { id: '2', anomalies: [{ message: 'A payment failed' }] },
    ]);
    expect(
      await subscriptions.list(
        query({ limit: 2, cursor: first.nextCursor }),
        signal,
      ),
    ).toMatchObject({ items: [{ id: '1' }] });
    expect(
      await subscriptions.list(query({ anomaly: 'unknown-status' }), signal),
    ).toMatchObject({ items: [{ id: '3', status: 'paused' }] });
    expect(
      await subscriptions.list(query({ organization: 'J' }), signal),
    ).toEqual({ items: [] });
  });

  it('has no names of people in lists', async () => {
    const { items } = await subscriptions.list(query(), signal);
    expect(items[2].organization).toBe('00000000-0000-4000-8000-000000000001');
  });

  it('looks customers, stores and subscriptions up', async () => {
    expect(
      await subscriptions.customers('AVA@juniper.example', signal),
    ).toMatchObject({
      items: [{ email: 'a…@juniper.example', subscription: { id: '1' } }],
    });
    expect(
      await subscriptions.stores('juniper.myshopify.com', signal),
    ).toMatchObject({ items: [{ id: '7', hasAccessToken: true }] });
    expect(await subscriptions.subscription('1', signal)).toMatchObject({
      usage: [],
      customers: [{ name: 'A. M.' }],
      stores: [],
    });
    await expect(
      subscriptions.subscription('not-a-number', signal),
    ).rejects.toMatchObject({ code: 'no-such-subscription' });
  });
});

describe.each(['older', 'oldest'] as const)('%s', variant => {
  it('says that there is nothing to count, and looks people and stores up', async () => {
    const { subscriptions } = await open(variant);
    expect(await subscriptions.overview()).toMatchObject({
      schema: { variant, told: expect.stringMatching(/without|before/) },
      total: 0,
      anomalies: [],
    });
    expect(await subscriptions.list(query(), signal)).toEqual({ items: [] });
    expect(
      await subscriptions.customers('ava@juniper.example', signal),
    ).toMatchObject({
      items: [
        {
          ...{ email: 'a…@juniper.example', role: 'OWNER' },
          ...{ organization: 'Juniper Outfitters' },
          createdAt: '2026-11-23T18:00:00.000Z',
        },
      ],
    });
    expect(
      await subscriptions.stores('juniper.myshopify.com', signal),
    ).toMatchObject({
      items: [
        {
          scopes: ['read_products', 'write_pixels'],
          createdAt: '2026-11-23T18:00:00.000Z',
        },
      ],
    });
    await expect(
      subscriptions.subscription('s1', signal),
    ).rejects.toMatchObject({ code: 'no-such-subscription' });
  });
});

describe('none', () => {
  it('says so', async () => {
    const { subscriptions } = await open(undefined);
    expect(await subscriptions.overview()).toMatchObject({
      schema: { variant: 'none', told: expect.stringMatching(/No table/) },
    });
    expect(
      await subscriptions.customers('ava@juniper.example', signal),
    ).toEqual({ items: [] });
  });

  it('says which key to set', async () => {
    expect(await subscriptionsOf(undefined).overview()).toMatchObject({
      schema: {
        variant: 'none',
        told: expect.stringContaining(
          'tokpulseOps.services.shop.postgres.primary.readOnlyConnection',
        ),
      },
    });
  });
});
