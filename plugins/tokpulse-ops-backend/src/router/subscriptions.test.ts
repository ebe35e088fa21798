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

import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  createBillingDatabase,
  type BillingDatabase,
} from '../__testUtils__/billingDatabase';
import { PLANTED_TOKEN } from '../__testUtils__/billingTables';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { createTestDatabase } from '../testing';

jest.setTimeout(90_000);

const EMAIL = 'Ava.Moreno@juniper.example';
const reason = `Ticket 4711: ${EMAIL} asks about her invoice`;

type Told = Pick<
  AuditorServiceCreateEventOptions,
  'eventId' | 'severityLevel' | 'meta'
> & { outcome?: unknown };

const told: Told[] = [];
const auditor: AuditorService = {
  async createEvent({ eventId, severityLevel, meta }) {
    const entry: Told = { eventId, severityLevel, meta };
    told.push(entry);
    return {
      success: async options => {
        entry.outcome = { success: options?.meta };
      },
      fail: async options => {
        entry.outcome = {
          fail: options.meta,
          error: 'error' in options ? String(options.error) : '',
        };
      },
    };
  },
};
const logged: string[] = [];
const log = (message: unknown, meta?: unknown) =>
  logged.push(`${String(message)} ${JSON.stringify(meta)} ${String(meta)}`);

let billing: BillingDatabase;
let own: Awaited<ReturnType<typeof createTestDatabase>>;
let ops: OpsBackend;
beforeAll(async () => {
  billing = await createBillingDatabase('current');
  own = await createTestDatabase();
  ops = await startOpsBackend({
    database: mockServices.database.factory({ knex: own.knex }),
    services: {
      tokpulse: {
        allowedNetworks: ['127.0.0.0/8'],
        postgres: { primary: { readOnlyConnection: billing.readOnlyUrl } },
      },
      broken: {
        postgres: {
          primary: { readOnlyConnection: 'postgresql://a:b@127.0.0.1:1/none' },
        },
      },
    },
    features: [
      mockServices.auditor.mock(auditor).factory,
      mockServices.logger.mock({ error: log, warn: log, info: log, debug: log })
        .factory,
    ],
  });
});
beforeEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await ops?.stop();
  await own?.drop();
  await billing?.drop();
});

