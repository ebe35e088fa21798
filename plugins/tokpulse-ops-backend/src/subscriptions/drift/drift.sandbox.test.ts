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
import {
  listSubscriptionsQuerySchema,
  type SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Client } from 'pg';
import {
  startSandboxService,
  type SandboxService,
} from '../../__testUtils__/sandboxService';
import { eventually } from '../../testing';
import { ServiceSubscriptions } from '../ServiceSubscriptions';

jest.setTimeout(90_000);

const { signal } = new AbortController();

let world: SandboxService;
beforeAll(async () => {
  world = await startSandboxService();
});
afterAll(() => world?.sandbox.stop());

const of = (service: ServiceAccess) =>
  new ServiceSubscriptions({
    service,
    logger: mockServices.logger.mock(),
    stopping: signal,
    perSecond: 22,
  });
const asOwner = async <T extends object>(
  sql: string,
  values: unknown[] = [],
): Promise<T[]> => {
  const client = new Client({
    connectionString: world.sandbox.env.TOKPULSE_DATABASE_URL,
  });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
};
const drifting = async (subscriptions: ServiceSubscriptions) =>
  (
    await subscriptions.list(
      listSubscriptionsQuerySchema.parse({ anomaly: 'drift', limit: 100 }),
      signal,
    )
  ).items;
const whenChecked = (
  subscriptions: ServiceSubscriptions,
  holds: (overview: SubscriptionsOverview) => boolean,
) =>
  eventually(() => subscriptions.overview(), holds, {
    withinMs: 45_000,
    everyMs: 200,
    what: 'the comparison with Stripe',
  });

describe('the comparison with Stripe', () => {
  it('finds in the background what differs, and sees what was corrected', async () => {
    const subscriptions = of(world.service);
    expect((await subscriptions.overview()).drift).toMatchObject({
      checked: false,
      message: expect.stringMatching(/has begun/),
    });
    const overview = await whenChecked(
      subscriptions,
      ({ drift }) => drift.different >= 3 && drift.compared >= 40,
    );
    expect(overview.anomalies[0]).toMatchObject({ kind: 'drift' });
    expect(overview.drift).toMatchObject({
      checked: true,
      at: expect.any(String),
    });

    await subscriptions.settled();
    const items = await drifting(subscriptions);
    const renewed = items.find(({ anomalies }) =>
      anomalies.some(({ message }) => /the period ends/.test(message)),
    );
    expect(renewed).toBeDefined();
    const detail = await subscriptions.subscription(renewed?.id ?? '', signal);
    expect(detail.stripe).toMatchObject({
      checked: true,
      message: expect.stringMatching(/^Differs: /),
      differences: expect.arrayContaining([
        expect.objectContaining({ field: 'periodEnd' }),
      ]),
    });

    await asOwner(
      `UPDATE subscriptions SET status = $2, "currentPeriodEnd" = $3::timestamptz AT TIME ZONE 'UTC' WHERE id = $1`,
      [
        detail.id,
        detail.stripe.status === 'active' ? 'ACTIVE' : 'PAST_DUE',
        detail.stripe.periodEnd,
      ],
    );
    expect((await drifting(subscriptions)).map(({ id }) => id)).not.toContain(
      detail.id,
    );
    expect(
      (await subscriptions.subscription(detail.id, signal)).stripe,
    ).toMatchObject({ checked: true, differences: [] });
  });

  it.each([
    ['stripe-down', {}, /^Stripe answered with an error/],
    ['stripe-down', { mode: 'hang' }, /cannot be reached: .*within 5 s/],
    ['expired-stripe-key', {}, /does not accept the configured key/],
  ] as const)(
    'says while %s %j that it is not checked, and tells everything else',
    async (fault, settings, message) => {
      await world.sandbox.induceFault(fault, settings);
      try {
        const subscriptions = of(world.service);
        const overview = await whenChecked(subscriptions, ({ drift }) =>
          message.test(drift.message),
        );
        expect(overview.drift).toMatchObject({ checked: false, different: 0 });
        expect(overview.total).toBeGreaterThan(2_000);
        const [{ id }] = await asOwner<{ id: string }>(
          `SELECT id FROM subscriptions WHERE "stripeCustomerId" IS NOT NULL ORDER BY id LIMIT 1`,
        );
        const detail = await subscriptions.subscription(id, signal);
        expect(detail.customers.length).toBeGreaterThan(0);
        expect(detail.stripe).toMatchObject({
          checked: false,
          message: expect.stringMatching(message),
          differences: [],
        });
        expect(JSON.stringify([overview, detail])).not.toMatch(/rk_test_/);
      } finally {
        await world.sandbox.clearFault(fault);
      }
    },
  );

  it('asks nothing at an address that is not allowed', async () => {
    const subscriptions = of(world.reconfigured({ allowedNetworks: [] }));
    const { drift } = await whenChecked(subscriptions, overview =>
      /address that requests may not go to/.test(overview.drift.message),
    );
    expect(drift).toMatchObject({ checked: false, compared: 0 });
  });

  it('says what to set where there is no key', async () => {
    const subscriptions = of(world.reconfigured({ stripe: {} }));
    expect((await subscriptions.overview()).drift).toMatchObject({
      checked: false,
      message: expect.stringMatching(/stripe\.secretKey/),
    });
  });
});
