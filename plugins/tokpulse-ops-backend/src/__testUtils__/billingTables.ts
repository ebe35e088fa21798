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

/** The shapes in which TokPulse left its billing tables; see `subscriptions/schema`. */
export type BillingShape =
  | 'current'
  | 'current-enums'
  | 'older'
  | 'oldest'
  | 'documented';

/** What an access token in the test tables begins with; it must never get out. */
export const PLANTED_TOKEN = 'shpat_canary_5f3a1c';

/** The tables as TokPulse makes them, with the indexes that it has. */
export const currentTables = (status: string, role: string) => `
  CREATE TABLE organizations (
    "id" TEXT PRIMARY KEY, "name" TEXT NOT NULL, "email" TEXT UNIQUE, "domain" TEXT UNIQUE,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL
  );
  CREATE TABLE users (
    "id" TEXT PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT, "role" ${role} NOT NULL DEFAULT 'ANALYST',
    "status" TEXT NOT NULL DEFAULT 'ACTIVE', "lastLoginAt" TIMESTAMP(3),
    "organizationId" TEXT NOT NULL REFERENCES organizations,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL
  );
  CREATE UNIQUE INDEX "users_email_key" ON users ("email");
  CREATE INDEX "users_organizationId_idx" ON users ("organizationId");
  CREATE TABLE stores (
    "id" TEXT PRIMARY KEY, "shopDomain" TEXT NOT NULL, "accessToken" TEXT NOT NULL, "scopes" TEXT NOT NULL,
    "region" TEXT NOT NULL DEFAULT 'us', "status" TEXT NOT NULL DEFAULT 'ACTIVE', "lastSyncAt" TIMESTAMP(3),
    "organizationId" TEXT NOT NULL REFERENCES organizations,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL
  );
  CREATE UNIQUE INDEX "stores_shopDomain_key" ON stores ("shopDomain");
  CREATE INDEX "stores_organizationId_idx" ON stores ("organizationId");
  CREATE TABLE plans (
    "id" TEXT PRIMARY KEY, "key" TEXT NOT NULL UNIQUE, "name" TEXT NOT NULL, "description" TEXT,
    "price" DOUBLE PRECISION NOT NULL, "currency" TEXT NOT NULL DEFAULT 'USD', "interval" TEXT NOT NULL DEFAULT 'month',
    "features" TEXT NOT NULL, "limits" TEXT, "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL
  );
  CREATE TABLE subscriptions (
    "id" TEXT PRIMARY KEY, "organizationId" TEXT NOT NULL REFERENCES organizations, "planId" TEXT NOT NULL REFERENCES plans,
    "shopifyBillingId" TEXT, "stripeCustomerId" TEXT, "stripeSubscriptionId" TEXT,
    "status" ${status} NOT NULL DEFAULT 'TRIAL', "trialEndsAt" TIMESTAMP(3),
    "currentPeriodStart" TIMESTAMP(3), "currentPeriodEnd" TIMESTAMP(3),
    "cancelAtPeriodEnd" BOOLEAN NOT NULL DEFAULT false, "cancelledAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL
  );
  CREATE UNIQUE INDEX "subscriptions_organizationId_key" ON subscriptions ("organizationId");
  CREATE INDEX "subscriptions_status_idx" ON subscriptions ("status");
  CREATE INDEX "subscriptions_shopifyBillingId_idx" ON subscriptions ("shopifyBillingId");
  CREATE INDEX "subscriptions_stripeCustomerId_idx" ON subscriptions ("stripeCustomerId");
  CREATE INDEX "subscriptions_stripeSubscriptionId_idx" ON subscriptions ("stripeSubscriptionId");
  CREATE INDEX "subscriptions_trialEndsAt_idx" ON subscriptions ("trialEndsAt");
  CREATE INDEX "subscriptions_currentPeriodEnd_idx" ON subscriptions ("currentPeriodEnd");
  CREATE TABLE usage_records (
    "id" TEXT PRIMARY KEY, "subscriptionId" TEXT NOT NULL REFERENCES subscriptions, "metric" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL, "timestamp" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "metadata" TEXT
  );
  CREATE INDEX "usage_records_subscriptionId_idx" ON usage_records ("subscriptionId");`;

