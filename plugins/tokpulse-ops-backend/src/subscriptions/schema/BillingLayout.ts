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

import type { SchemaVariant } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { columnOf, hasTable, type DatabaseShape } from './DatabaseShape';

/** What the columns of `subscriptions` are called. */
export interface SubscriptionNames {
  /** Refers to who the subscription belongs to. */
  readonly owner: string;
  /** Refers to the plan, by the column of `plans` that {@link planKey} names. */
  readonly plan: string;
  readonly planKey: 'id' | 'key';
  readonly trialEndsAt: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly cancelAtPeriodEnd: string;
  readonly cancelledAt: string;
  readonly createdAt: string;
  readonly stripeCustomerId: string;
  readonly stripeSubscriptionId: string;
}

/** What the columns of `users` are called. */
export interface UserNames {
  /** What the owner of a subscription refers to. */
  readonly owner: string;
  readonly lastLoginAt: string;
  readonly createdAt: string;
}

/** What the columns of `stores` are called. */
export interface StoreNames {
  readonly domain: string;
  readonly owner: string;
  readonly accessToken: string;
  readonly lastSyncAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Which tables TokPulse left in a database, and how they are called. */
export interface BillingLayout {
  readonly variant: SchemaVariant;
  /** What was found, in words. */
  readonly told: string;
  readonly subscriptions?: SubscriptionNames;
  readonly users?: UserNames;
  readonly stores?: StoreNames;
}

const camelUsers: UserNames = {
  owner: 'organizationId',
  lastLoginAt: 'lastLoginAt',
  createdAt: 'createdAt',
};

const camelStores: StoreNames = {
  domain: 'shopDomain',
  owner: 'organizationId',
  accessToken: 'accessToken',
  lastSyncAt: 'lastSyncAt',
  createdAt: 'createdAt',
  updatedAt: 'updatedAt',
};

const current: BillingLayout = {
  variant: 'current',
  told: 'The current tables of TokPulse: subscriptions of organizations, with plans.',
  users: camelUsers,
  stores: camelStores,
  subscriptions: {
    owner: 'organizationId',
    plan: 'planId',
    planKey: 'id',
    trialEndsAt: 'trialEndsAt',
    periodStart: 'currentPeriodStart',
    periodEnd: 'currentPeriodEnd',
    cancelAtPeriodEnd: 'cancelAtPeriodEnd',
    cancelledAt: 'cancelledAt',
    createdAt: 'createdAt',
    stripeCustomerId: 'stripeCustomerId',
    stripeSubscriptionId: 'stripeSubscriptionId',
  },
};

const documented: BillingLayout = {
  variant: 'documented',
  told: 'The tables that the operations document describes: subscriptions of users, with the plan as a word.',
  users: {
    owner: 'id',
    lastLoginAt: 'last_login_at',
    createdAt: 'created_at',
  },
  stores: {
    domain: 'domain',
    owner: 'user_id',
    accessToken: 'access_token',
    lastSyncAt: 'last_sync_at',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  subscriptions: {
    owner: 'user_id',
    plan: 'plan_key',
    planKey: 'key',
    trialEndsAt: 'trial_ends_at',
    periodStart: 'current_period_start',
    periodEnd: 'current_period_end',
    cancelAtPeriodEnd: 'cancel_at_period_end',
    cancelledAt: 'cancelled_at',
    createdAt: 'created_at',
    stripeCustomerId: 'stripe_customer_id',
    stripeSubscriptionId: 'stripe_subscription_id',
  },
};

const older: BillingLayout = {
  variant: 'older',
  told: 'Older tables of TokPulse, from before it had plans and subscriptions: customers and stores can be looked up, and there is nothing to count.',
  users: camelUsers,
  stores: camelStores,
};

const oldest: BillingLayout = {
  variant: 'oldest',
  told: 'The oldest tables of TokPulse, with numbers for times and without plans and subscriptions: customers and stores can be looked up, and there is nothing to count.',
  users: camelUsers,
  stores: camelStores,
};

const none: BillingLayout = {
  variant: 'none',
  told: 'No table of TokPulse that its role can see: check the database and the schema that readOnlyConnection names.',
};

/** Tells which of the layouts that are in use somewhere this is. */
export function layoutOf(shape: DatabaseShape): BillingLayout {
  if (columnOf(shape, 'subscriptions', 'planId')) {
    return current;
  }
  if (columnOf(shape, 'subscriptions', 'plan_key')) {
    return documented;
  }
  if (hasTable(shape, 'users') || hasTable(shape, 'stores')) {
    const isWhole =
      columnOf(shape, 'users', 'role')?.enumeration !== undefined ||
      columnOf(shape, 'stores', 'scopes')?.array === true;
    return isWhole ? older : oldest;
  }
  return none;
}
