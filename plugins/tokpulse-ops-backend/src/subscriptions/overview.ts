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
  DriftState,
  SubscriptionAnomaly,
  SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { anomalyOrder, describeAnomaly, isUnknownStatus } from './anomalies';
import { known, type CountRow } from './rows';
import { KNOWN_STATUSES } from './schema/SubscriptionQueries';
import type { Counts } from './SubscriptionCounts';

/** The overview of a service without a database to read. */
export function emptyOverview(told: string): SubscriptionsOverview {
  return {
    schema: { variant: 'none', told },
    at: new Date().toISOString(),
    total: 0,
    byStatus: [],
    byPlan: [],
    anomalies: [],
    drift: {
      checked: false,
      message: 'There are no subscriptions to compare with Stripe',
      compared: 0,
      different: 0,
    },
    missingIndexes: [],
  };
}

/** What was counted, as the API tells it. */
export function toOverview(
  counts: Counts,
  drift: DriftState,
): SubscriptionsOverview {
  const { layout, missingIndexes } = counts.tables;
  const order = new Map<string, number>(
    KNOWN_STATUSES.map((status, index) => [status, index]),
  );
  const place = (status: string) => order.get(status) ?? order.size;
  return {
    schema: { variant: layout.variant, told: layout.told },
    at: counts.at.toISOString(),
    ...(counts.incomplete !== undefined && { incomplete: counts.incomplete }),
    total: counts.total,
    byStatus: [...counts.byStatus].sort(
      (a, b) =>
        place(a.status) - place(b.status) || a.status.localeCompare(b.status),
    ),
    byPlan: byPlan(counts),
    anomalies: anomalyOrder.flatMap(kind => {
      const count = countOf(kind, counts, drift);
      return count === 0
        ? []
        : [{ kind, count, ...describeAnomaly(kind, count) }];
    }),
    drift,
    missingIndexes: [...missingIndexes],
  };
}

function countOf(
  kind: SubscriptionAnomaly,
  { rows, byStatus }: Counts,
  drift: DriftState,
): number {
  const sum = (status: string, of: (row: CountRow) => number) =>
    rows
      .filter(row => row.status === status)
      .reduce((total, row) => total + of(row), 0);
  switch (kind) {
    case 'drift':
      return drift.different;
    case 'trial-over':
      return sum('TRIAL', row => row.trial_over);
    case 'period-over':
      return sum('ACTIVE', row => row.period_over);
    case 'past-due':
      return byStatus.find(it => it.status === 'PAST_DUE')?.count ?? 0;
    case 'unknown-status':
      return byStatus
        .filter(({ status }) => isUnknownStatus(status))
        .reduce((total, { count }) => total + count, 0);
    default:
      throw new Error(
        `Unknown anomaly ${JSON.stringify(kind satisfies never)}`,
      );
  }
}

/** In the order of their prices, then plans that are in no table. */
function byPlan({ rows, plans }: Counts): SubscriptionsOverview['byPlan'] {
  const refs = [
    ...plans.map(({ ref }) => ref),
    ...rows
      .map(({ plan }) => plan)
      .filter(plan => !plans.some(({ ref }) => ref === plan)),
  ];
  return [...new Set(refs)].flatMap(ref => {
    const ofPlan = rows.filter(({ plan }) => plan === ref);
    const plan = plans.find(it => it.ref === ref);
    const key = plan?.key ?? ref ?? '';
    const sum = (of: readonly CountRow[]) =>
      of.reduce((total, { count }) => total + count, 0);
    return [
      {
        plan: key,
        name: plan?.name ?? key,
        count: sum(ofPlan),
        active: sum(ofPlan.filter(({ status }) => status === 'ACTIVE')),
        price: known(plan?.price),
        currency: known(plan?.currency),
        interval: known(plan?.interval),
      },
    ];
  });
}