/** Each subscription in a state of its own; the numbers of the ids grow with time. */
const currentRows = (status: string, role: string) => `
  INSERT INTO plans ("id", "key", "name", "price", "features", "limits", "updatedAt") VALUES
    ('p1', 'STARTER', 'Starter', 0, '[]', '{"stores":1,"api_calls":1000,"users":1}', now()),
    ('p2', 'GROWTH', 'Growth', 29, '[]', '{"stores":3,"api_calls":10000,"users":-1}', now());
  INSERT INTO organizations ("id", "name", "updatedAt")
    SELECT 'o' || i, name, now() FROM (VALUES
      (1, 'Juniper Outfitters'), (2, 'Juniper Goods'), (3, 'Maple Home'), (4, 'Harbor Toys'),
      (5, '100% Cotton'), (6, 'Velvet Books'), (7, 'Copper Pets'), (8, 'juniper lower')
    ) AS o (i, name);
  INSERT INTO users ("id", "email", "name", "role", "organizationId", "lastLoginAt", "updatedAt") VALUES
    ('u1', 'Ava.Moreno@juniper.example', 'Ava Moreno', 'OWNER'::${role}, 'o1', timestamp '2026-11-20 08:00:00', now()),
    ('u2', 'omar@juniper.example', NULL, 'ANALYST'::${role}, 'o1', NULL, now()),
    ('u3', 'mia@maple.example', 'Mia Okafor', 'OWNER'::${role}, 'o3', NULL, now()),
    ('u4', 'oDdLy@harbor.example', 'Liam Silva', 'OWNER'::${role}, 'o4', NULL, now());
  INSERT INTO stores ("id", "shopDomain", "accessToken", "scopes", "organizationId", "updatedAt") VALUES
    ('t1', 'juniper.myshopify.com', '${PLANTED_TOKEN}_1', 'read_products, write_pixels', 'o1', now()),
    ('t2', 'maple.myshopify.com', '', 'read_products', 'o3', now());
  INSERT INTO subscriptions ("id", "organizationId", "planId", "stripeCustomerId", "stripeSubscriptionId", "status",
      "trialEndsAt", "currentPeriodStart", "currentPeriodEnd", "createdAt", "updatedAt")
    SELECT 's' || i, 'o' || i, plan, customer, subscription, status::${status},
      utc + trial, utc + period - interval '30 days', utc + period, utc - interval '90 days' + i * interval '1 day', utc
    FROM (VALUES
      (1, 'p2', 'cus_1', 'sub_1', 'ACTIVE', interval '-60 days', interval '10 days'),
      (2, 'p2', 'cus_2', 'sub_2', 'ACTIVE', NULL, interval '-3 days'),
      (3, 'p2', 'cus_3', NULL, 'PAST_DUE', NULL, interval '-5 days'),
      (4, 'p1', 'cus_4', NULL, 'PAST_DUE', NULL, interval '-12 days'),
      (5, 'p1', NULL, NULL, 'TRIAL', interval '-2 days', interval '-2 days'),
      (6, 'p1', NULL, NULL, 'TRIAL', interval '5 days', interval '5 days'),
      (7, 'p1', NULL, NULL, 'CANCELLED', NULL, interval '-40 days'),
      (8, 'p1', NULL, NULL, 'PAST_DUE', NULL, NULL)
    ) AS s (i, plan, customer, subscription, status, trial, period),
    (SELECT now() AT TIME ZONE 'UTC' AS utc) AS clock;
  INSERT INTO usage_records ("id", "subscriptionId", "metric", "quantity", "timestamp")
    SELECT 'r' || i, 's1', metric, quantity, (now() AT TIME ZONE 'UTC') - age FROM (VALUES
      (1, 'API_CALLS', 300, interval '1 day'), (2, 'API_CALLS', 200, interval '3 days'),
      (3, 'API_CALLS', 9999, interval '50 days'), (4, 'STORES', 1, interval '2 days')
    ) AS u (i, metric, quantity, age);`;

/** B and C: no plans, no subscriptions. */
const olderTables = (options: {
  readonly role: string;
  readonly scopes: string;
  readonly time: string;
}) => `
  CREATE TABLE organizations ("id" TEXT PRIMARY KEY, "name" TEXT NOT NULL, "createdAt" ${options.time} NOT NULL, "updatedAt" ${options.time} NOT NULL);
  CREATE TABLE users (
    "id" TEXT PRIMARY KEY, "email" TEXT NOT NULL UNIQUE, "name" TEXT, "role" ${options.role} NOT NULL,
    "organizationId" TEXT NOT NULL, "createdAt" ${options.time} NOT NULL, "updatedAt" ${options.time} NOT NULL
  );
  CREATE TABLE stores (
    "id" TEXT PRIMARY KEY, "shopDomain" TEXT NOT NULL UNIQUE, "accessToken" TEXT NOT NULL, "scopes" ${options.scopes} NOT NULL,
    "region" TEXT NOT NULL DEFAULT 'us', "status" TEXT NOT NULL DEFAULT 'ACTIVE', "organizationId" TEXT NOT NULL,
    "createdAt" ${options.time} NOT NULL, "updatedAt" ${options.time} NOT NULL
  );`;

