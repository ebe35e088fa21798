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

import { z } from 'zod';

/** What can be wrong with a subscription. */
export const subscriptionAnomalySchema = z.enum([
  'trial-over',
  'period-over',
  'past-due',
  'drift',
  'unknown-status',
]);
export type SubscriptionAnomaly = z.infer<typeof subscriptionAnomalySchema>;

/** Which tables the service's database has. */
export const schemaVariantSchema = z.enum([
  'current',
  'older',
  'oldest',
  'documented',
  'none',
]);
export type SchemaVariant = z.infer<typeof schemaVariantSchema>;

/** Something the database lacks for these lists to be quick. */
export const missingIndexSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  why: z.string(),
  /** The statement that adds it. */
  sql: z.string(),
});
export type MissingIndex = z.infer<typeof missingIndexSchema>;

/** Whether the rows were compared with Stripe. */
export const driftStateSchema = z.object({
  checked: z.boolean(),
  at: z.string().optional(),
  /** Why not, or why not all. */
  message: z.string(),
  compared: z.number().int(),
  different: z.number().int(),
});
export type DriftState = z.infer<typeof driftStateSchema>;

/** `GET /services/:service/subscriptions/overview`. */
export const subscriptionsOverviewSchema = z.object({
  /** What was found in the database, in words. */
  schema: z.object({ variant: schemaVariantSchema, told: z.string() }),
  /** When the rows were counted; counting many is not done for each caller. */
  at: z.string(),
  /** Which counts are not there, and why; missing when all are. */
  incomplete: z.string().optional(),
  total: z.number().int(),
  byStatus: z.array(z.object({ status: z.string(), count: z.number().int() })),
  byPlan: z.array(
    z.object({
      plan: z.string(),
      name: z.string(),
      count: z.number().int(),
      active: z.number().int(),
      price: z.number().optional(),
      currency: z.string().optional(),
      interval: z.string().optional(),
    }),
  ),
  /** Worst first; only those that occur. */
  anomalies: z.array(
    z.object({
      kind: subscriptionAnomalySchema,
      count: z.number().int(),
      title: z.string(),
      explanation: z.string(),
      nextStep: z.string(),
    }),
  ),
  drift: driftStateSchema,
  missingIndexes: z.array(missingIndexSchema),
});
export type SubscriptionsOverview = z.infer<typeof subscriptionsOverviewSchema>;

/** One subscription in a list; nothing personal in it. Times ISO 8601 UTC. */
export const subscriptionSchema = z.object({
  id: z.string(),
  status: z.string(),
  plan: z.string(),
  planName: z.string().optional(),
  organizationId: z.string(),
  organization: z.string(),
  trialEndsAt: z.string().optional(),
  periodStart: z.string().optional(),
  periodEnd: z.string().optional(),
  cancelAtPeriodEnd: z.boolean().optional(),
  cancelledAt: z.string().optional(),
  createdAt: z.string(),
  stripeCustomerId: z.string().optional(),
  stripeSubscriptionId: z.string().optional(),
  anomalies: z.array(
    z.object({
      kind: subscriptionAnomalySchema,
      since: z.string().optional(),
      message: z.string(),
    }),
  ),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** A person, masked: `o…@acme.com`. */
export const maskedCustomerSchema = z.object({
  userId: z.string(),
  email: z.string(),
  name: z.string().optional(),
  role: z.string(),
  status: z.string().optional(),
  organizationId: z.string(),
  organization: z.string(),
  lastLoginAt: z.string().optional(),
  createdAt: z.string(),
});
export type MaskedCustomer = z.infer<typeof maskedCustomerSchema>;

/** A store without its access token. */
export const storeSchema = z.object({
  id: z.string(),
  domain: z.string(),
  status: z.string(),
  region: z.string().optional(),
  scopes: z.array(z.string()),
  organizationId: z.string(),
  organization: z.string().optional(),
  lastSyncAt: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Missing where the read-only role may not even compare it, as it should be. */
  hasAccessToken: z.boolean().optional(),
});
export type Store = z.infer<typeof storeSchema>;

/** `GET /services/:service/subscriptions/:subscription`. */
export const subscriptionDetailSchema = subscriptionSchema.extend({
  price: z
    .object({ amount: z.number(), currency: z.string(), interval: z.string() })
    .optional(),
  /** Of the current period, against the plan's limits; no limit: unlimited. */
  usage: z.array(
    z.object({
      metric: z.string(),
      used: z.number(),
      limit: z.number().optional(),
    }),
  ),
  customers: z.array(maskedCustomerSchema),
  stores: z.array(storeSchema),
  /** What Stripe says, when it is configured and could be asked. */
  stripe: z.object({
    checked: z.boolean(),
    message: z.string(),
    status: z.string().optional(),
    periodEnd: z.string().optional(),
    differences: z.array(
      z.object({ field: z.string(), ours: z.string(), theirs: z.string() }),
    ),
  }),
});
export type SubscriptionDetail = z.infer<typeof subscriptionDetailSchema>;
