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

/**
 * The TokPulse schema, variant A on PostgreSQL: the tables as Prisma creates
 * them from the current schema file. Columns are camelCase and need quotes,
 * tables are snake_case, times are `TIMESTAMP(3)` without time zone holding
 * UTC, enumerations and JSON are plain text. The application fills `id` and
 * `updatedAt`, so neither has a default.
 */
export const schema = `
CREATE TABLE organizations (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT,
  "domain" TEXT,
  "status" TEXT NOT NULL DEFAULT 'ACTIVE',
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);
CREATE TABLE users (
  "id" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "name" TEXT,
  "role" TEXT NOT NULL DEFAULT 'ANALYST',
  "status" TEXT NOT NULL DEFAULT 'ACTIVE',
  "lastLoginAt" TIMESTAMP(3),
  "organizationId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
CREATE TABLE stores (
  "id" TEXT NOT NULL,
  "shopDomain" TEXT NOT NULL,
  "accessToken" TEXT NOT NULL,
  "scopes" TEXT NOT NULL,
  "region" TEXT NOT NULL DEFAULT 'us',
  "status" TEXT NOT NULL DEFAULT 'ACTIVE',
  "lastSyncAt" TIMESTAMP(3),
  "organizationId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);
CREATE TABLE plans (
  "id" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT,
  "price" DOUBLE PRECISION NOT NULL,
  "currency" TEXT NOT NULL DEFAULT 'USD',
  "interval" TEXT NOT NULL DEFAULT 'month',
  "features" TEXT NOT NULL,
  "limits" TEXT,
  "isActive" BOOLEAN NOT NULL DEFAULT true,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);
CREATE TABLE subscriptions (
  "id" TEXT NOT NULL,
  "organizationId" TEXT NOT NULL,
  "planId" TEXT NOT NULL,
  "shopifyBillingId" TEXT,
  "stripeCustomerId" TEXT,
  "stripeSubscriptionId" TEXT,
  "status" TEXT NOT NULL DEFAULT 'TRIAL',
  "trialEndsAt" TIMESTAMP(3),
  "currentPeriodStart" TIMESTAMP(3),
  "currentPeriodEnd" TIMESTAMP(3),
  "cancelAtPeriodEnd" BOOLEAN NOT NULL DEFAULT false,
  "cancelledAt" TIMESTAMP(3),
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);
CREATE TABLE usage_records (
  "id" TEXT NOT NULL,
  "subscriptionId" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "timestamp" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "metadata" TEXT,
  CONSTRAINT "usage_records_pkey" PRIMARY KEY ("id")
);
CREATE TABLE jobs (
  "id" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'PENDING',
  "payload" TEXT NOT NULL,
  "result" TEXT,
  "error" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "maxAttempts" INTEGER NOT NULL DEFAULT 3,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);
CREATE TABLE webhook_events (
  "id" TEXT NOT NULL,
  "topic" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "processed" BOOLEAN NOT NULL DEFAULT false,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);
CREATE TABLE billing_webhooks (
  "id" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "eventType" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "processed" BOOLEAN NOT NULL DEFAULT false,
  "processedAt" TIMESTAMP(3),
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "billing_webhooks_pkey" PRIMARY KEY ("id")
);
CREATE TABLE audit_logs (
  "id" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "resource" TEXT NOT NULL,
  "resourceId" TEXT,
  "changes" TEXT,
  "userId" TEXT,
  "storeId" TEXT,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id")
);
CREATE TABLE catalog_items (
  "id" TEXT NOT NULL,
  "productId" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "handle" TEXT NOT NULL,
  "price" DOUBLE PRECISION NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'ACTIVE',
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "catalog_items_pkey" PRIMARY KEY ("id")
);
CREATE TABLE pixel_events (
  "id" TEXT NOT NULL,
  "event" TEXT NOT NULL,
  "sessionId" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pixel_events_pkey" PRIMARY KEY ("id")
);
CREATE TABLE attributions (
  "id" TEXT NOT NULL,
  "orderId" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "revenue" DOUBLE PRECISION NOT NULL,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "attributions_pkey" PRIMARY KEY ("id")
);
CREATE TABLE experiments (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'DRAFT',
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);
CREATE TABLE variants (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "weight" INTEGER NOT NULL DEFAULT 50,
  "experimentId" TEXT NOT NULL,
  CONSTRAINT "variants_pkey" PRIMARY KEY ("id")
);
CREATE TABLE assignments (
  "id" TEXT NOT NULL,
  "visitorId" TEXT NOT NULL,
  "experimentId" TEXT NOT NULL,
  "variantId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "assignments_pkey" PRIMARY KEY ("id")
);
CREATE TABLE exposures (
  "id" TEXT NOT NULL,
  "surface" TEXT NOT NULL,
  "assignmentId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "exposures_pkey" PRIMARY KEY ("id")
);
CREATE TABLE audience_segments (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "criteria" TEXT NOT NULL,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "audience_segments_pkey" PRIMARY KEY ("id")
);
CREATE TABLE creative_assets (
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "creative_assets_pkey" PRIMARY KEY ("id")
);
CREATE TABLE feed_configs (
  "id" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "settings" TEXT NOT NULL,
  "storeId" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "feed_configs_pkey" PRIMARY KEY ("id")
);
`;

