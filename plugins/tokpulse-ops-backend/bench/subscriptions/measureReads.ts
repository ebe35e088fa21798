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

import {
  listSubscriptionsQuerySchema,
  type ListSubscriptionsQuery,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceSubscriptions } from '../../src/subscriptions/ServiceSubscriptions';
import { percentile } from '../engine/statistics';

const SAMPLES = 40;
const { signal } = new AbortController();

/** Milliseconds of many reads of one kind. */
export interface ReadTimes {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

async function times(
  name: string,
  read: (sample: number) => Promise<{ readonly items: readonly unknown[] }>,
): Promise<ReadTimes> {
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const startedAt = performance.now();
    const { items } = await read(sample);
    samples.push(performance.now() - startedAt);
    if (items.length === 0) {
      throw new Error(`${name} found nothing, so nothing was measured`);
    }
  }
  return {
    name,
    p50Ms: percentile(samples, 0.5),
    p95Ms: percentile(samples, 0.95),
  };
}

/** Spread over all of them, and not the same ones in two kinds of reads. */
const somewhere = (sample: number, count: number) =>
  1 + (((sample * 24_593 + 7) * 31) % count);
const idOf = (prefix: string, index: number) =>
  `${prefix}${String(index).padStart(8, '0')}`;

/** Reads of lists, with every filter there is. */
export async function measureLists(
  subscriptions: ServiceSubscriptions,
  count: number,
): Promise<readonly ReadTimes[]> {
  const list = (query: ListSubscriptionsQuery) =>
    subscriptions.list(listSubscriptionsQuerySchema.parse(query), signal);
  const behind = (sample: number) =>
    Buffer.from(
      JSON.stringify({ id: idOf('s', somewhere(sample, count)) }),
    ).toString('base64url');
  const deepInAnomaly = async (
    anomaly: ListSubscriptionsQuery['anomaly'],
    pages: number,
  ) => {
    let cursor: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      cursor = (await list({ anomaly, cursor, limit: 100 })).nextCursor;
    }
    return cursor;
  };
  const filters: readonly (readonly [string, ListSubscriptionsQuery])[] = [
    ['status TRIAL', { status: 'TRIAL' }],
    ['status ACTIVE', { status: 'ACTIVE' }],
    ['status PAST_DUE', { status: 'PAST_DUE' }],
    ['status CANCELLED', { status: 'CANCELLED' }],
    ['status EXPIRED', { status: 'EXPIRED' }],
    ['plan GROWTH', { plan: 'GROWTH' }],
    ['plan and status', { plan: 'ENTERPRISE', status: 'PAST_DUE' }],
    ['trial over', { anomaly: 'trial-over' }],
    ['period over', { anomaly: 'period-over' }],
    ['past due', { anomaly: 'past-due' }],
    ['unknown state', { anomaly: 'unknown-status' }],
    ['past due, with plan', { anomaly: 'past-due', plan: 'STARTER' }],
    ['name many begin with', { organization: 'Juniper' }],
    ['name and status', { organization: 'maple', status: 'PAST_DUE' }],
  ];
  const result = [
    await times('first page', () => list({})),
    await times('deep page', sample => list({ cursor: behind(sample) })),
    await times('deep page of a state', sample =>
      list({ status: 'CANCELLED', cursor: behind(sample + 3) }),
    ),
  ];
  for (const anomaly of ['period-over', 'past-due'] as const) {
    const cursor = await deepInAnomaly(anomaly, 5);
    result.push(
      await times(`deep page of ${anomaly}`, () => list({ anomaly, cursor })),
    );
  }
  for (const [name, query] of filters) {
    result.push(await times(name, () => list(query)));
  }
  return result;
}

/** What no index of TokPulse carries: a plan and a name that few have. */
export async function measureRareFilters(
  subscriptions: ServiceSubscriptions,
): Promise<readonly ReadTimes[]> {
  const list = (query: ListSubscriptionsQuery) =>
    subscriptions.list(listSubscriptionsQuerySchema.parse(query), signal);
  return [
    await times('plan few have', () => list({ plan: 'PARTNER' })),
    await times('name few begin with', () =>
      list({ organization: 'Juniper Goods 777' }),
    ),
  ];
}

/** Look-ups of people, stores and subscriptions. */
export async function measureLookUps(
  subscriptions: ServiceSubscriptions,
  count: number,
): Promise<readonly ReadTimes[]> {
  const at = (sample: number) => somewhere(sample, count);
  return [
    await times('customer', sample =>
      subscriptions.customers(
        `${at(sample) % 5 === 0 ? 'Ava.Moreno' : 'ava.moreno'}@shop-${at(
          sample,
        )}.example`,
        signal,
      ),
    ),
    await times('customer with other capitals', sample =>
      subscriptions.customers(`ava.moreno@SHOP-${at(sample)}.example`, signal),
    ),
    await times('store', sample =>
      subscriptions.stores(`shop-${at(sample)}.myshopify.com`, signal),
    ),
    await times('subscription', async sample => ({
      items: [await subscriptions.subscription(idOf('s', at(sample)), signal)],
    })),
  ];
}