const olderRows = (options: {
  readonly role: string;
  readonly scopes: string;
  readonly time: string;
}) => `
  INSERT INTO organizations VALUES ('o1', 'Juniper Outfitters', ${options.time}, ${options.time});
  INSERT INTO users VALUES ('u1', 'ava@juniper.example', 'Ava Moreno', ${options.role}, 'o1', ${options.time}, ${options.time});
  INSERT INTO stores VALUES ('t1', 'juniper.myshopify.com', '${PLANTED_TOKEN}_1', ${options.scopes}, 'us', 'ACTIVE', 'o1', ${options.time}, ${options.time});`;

const documentedTables = `
  CREATE TABLE users ("id" UUID PRIMARY KEY, "email" TEXT NOT NULL UNIQUE, "name" TEXT, "role" TEXT NOT NULL, "created_at" TIMESTAMPTZ NOT NULL);
  CREATE TABLE stores ("id" BIGINT PRIMARY KEY, "domain" TEXT NOT NULL UNIQUE, "access_token" TEXT, "scopes" TEXT, "status" TEXT NOT NULL, "created_at" TIMESTAMPTZ NOT NULL);
  CREATE TABLE subscriptions (
    "id" BIGINT PRIMARY KEY, "user_id" UUID NOT NULL, "plan_key" TEXT NOT NULL, "status" TEXT NOT NULL,
    "current_period_end" TIMESTAMPTZ, "created_at" TIMESTAMPTZ NOT NULL
  );
  CREATE INDEX ON subscriptions (status);
  CREATE INDEX ON subscriptions (user_id);
  CREATE INDEX ON subscriptions (current_period_end);
  INSERT INTO users VALUES ('00000000-0000-4000-8000-000000000001', 'ava@juniper.example', 'Ava Moreno', 'OWNER', '2026-11-23 18:00:00+00');
  INSERT INTO stores VALUES (7, 'juniper.myshopify.com', '${PLANTED_TOKEN}_1', 'read_products', 'ACTIVE', '2026-11-23 18:00:00+00');
  INSERT INTO subscriptions VALUES
    (1, '00000000-0000-4000-8000-000000000001', 'GROWTH', 'ACTIVE', now() - interval '3 days', '2026-11-23 18:00:00+00'),
    (2, '00000000-0000-4000-8000-000000000002', 'GROWTH', 'PAST_DUE', NULL, '2026-11-23 19:00:00+00'),
    (3, '00000000-0000-4000-8000-000000000003', 'STARTER', 'paused', now() + interval '3 days', '2026-11-23 20:00:00+00');`;

const STATUS_ENUM = `CREATE TYPE "SubscriptionStatus" AS ENUM ('TRIAL', 'ACTIVE', 'PAST_DUE', 'CANCELLED', 'EXPIRED')`;
const ROLE_ENUM = `CREATE TYPE "UserRole" AS ENUM ('OWNER', 'ADMIN', 'ANALYST')`;

/** The tables and some rows. */
export function billingTables(shape: BillingShape): string {
  switch (shape) {
    case 'current':
      return currentTables('TEXT', 'TEXT') + currentRows('TEXT', 'TEXT');
    case 'current-enums':
      return `${STATUS_ENUM}; ${ROLE_ENUM}; ${currentTables(
        '"SubscriptionStatus"',
        '"UserRole"',
      )} ${currentRows('"SubscriptionStatus"', '"UserRole"')}`;
    case 'older':
      return `${ROLE_ENUM}; ${olderTables({
        role: '"UserRole"',
        scopes: 'TEXT[]',
        time: 'TIMESTAMP(3)',
      })} ${olderRows({
        role: `'OWNER'`,
        scopes: `ARRAY['read_products', 'write_pixels']`,
        time: `timestamp '2026-11-23 18:00:00'`,
      })}`;
    case 'oldest':
      return `${olderTables({
        role: 'TEXT',
        scopes: 'TEXT',
        time: 'BIGINT',
      })} ${olderRows({
        role: `'OWNER'`,
        scopes: `'read_products,write_pixels'`,
        time: '1795456800000',
      })}`;
    case 'documented':
      return documentedTables;
    default:
      throw new Error(`Unknown shape ${shape satisfies never}`);
  }
}
