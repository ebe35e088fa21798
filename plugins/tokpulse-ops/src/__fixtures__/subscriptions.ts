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
  MaskedCustomer,
  Store,
  Subscription,
  SubscriptionDetail,
  SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ago, ahead } from './times';

export function aSubscription(
  changes: Partial<Subscription> = {},
): Subscription {
  return {
    id: 'sub_01HZX4',
    status: 'TRIAL',
    plan: 'growth',
    planName: 'Growth',
    organizationId: 'org_01HZX1',
    organization: 'Acme Outdoor',
    trialEndsAt: ago({ days: 9 }),
    periodStart: ago({ days: 23 }),
    periodEnd: ago({ days: 9 }),
    cancelAtPeriodEnd: false,
    createdAt: ago({ days: 23 }),
    stripeCustomerId: 'cus_Qx81',
    anomalies: [
      {
        kind: 'trial-over',
        since: ago({ days: 9 }),
        message: 'The trial is over and it is still TRIAL',
      },
    ],
    ...changes,
  };
}

export function anOverview(
  changes: Partial<SubscriptionsOverview> = {},
): SubscriptionsOverview {
  return {
    schema: {
      variant: 'current',
      told: 'The database has the current tables: plans and subscriptions, columns in camelCase.',
    },
    at: ago({ seconds: 5 }),
    total: 1_284,
    byStatus: [
      { status: 'ACTIVE', count: 1_012 },
      { status: 'TRIAL', count: 171 },
      { status: 'CANCELLED', count: 64 },
      { status: 'PAST_DUE', count: 29 },
      { status: 'EXPIRED', count: 8 },
    ],
    byPlan: [
      {
        plan: 'starter',
        name: 'Starter',
        count: 802,
        active: 641,
        price: 29,
        currency: 'USD',
        interval: 'month',
      },
      {
        plan: 'growth',
        name: 'Growth',
        count: 431,
        active: 331,
        price: 99,
        currency: 'USD',
        interval: 'month',
      },
      { plan: 'enterprise', name: 'Enterprise', count: 51, active: 40 },
    ],
    anomalies: [
      {
        kind: 'past-due',
        count: 29,
        title: 'Past due',
        explanation:
          'Payments have failed; the oldest one has been open for 41 days.',
        nextStep: 'Look at the oldest in Stripe, then write to the customer.',
      },
      {
        kind: 'trial-over',
        count: 12,
        title: 'Trials past their end',
        explanation:
          'The trial is over and the subscription is still TRIAL: the job that ends trials does not run.',
        nextStep: 'Look at the log of the partner app for the job.',
      },
    ],
    drift: {
      checked: true,
      at: ago({ minutes: 6 }),
      message: 'The 200 newest were compared.',
      compared: 200,
      different: 3,
    },
    missingIndexes: [],
    ...changes,
  };
}

export function aCustomer(
  changes: Partial<MaskedCustomer> = {},
): MaskedCustomer {
  return {
    userId: 'usr_01HZX2',
    email: 'o…@acme.example',
    name: 'O… P…',
    role: 'OWNER',
    status: 'ACTIVE',
    organizationId: 'org_01HZX1',
    organization: 'Acme Outdoor',
    lastLoginAt: ago({ hours: 5 }),
    createdAt: ago({ days: 23 }),
    ...changes,
  };
}

export function aStore(changes: Partial<Store> = {}): Store {
  return {
    id: 'sto_01HZX3',
    domain: 'acme-outdoor.example',
    status: 'CONNECTED',
    region: 'EU',
    scopes: ['read_products', 'read_orders'],
    organizationId: 'org_01HZX1',
    organization: 'Acme Outdoor',
    lastSyncAt: ago({ minutes: 40 }),
    createdAt: ago({ days: 20 }),
    updatedAt: ago({ minutes: 40 }),
    hasAccessToken: true,
    ...changes,
  };
}

export function aDetail(
  changes: Partial<SubscriptionDetail> = {},
): SubscriptionDetail {
  return {
    ...aSubscription(),
    price: { amount: 99, currency: 'USD', interval: 'month' },
    usage: [
      { metric: 'API_CALLS', used: 9_120, limit: 10_000 },
      { metric: 'WIDGET_VIEWS', used: 41_002 },
    ],
    customers: [aCustomer()],
    stores: [aStore()],
    stripe: {
      checked: true,
      message: 'Compared just now.',
      status: 'past_due',
      periodEnd: ahead({ days: 21 }),
      differences: [{ field: 'status', ours: 'TRIAL', theirs: 'past_due' }],
    },
    ...changes,
  };
}
