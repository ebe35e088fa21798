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

import type { SubscriptionRow } from '../rows';
import { compareWithStripe, differencesInWords } from './compareWithStripe';
import type { StripeSide } from './StripeSubscriptions';

const end = '2026-12-01T10:00:00.000Z';

const row = (change: Partial<SubscriptionRow> = {}): SubscriptionRow => ({
  ...{ id: 's1', status: 'ACTIVE', plan: 'GROWTH', plan_name: 'Growth' },
  ...{ organization_id: 'o1', organization: 'Juniper', trial_ends_at: null },
  ...{ period_start: null, period_end: end, cancel_at_period_end: false },
  ...{ cancelled_at: null, created_at: '2026-01-01T00:00:00.000Z' },
  ...{ stripe_customer_id: 'cus_1', stripe_subscription_id: 'sub_1' },
  ...change,
});
const theirs = (change: Partial<StripeSide> = {}): StripeSide => ({
  ...{ id: 'sub_1', customer: 'cus_1', status: 'active' },
  ...{ periodEnd: end, ending: false },
  ...change,
});

describe('compareWithStripe', () => {
  it.each([
    ['ACTIVE', 'active'],
    ['TRIAL', 'trialing'],
    ['PAST_DUE', 'past_due'],
    ['CANCELLED', 'canceled'],
    ['CANCELLED', 'unpaid'],
    ['EXPIRED', 'canceled'],
  ])('takes %s and %s for the same', (ours, status) => {
    expect(
      compareWithStripe(row({ status: ours }), theirs({ status })),
    ).toEqual([]);
  });

  it.each([
    ['ACTIVE', 'past_due'],
    ['ACTIVE', 'canceled'],
    ['PAST_DUE', 'active'],
    ['CANCELLED', 'active'],
    ['EXPIRED', 'active'],
    ['BOGUS', 'active'],
  ])('finds that %s is not %s', (ours, status) => {
    expect(
      compareWithStripe(row({ status: ours }), theirs({ status })),
    ).toEqual([{ field: 'status', ours, theirs: status }]);
  });

  it('knows that what is cancelled may run to its end', () => {
    expect(
      compareWithStripe(row({ status: 'CANCELLED' }), theirs({ ending: true })),
    ).toEqual([]);
  });

  it('compares ends of periods to the minute, while both run', () => {
    const at = (periodEnd: string) => theirs({ periodEnd });
    expect(compareWithStripe(row(), at('2026-12-01T10:00:59.000Z'))).toEqual(
      [],
    );
    const differences = compareWithStripe(
      row(),
      at('2026-12-31T10:00:00.000Z'),
    );
    expect(differences).toEqual([
      { field: 'periodEnd', ours: end, theirs: '2026-12-31T10:00:00.000Z' },
    ]);
    expect(differencesInWords(differences)).toBe(
      'the period ends 2026-12-31 10:00 at Stripe, 2026-12-01 10:00 in TokPulse',
    );
    expect(
      compareWithStripe(
        row({ status: 'EXPIRED' }),
        theirs({ status: 'canceled', periodEnd: '2025-01-01T00:00:00.000Z' }),
      ),
    ).toEqual([]);
  });

  it('compares the ids that are known here', () => {
    expect(
      compareWithStripe(row({ stripe_subscription_id: null }), theirs()),
    ).toEqual([]);
    expect(compareWithStripe(row(), theirs({ customer: 'cus_2' }))).toEqual([
      { field: 'customer', ours: 'cus_1', theirs: 'cus_2' },
    ]);
  });

  it('misses at Stripe what still runs here, and not what is over', () => {
    const missing = compareWithStripe(row(), undefined);
    expect(missing).toEqual([
      { field: 'subscription', ours: 'sub_1', theirs: 'none' },
    ]);
    expect(differencesInWords(missing)).toBe(
      'Stripe knows no subscription sub_1',
    );
    expect(compareWithStripe(row({ status: 'EXPIRED' }), undefined)).toEqual(
      [],
    );
  });
});
