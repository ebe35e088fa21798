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
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import { maskedEmail, maskedName } from './masking';

const text = z.string().nullable();

/** A row of the statements about subscriptions. */
export const subscriptionRowSchema = z.object({
  id: z.string(),
  status: text,
  plan: text,
  plan_name: text,
  organization_id: text,
  organization: text,
  trial_ends_at: text,
  period_start: text,
  period_end: text,
  cancel_at_period_end: z.boolean().nullable(),
  cancelled_at: text,
  created_at: text,
  stripe_customer_id: text,
  stripe_subscription_id: text,
  /** In pages that are ordered by a time. */
  position: text.optional(),
  /** In the row of one subscription. */
  plan_ref: text.optional(),
});
export type SubscriptionRow = z.infer<typeof subscriptionRowSchema>;

export const planRowSchema = z.object({
  ref: text,
  key: text,
  name: text,
  price: z.number().nullable(),
  currency: text,
  interval: text,
  limits: text,
});
export type PlanRow = z.infer<typeof planRowSchema>;

export const countRowSchema = z.object({
  plan: text,
  status: text,
  count: z.number(),
  trial_over: z.number(),
  period_over: z.number(),
  /** The earliest ends, as the database writes times. */
  oldest_trial: text,
  oldest_period: text,
});
export type CountRow = z.infer<typeof countRowSchema>;

export const statusCountRowSchema = z.object({
  status: text,
  count: z.number(),
});

export const statusRowSchema = z.object({ status: z.string() });

export const usageRowSchema = z.object({ metric: text, used: z.number() });

export const customerRowSchema = z.object({
  id: z.string(),
  email: text,
  name: text,
  role: text,
  status: text,
  organization_id: text,
  organization: text,
  last_login_at: text,
  created_at: text,
});
export type CustomerRow = z.infer<typeof customerRowSchema>;

export const storeRowSchema = z.object({
  id: z.string(),
  domain: text,
  status: text,
  region: text,
  scopes: text,
  organization_id: text,
  organization: text,
  last_sync_at: text,
  created_at: text,
  updated_at: text,
  has_access_token: z.boolean().nullable(),
});

/** What a row says, without what it does not know. */
export function known<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

/** A person without what tells who it is. */
export function toMaskedCustomer(row: CustomerRow): MaskedCustomer {
  return {
    userId: row.id,
    email: maskedEmail(row.email ?? ''),
    name: row.name === null ? undefined : maskedName(row.name),
    role: row.role ?? '',
    status: known(row.status),
    organizationId: row.organization_id ?? '',
    organization: row.organization ?? row.organization_id ?? '',
    lastLoginAt: known(row.last_login_at),
    createdAt: row.created_at ?? '',
  };
}

export function toStore(row: z.infer<typeof storeRowSchema>): Store {
  return {
    id: row.id,
    domain: row.domain ?? '',
    status: row.status ?? '',
    region: known(row.region),
    scopes: (row.scopes ?? '')
      .split(',')
      .map(scope => scope.trim())
      .filter(scope => scope !== ''),
    organizationId: row.organization_id ?? '',
    organization: known(row.organization),
    lastSyncAt: known(row.last_sync_at),
    createdAt: row.created_at ?? '',
    updatedAt: row.updated_at ?? '',
    hasAccessToken: known(row.has_access_token),
  };
}