/**
 * Indexes and foreign keys, made after the data is in. As in the original,
 * e-mail, domain and shop domain carry a plain index beside the unique one.
 */
export const indexesAndKeys = `
CREATE UNIQUE INDEX "organizations_email_key" ON organizations ("email");
CREATE UNIQUE INDEX "organizations_domain_key" ON organizations ("domain");
CREATE INDEX "organizations_email_idx" ON organizations ("email");
CREATE INDEX "organizations_domain_idx" ON organizations ("domain");
CREATE UNIQUE INDEX "users_email_key" ON users ("email");
CREATE INDEX "users_email_idx" ON users ("email");
CREATE INDEX "users_organizationId_idx" ON users ("organizationId");
CREATE UNIQUE INDEX "stores_shopDomain_key" ON stores ("shopDomain");
CREATE INDEX "stores_shopDomain_idx" ON stores ("shopDomain");
CREATE INDEX "stores_organizationId_idx" ON stores ("organizationId");
CREATE UNIQUE INDEX "plans_key_key" ON plans ("key");
CREATE UNIQUE INDEX "subscriptions_organizationId_key" ON subscriptions ("organizationId");
CREATE INDEX "subscriptions_status_idx" ON subscriptions ("status");
CREATE INDEX "subscriptions_shopifyBillingId_idx" ON subscriptions ("shopifyBillingId");
CREATE INDEX "subscriptions_stripeCustomerId_idx" ON subscriptions ("stripeCustomerId");
CREATE INDEX "subscriptions_stripeSubscriptionId_idx" ON subscriptions ("stripeSubscriptionId");
CREATE INDEX "subscriptions_trialEndsAt_idx" ON subscriptions ("trialEndsAt");
CREATE INDEX "subscriptions_currentPeriodEnd_idx" ON subscriptions ("currentPeriodEnd");
CREATE INDEX "usage_records_subscriptionId_idx" ON usage_records ("subscriptionId");
CREATE INDEX "webhook_events_storeId_idx" ON webhook_events ("storeId");
CREATE INDEX "catalog_items_storeId_idx" ON catalog_items ("storeId");
CREATE INDEX "jobs_storeId_idx" ON jobs ("storeId");

ALTER TABLE users ADD CONSTRAINT "users_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES organizations ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE stores ADD CONSTRAINT "stores_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES organizations ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE subscriptions ADD CONSTRAINT "subscriptions_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES organizations ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE subscriptions ADD CONSTRAINT "subscriptions_planId_fkey" FOREIGN KEY ("planId") REFERENCES plans ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE usage_records ADD CONSTRAINT "usage_records_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES subscriptions ("id") ON DELETE CASCADE ON UPDATE CASCADE;
${[
  'jobs',
  'webhook_events',
  'catalog_items',
  'pixel_events',
  'attributions',
  'experiments',
  'audience_segments',
  'creative_assets',
  'feed_configs',
]
  .map(
    table =>
      `ALTER TABLE ${table} ADD CONSTRAINT "${table}_storeId_fkey" FOREIGN KEY ("storeId") REFERENCES stores ("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
  )
  .join('\n')}
ALTER TABLE variants ADD CONSTRAINT "variants_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES experiments ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE assignments ADD CONSTRAINT "assignments_variantId_fkey" FOREIGN KEY ("variantId") REFERENCES variants ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE exposures ADD CONSTRAINT "exposures_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES assignments ("id") ON DELETE CASCADE ON UPDATE CASCADE;
`;