const bodies: string[] = [];
const ask = async (
  person: TestPerson,
  path: string,
  body?: Readonly<Record<string, unknown>>,
) => {
  const answer = await ops.request(`/services/tokpulse${path}`, {
    token: mockCredentials.user.token(`user:default/${person}`),
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await answer.text();
  bodies.push(text);
  return { status: answer.status, json: JSON.parse(text) };
};
const lookUps = [
  ['/subscriptions/s1/look-up', { reason }],
  ['/customers/look-up', { reason, email: EMAIL }],
  ['/stores/look-up', { reason, domain: 'juniper.myshopify.com' }],
  ['/customers/u1/reveal', { reason }],
] as const;
const lists = ['/subscriptions/overview', '/subscriptions?limit=3'];

describe('subscriptions', () => {
  it('are counted and listed for everybody who sees the service', async () => {
    expect(await ask('vera', '/subscriptions/overview')).toMatchObject({
      status: 200,
      json: { total: 8, schema: { variant: 'current' } },
    });
    const first = await ask('vera', '/subscriptions?limit=3');
    expect(first.json.items).toHaveLength(3);
    const next = await ask(
      'vera',
      `/subscriptions?limit=3&cursor=${first.json.nextCursor}`,
    );
    expect(next.json.items[0].id).toBe('s5');
    expect(told.map(({ severityLevel }) => severityLevel)).toEqual([
      'low',
      'low',
      'low',
    ]);
  });

  it('say nothing to somebody who may not see the service, as if there were none', async () => {
    for (const path of lists) {
      expect(await ask('stan', path)).toMatchObject({
        status: 404,
        json: { error: { code: 'no-such-service' } },
      });
    }
    for (const [path, body] of lookUps) {
      expect(await ask('stan', path, body)).toMatchObject({
        status: 404,
        json: { error: { code: 'no-such-service' } },
      });
    }
  });

  it('are looked up and revealed by those who operate', async () => {
    for (const person of ['vera', 'arne'] as const) {
      for (const [path, body] of lookUps) {
        expect(await ask(person, path, body)).toMatchObject({
          status: 403,
          json: { error: { code: 'permission-missing' } },
        });
      }
    }
    for (const [path, body] of lookUps.slice(0, 3)) {
      expect((await ask('olga', path, body)).status).toBe(200);
    }
    expect(
      await ops
        .as('olga')
        .subscriptions.reveal(
          { service: 'tokpulse', customer: 'u1' },
          { reason },
        ),
    ).toEqual({ userId: 'u1', email: EMAIL, name: 'Ava Moreno' });
  });

  it('are told by the audit with the reason and ids, and without an address', async () => {
    await ask('olga', '/customers/look-up', { reason, email: EMAIL });
    await ask('olga', '/customers/look-up', {
      reason,
      email: EMAIL.toLowerCase(),
    });
    await ask('vera', '/customers/u1/reveal', { reason });
    expect(told).toEqual([
      {
        ...{ eventId: 'customer', severityLevel: 'medium' },
        meta: { actionType: 'look-up', service: 'tokpulse' },
        outcome: {
          success: {
            reason: 'Ticket 4711: [e-mail] asks about her invoice',
            emailHash: expect.stringMatching(/^[0-9a-f]{32}$/),
            customers: ['u1'],
          },
        },
      },
      expect.objectContaining({ outcome: told[0].outcome }),
      {
        ...{ eventId: 'customer', severityLevel: 'medium' },
        meta: { actionType: 'reveal', service: 'tokpulse', customer: 'u1' },
        outcome: {
          fail: { reason: 'Ticket 4711: [e-mail] asks about her invoice' },
          error: expect.stringMatching(/customer\.reveal/),
        },
      },
    ]);
  });

  it.each([
    ['/customers/look-up', { email: EMAIL }, 400],
    ['/customers/look-up', { email: EMAIL, reason: 'why' }, 400],
    ['/customers/look-up', { email: 'everybody', reason }, 400],
    ['/customers/nobody/reveal', { reason }, 404],
    ['/customers/a%40b.example/reveal', { reason }, 404],
    ['/subscriptions/..%2fetc/look-up', { reason }, 404],
    ['/subscriptions/none/look-up', { reason }, 404],
  ])('refuse %s %j', async (path, body, status) => {
    expect((await ask('ada', path, body)).status).toBe(status);
  });

  it('may be looked up sixty times in an hour by one person', async () => {
    const next = (n: number) =>
      ask('otto', '/stores/look-up', { reason, domain: `shop-${n}.example` });
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      statuses.push((await next(n)).status);
    }
    expect(statuses).toEqual(Array(60).fill(200));
    expect(await next(60)).toMatchObject({
      status: 429,
      json: {
        error: {
          code: 'too-many-look-ups',
          nextStep: expect.stringMatching(/Try again in (59|60) min/),
        },
      },
    });
    expect(
      (await ask('otto', '/customers/look-up', { reason, email: EMAIL }))
        .status,
    ).toBe(429);
    expect((await ask('otto', '/subscriptions/overview')).status).toBe(200);
    expect((await ask('olga', lookUps[0][0], lookUps[0][1])).status).toBe(200);
  });

  it('say what is wrong with the database', async () => {
    const answer = await ops.request('/services/broken/subscriptions', {
      token: mockCredentials.user.token('user:default/vera'),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'unreachable',
        message: 'Database primary: it refuses connections',
        nextStep: expect.any(String),
      },
    });
  });

  it('leave no address and no token anywhere', async () => {
    for (const [path, body] of lookUps.slice(0, 3)) {
      await ask('olga', path, body);
    }
    const { rows: tables } = await own.knex.raw(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const dump: Record<string, string> = {
      answers: bodies.join('\n'),
      audit: JSON.stringify(told),
      log: logged.join('\n'),
    };
    for (const { schema, name } of tables) {
      const { rows } = await own.knex.raw(
        `select t::text as row from ??.?? as t`,
        [schema, name],
      );
      dump[name] = rows.map(({ row }: { row: string }) => row).join('\n');
    }
    expect(dump.answers).toContain('A…@juniper.example');
    expect(dump.customer_look_ups).toContain('user:default/olga');
    const local = EMAIL.slice(0, EMAIL.indexOf('@'));
    const canaries = [
      PLANTED_TOKEN,
      local,
      Buffer.from(EMAIL).toString('base64').slice(0, -4),
    ];
    expect(
      Object.entries(dump).flatMap(([place, text]) =>
        canaries
          .filter(canary => text.toLowerCase().includes(canary.toLowerCase()))
          .map(canary => `${canary} in ${place}`),
      ),
    ).toEqual([]);
  });
});

describe('where permissions are off', () => {
  it('nobody is looked up', async () => {
    const open = await startOpsBackend({
      config: { permission: { enabled: false } },
      services: {
        tokpulse: {
          postgres: { primary: { readOnlyConnection: billing.readOnlyUrl } },
        },
      },
    });
    try {
      const { subscriptions } = open.as('olga');
      expect((await subscriptions.overview('tokpulse')).total).toBe(8);
      await expect(
        subscriptions.lookUpCustomer('tokpulse', { reason, email: EMAIL }),
      ).rejects.toMatchObject({ body: { error: { code: 'permissions-off' } } });
    } finally {
      await open.stop();
    }
  });
});
