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

import type { SubscriptionDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { SubscriptionRow } from '../rows';
import { isEnded, type StripeSide } from './StripeSubscriptions';

/** One thing that Stripe says differently. */
export type Difference = SubscriptionDetail['stripe']['differences'][number];

const TOLERANCE_MS = 60_000;

/** Which of Stripe's states each of ours can stand for, as TokPulse translates them. */
const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  TRIAL: ['trialing'],
  ACTIVE: ['active'],
  PAST_DUE: ['past_due'],
  CANCELLED: ['canceled', 'unpaid', 'incomplete_expired'],
  EXPIRED: ['canceled', 'incomplete_expired', 'unpaid', 'paused'],
};
const ENDED = ['CANCELLED', 'EXPIRED'];

/**
 * What Stripe says differently of one subscription.
 *
 * @param theirs - undefined when Stripe knows none
 */
export function compareWithStripe(
  row: SubscriptionRow,
  theirs: StripeSide | undefined,
): readonly Difference[] {
  const status = row.status ?? '';
  if (theirs === undefined) {
    // What is over for us may be gone there.
    return ENDED.includes(status)
      ? []
      : [
          {
            field: 'subscription',
            ours: row.stripe_subscription_id ?? row.stripe_customer_id ?? '',
            theirs: 'none',
          },
        ];
  }
  const differences: Difference[] = [];
  const compare = (field: string, ours: string | null, other: string) => {
    if (ours !== null && ours !== other) {
      differences.push({ field, ours, theirs: other });
    }
  };
  compare('subscription', row.stripe_subscription_id, theirs.id);
  compare('customer', row.stripe_customer_id, theirs.customer);
  // TokPulse calls it cancelled at once, Stripe when the paid period is over.
  const isEnding = status === 'CANCELLED' && theirs.ending;
  if (!isEnding && !MEANINGS[status]?.includes(theirs.status)) {
    differences.push({ field: 'status', ours: status, theirs: theirs.status });
  }
  const bothRun = !ENDED.includes(status) && !isEnded(theirs.status);
  if (
    bothRun &&
    row.period_end !== null &&
    theirs.periodEnd !== undefined &&
    Math.abs(Date.parse(row.period_end) - Date.parse(theirs.periodEnd)) >
      TOLERANCE_MS
  ) {
    differences.push({
      field: 'periodEnd',
      ours: row.period_end,
      theirs: theirs.periodEnd,
    });
  }
  return differences;
}

/** `Stripe says past_due, we say ACTIVE; …` */
export function differencesInWords(differences: readonly Difference[]): string {
  return differences
    .map(({ field, ours, theirs }) => {
      switch (field) {
        case 'status':
          return `Stripe says ${theirs}, TokPulse ${ours}`;
        case 'periodEnd':
          return `the period ends ${day(theirs)} at Stripe, ${day(
            ours,
          )} in TokPulse`;
        default:
          return theirs === 'none'
            ? `Stripe knows no ${field} ${ours}`
            : `the ${field} is ${theirs} at Stripe, ${ours} in TokPulse`;
      }
    })
    .join('; ');
}

/** To the day, or to the minute where that would look the same. */
function day(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
