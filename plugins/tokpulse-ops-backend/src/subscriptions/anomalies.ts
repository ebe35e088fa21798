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
  Subscription,
  SubscriptionAnomaly,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { known, type SubscriptionRow } from './rows';
import { KNOWN_STATUSES } from './schema/SubscriptionQueries';
import { GRACE_SECONDS } from './schema/SubscriptionText';

type Found = Subscription['anomalies'][number];

/** The worst first: what costs a customer something, then what costs us. */
export const anomalyOrder: readonly SubscriptionAnomaly[] = [
  'drift',
  'past-due',
  'period-over',
  'unknown-status',
  'trial-over',
];

/** Titles, explanations and next steps; `count` only decides about singular and plural. */
export function describeAnomaly(
  kind: SubscriptionAnomaly,
  count: number,
): { title: string; explanation: string; nextStep: string } {
  const they = (one: string, many: string) => (count === 1 ? one : many);
  switch (kind) {
    case 'drift':
      return {
        title: they('Differs from Stripe', 'Differ from Stripe'),
        explanation:
          'Stripe says something else about the state, the end of the period or the ids. TokPulse follows the webhooks of Stripe only, and its check of their signature refuses genuine ones, so rows fall behind.',
        nextStep:
          'Look a row up, compare it with Stripe, and correct the one that is wrong; Stripe decides about what was paid.',
      };
    case 'past-due':
      return {
        title: 'Past due',
        explanation:
          'A payment failed and the customer has lost access at once: TokPulse gives no grace to PAST_DUE.',
        nextStep:
          'Begin with the one that has waited longest: look at its invoice at Stripe or Shopify, and ask the customer for another means of payment.',
      };
    case 'period-over':
      return {
        title: 'Active past the end of the period',
        explanation:
          'The paid period is over, and no webhook has renewed or ended the subscription: the customer uses what may not be paid.',
        nextStep:
          'Check that webhooks arrive, and compare with Stripe before changing a state.',
      };
    case 'unknown-status':
      return {
        title: they('In a state nobody knows', 'In states nobody knows'),
        explanation: `TokPulse knows ${KNOWN_STATUSES.join(
          ', ',
        )}; nothing in its database keeps other words out, and none of them gives access.`,
        nextStep: 'Find out who wrote it, and set the state that it was to be.',
      };
    case 'trial-over':
      return {
        title: 'Trial past its end',
        explanation:
          'The billing job, which makes such trials EXPIRED every hour, does not run. The customers have no access and were not told.',
        nextStep: 'Check that the billing job of TokPulse is started.',
      };
    default:
      throw new Error(
        `Unknown anomaly ${JSON.stringify(kind satisfies never)}`,
      );
  }
}

/** Whether the state is none of those that TokPulse knows. */
export function isUnknownStatus(status: string): boolean {
  return !KNOWN_STATUSES.some(it => it === status);
}

/** What is wrong with one subscription; the worst first. */
export function anomaliesOf(
  row: SubscriptionRow,
  options: {
    readonly now: Date;
    /** In words; undefined when Stripe agrees or was not asked. */
    readonly drift: string | undefined;
  },
): Found[] {
  const { now, drift } = options;
  const found = new Map<SubscriptionAnomaly, Found>();
  const add = (kind: SubscriptionAnomaly, message: string, since?: string) =>
    found.set(kind, { kind, message, ...(since && { since }) });
  const isOver = (time: string | null): time is string =>
    time !== null && Date.parse(time) < now.getTime() - GRACE_SECONDS * 1_000;
  const ago = (time: string) =>
    durationInWords(now.getTime() - Date.parse(time));

  if (drift !== undefined) {
    add('drift', drift);
  }
  switch (row.status) {
    case 'TRIAL':
      if (isOver(row.trial_ends_at)) {
        add(
          'trial-over',
          `The trial ended ${ago(row.trial_ends_at)} ago`,
          row.trial_ends_at,
        );
      }
      break;
    case 'ACTIVE':
      if (isOver(row.period_end)) {
        add(
          'period-over',
          `The period ended ${ago(row.period_end)} ago and was not renewed`,
          row.period_end,
        );
      }
      break;
    case 'PAST_DUE':
      if (
        row.period_end !== null &&
        Date.parse(row.period_end) < now.getTime()
      ) {
        add(
          'past-due',
          `Not paid since the period ended ${ago(row.period_end)} ago`,
          row.period_end,
        );
      } else {
        add('past-due', 'A payment failed');
      }
      break;
    default:
      if (isUnknownStatus(row.status ?? '')) {
        add('unknown-status', `TokPulse knows no state '${row.status ?? ''}'`);
      }
  }
  return anomalyOrder
    .map(kind => found.get(kind))
    .filter(it => it !== undefined);
}

/** A row as the API tells it. */
export function toSubscription(
  row: SubscriptionRow,
  options: Parameters<typeof anomaliesOf>[1],
): Subscription {
  return {
    id: row.id,
    status: row.status ?? '',
    plan: row.plan ?? '',
    planName: known(row.plan_name),
    organizationId: row.organization_id ?? '',
    organization: row.organization ?? row.organization_id ?? '',
    trialEndsAt: known(row.trial_ends_at),
    periodStart: known(row.period_start),
    periodEnd: known(row.period_end),
    cancelAtPeriodEnd: known(row.cancel_at_period_end),
    cancelledAt: known(row.cancelled_at),
    createdAt: row.created_at ?? '',
    stripeCustomerId: known(row.stripe_customer_id),
    stripeSubscriptionId: known(row.stripe_subscription_id),
    anomalies: anomaliesOf(row, options),
  };
}

const units = [
  ['day', 86_400_000, 2],
  ['hour', 3_600_000, 1],
  ['minute', 60_000, 0],
] as const;

/** In the largest unit of which there are enough: `47 hours`, `2 days`. */
function durationInWords(milliseconds: number): string {
  const [name, size] =
    units.find(([, its, fewest]) => milliseconds >= its * fewest) ?? units[2];
  const count = Math.floor(milliseconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
