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
import { ask } from '../__testUtils__/http';
import { Sandbox, startSandbox } from '../sandbox/startSandbox';

jest.setTimeout(90_000);

interface Subscription {
  readonly id: string;
  readonly customer: string;
  readonly status: string;
  readonly created: number;
  readonly current_period_end?: number;
  readonly items: {
    readonly data: readonly { readonly current_period_end?: number }[];
  };
}

interface List {
  readonly object: string;
  readonly has_more: boolean;
  readonly data: readonly Subscription[];
}

describe('the Stripe API', () => {
  let sandbox: Sandbox;
  let url: string;
  let key: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    url = sandbox.env.TOKPULSE_STRIPE_URL;
    key = sandbox.env.TOKPULSE_STRIPE_SECRET_KEY;
  });
  afterAll(async () => {
    await sandbox?.stop();
  });

  /** Keeps to the rate limit of the test mode, as a client has to. */
  const get = async (
    path: string,
    headers: Record<string, string> = { Authorization: `Bearer ${key}` },
    init: RequestInit = {},
  ) => {
    for (;;) {
      const answer = await ask(`${url}${path}`, { headers, ...init });
      if (answer.status !== 429) {
        return answer;
      }
    }
  };
  const list = async (query: string) =>
    (await get(`/v1/subscriptions${query}`)).json() as List;
  const query = async <T extends object>(
    sql: string,
    role = 'TOKPULSE_DATABASE_URL',
  ): Promise<T[]> => {
    const client = new Client({ connectionString: sandbox.env[role] });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('pages through all subscriptions, the newest first', async () => {
    const all: Subscription[] = [];
    for (;;) {
      const after = all.at(-1)?.id;
      const page = await list(
        `?status=all&limit=100${after ? `&starting_after=${after}` : ''}`,
      );
      expect(page.object).toBe('list');
      all.push(...page.data);
      if (!page.has_more) {
        break;
      }
    }
    const [{ n }] = await query<{ n: number }>(
      'SELECT count(*)::int AS n FROM subscriptions WHERE "stripeCustomerId" IS NOT NULL',
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(n);
    expect(all.map(({ created }) => created)).toEqual(
      all.map(({ created }) => created).sort((a, b) => b - a),
    );
    const first = await list(`?limit=3`);
    const back = await list(`?limit=2&ending_before=${first.data[2].id}`);
    expect(back.data).toEqual(first.data.slice(0, 2));
  });

  it('agrees with most rows of TokPulse, and not with all', async () => {
    const rows = await query<{ customer: string; status: string; end: number }>(
      `SELECT "stripeCustomerId" AS customer, status, extract(epoch FROM "currentPeriodEnd")::int AS "end"
       FROM subscriptions WHERE "stripeCustomerId" IS NOT NULL AND status IN ('ACTIVE', 'PAST_DUE') ORDER BY id LIMIT 120`,
    );
    const theirs = await Promise.all(
      rows.map(async ({ customer }) => {
        const [found] = (await list(`?customer=${customer}&status=all`)).data;
        return {
          status: found.status,
          end: found.items.data[0].current_period_end,
        };
      }),
    );
    const byStatus = rows.filter(
      ({ status }, index) => status.toLowerCase() !== theirs[index].status,
    ).length;
    const byPeriod = rows.filter(
      ({ end }, index) => end !== theirs[index].end,
    ).length;
    expect(byStatus).toBeGreaterThan(0);
    expect(byPeriod).toBeGreaterThan(0);
    expect(byStatus + byPeriod).toBeLessThan(rows.length / 4);
  });

  it('tells the period where the version of the API does', async () => {
    const [{ id }] = (await list('?limit=1')).data;
    const asked = async (version: string) =>
      (
        await get(`/v1/subscriptions/${id}`, {
          Authorization: `Bearer ${key}`,
          'Stripe-Version': version,
        })
      ).json() as Subscription;
    const now = await asked('2026-10-28.endive');
    const before = await asked('2024-06-20');
    expect(now.current_period_end).toBeUndefined();
    expect(before.items.data[0].current_period_end).toBeUndefined();
    expect(before.current_period_end).toBe(
      now.items.data[0].current_period_end,
    );
    const answer = await get(`/v1/subscriptions/${id}`);
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(answer.headers.get('stripe-version')).toBe('2026-10-28.endive');
  });

  const bearer = () => ({ Authorization: `Bearer ${key}` });
  it.each([
    ['/v1/subscriptions', () => ({}), 401, { type: 'invalid_request_error' }],
    [
      '/v1/subscriptions',
      () => ({ Authorization: 'Bearer sk_test_abcdefgh1234' }),
      401,
      { message: 'Invalid API Key provided: sk_test_********1234' },
    ],
    [
      '/v1/subscriptions/sub_nope',
      bearer,
      404,
      { code: 'resource_missing', param: 'id' },
    ],
    [
      '/v1/subscriptions?customer=cus_nope',
      bearer,
      400,
      { code: 'resource_missing', param: 'customer' },
    ],
    ['/v1/subscriptions?limit=101', bearer, 400, { param: 'limit' }],
    [
      '/v1/subscriptions?limit=ten',
      bearer,
      400,
      { code: 'parameter_invalid_integer' },
    ],
    ['/v1/subscriptions?status=good', bearer, 400, { param: 'status' }],
    [
      '/v1/subscriptions?colour=red',
      bearer,
      400,
      { code: 'parameter_unknown', param: 'colour' },
    ],
    [
      '/v1/subscriptions',
      () => ({ ...bearer(), 'Stripe-Version': 'newest' }),
      400,
      { message: 'Invalid Stripe API version: newest' },
    ],
    ['/v1/balance', bearer, 404, { type: 'invalid_request_error' }],
  ])('refuses %s', async (path, headers, status, error) => {
    const answer = await get(path, headers());
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ error });
  });

  it('lets its key change nothing', async () => {
    const answer = await get('/v1/subscriptions', bearer(), { method: 'POST' });
    expect(answer.status).toBe(403);
  });

  it('limits requests as the test mode does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, () =>
        ask(`${url}/v1/subscriptions?limit=1`, { headers: bearer() }),
      ),
    );
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.json()).toMatchObject({ error: { code: 'rate_limit' } });
  });

  it('goes its own way when the database changes, until a reset', async () => {
    const [row] = await query<{ id: string; subscription: string }>(
      `SELECT id, "stripeSubscriptionId" AS subscription FROM subscriptions
       WHERE status = 'ACTIVE' AND "stripeSubscriptionId" IS NOT NULL ORDER BY id LIMIT 1`,
    );
    const before = (await get(`/v1/subscriptions/${row.subscription}`)).text;
    await query(
      `UPDATE subscriptions SET status = 'EXPIRED', "currentPeriodEnd" = now() WHERE id = '${row.id}'`,
    );
    expect((await get(`/v1/subscriptions/${row.subscription}`)).text).toBe(
      before,
    );
    await sandbox.reset();
    expect((await get(`/v1/subscriptions/${row.subscription}`)).text).toBe(
      before,
    );
  });

  it('is down, and its key expires, when a fault says so', async () => {
    await sandbox.induceFault('stripe-down');
    expect((await get('/v1/subscriptions')).status).toBe(503);
    expect((await ask(`${url}/`)).status).toBe(200);
    await sandbox.clearFault('stripe-down');
    await sandbox.induceFault('stripe-down', { mode: 'hang' });
    await expect(
      get('/v1/subscriptions', bearer(), { signal: AbortSignal.timeout(300) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    await sandbox.clearFault('stripe-down');
    await sandbox.induceFault('expired-stripe-key');
    expect((await get('/v1/subscriptions')).json()).toMatchObject({
      error: { code: 'api_key_expired' },
    });
    await sandbox.clearFault('expired-stripe-key');
    expect((await get('/v1/subscriptions')).status).toBe(200);
  });

  it('comes with a role that may not read what opens a shop', async () => {
    const readOnly = 'TOKPULSE_DATABASE_READONLY_URL';
    expect(
      await query('SELECT id, "shopDomain" FROM stores LIMIT 1', readOnly),
    ).toHaveLength(1);
    for (const column of ['*', '"accessToken"', `"accessToken" <> ''`]) {
      await expect(
        query(`SELECT ${column} FROM stores`, readOnly),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });
});
