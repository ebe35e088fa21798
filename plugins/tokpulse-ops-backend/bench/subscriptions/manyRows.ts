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

import { currentTables } from '../../src/__testUtils__/billingTables';

/**
 * A TokPulse that has grown: a subscription for each organization, one person and
 * one store, in ids that grow with time. Newer ones are trials, of older ones
 * more and more have ended, and a few of each kind are wrong.
 */
export function manyRows(count: number): string {
  // Checking each of the rows against others would take minutes and shows nowhere.
  const [tables, indexes] = parts(
    currentTables('TEXT', 'TEXT').replace(/ REFERENCES \w+/g, ''),
  );
  return `
    ${tables}
    INSERT INTO plans ("id", "key", "name", "price", "features", "limits", "updatedAt") VALUES
      ('p1', 'STARTER', 'Starter', 0, '[]', '{"stores":1,"api_calls":1000}', now()),
      ('p2', 'GROWTH', 'Growth', 29, '[]', '{"stores":3,"api_calls":10000}', now()),
      ('p3', 'ENTERPRISE', 'Enterprise', 99, '[]', '{"stores":-1,"api_calls":-1}', now()),
      ('p4', 'PARTNER', 'Partner', 9, '[]', NULL, now());
    INSERT INTO organizations ("id", "name", "email", "domain", "createdAt", "updatedAt")
      SELECT 'o' || lpad(i::text, 8, '0'),
        (ARRAY['Juniper','Harbor','Maple','Crimson','Northwind','Velvet','Copper','Willow','Saffron','Granite'])[1 + i % 10]
          || ' ' || (ARRAY['Outfitters','Goods','Apparel','Home','Coffee','Toys','Books','Pets'])[1 + i / 10 % 8] || ' ' || i,
        'billing@shop-' || i || '.example', 'shop-' || i || '.example',
        timestamp '2026-11-24' - (${count} - i) * interval '1 minute', timestamp '2026-11-24'
      FROM generate_series(1, ${count}) AS i;
    INSERT INTO users ("id", "email", "name", "role", "organizationId", "updatedAt")
      SELECT 'u' || lpad(i::text, 8, '0'),
        CASE WHEN i % 5 = 0 THEN 'Ava.Moreno' ELSE 'ava.moreno' END || '@shop-' || i || '.example',
        'Ava Moreno', 'OWNER', 'o' || lpad(i::text, 8, '0'), now()
      FROM generate_series(1, ${count}) AS i;
    INSERT INTO stores ("id", "shopDomain", "accessToken", "scopes", "organizationId", "updatedAt")
      SELECT 't' || lpad(i::text, 8, '0'), 'shop-' || i || '.myshopify.com', 'shpat_' || md5(i::text),
        'read_products', 'o' || lpad(i::text, 8, '0'), now()
      FROM generate_series(1, ${count}) AS i;
    INSERT INTO subscriptions ("id", "organizationId", "planId", "stripeCustomerId", "status", "trialEndsAt",
        "currentPeriodStart", "currentPeriodEnd", "createdAt", "updatedAt")
      SELECT 's' || lpad(i::text, 8, '0'), 'o' || lpad(i::text, 8, '0'),
        CASE WHEN i % 100003 = 7 THEN 'p4' WHEN i % 5 = 0 THEN 'p1' WHEN i % 5 = 4 THEN 'p3' ELSE 'p2' END,
        'cus_' || i, status, created + interval '14 days', ends - interval '30 days', ends, created, created
      FROM (
        SELECT i, status, utc - (${count} - i) * interval '1 minute' AS created,
          utc + CASE
            WHEN status = 'TRIAL' THEN CASE WHEN i % 211 = 0 THEN -i % 9 * interval '1 day' ELSE (1 + i % 13) * interval '1 day' END
            WHEN status = 'ACTIVE' THEN CASE WHEN i % 307 = 0 THEN -(2 + i % 40) * interval '1 day' ELSE (1 + i % 29) * interval '1 day' END
            WHEN status = 'PAST_DUE' THEN -(1 + i % 60) * interval '1 day'
            ELSE -(i % 600) * interval '1 day'
          END AS ends
        FROM generate_series(1, ${count}) AS i, (SELECT now() AT TIME ZONE 'UTC' AS utc) AS clock,
        LATERAL (SELECT CASE
          WHEN i % 100019 = 11 THEN 'BOGUS'
          WHEN i > ${count} * 0.98 THEN 'TRIAL'
          WHEN i % 47 = 0 THEN 'PAST_DUE'
          WHEN i % 997 = 1 THEN 'TRIAL'
          WHEN i % (2 + 60 * i::bigint / ${count}) = 0 THEN 'CANCELLED'
          WHEN i % 11 = 0 THEN 'EXPIRED'
          ELSE 'ACTIVE'
        END AS status) AS kind
      ) AS planned;
    INSERT INTO usage_records ("id", "subscriptionId", "metric", "quantity", "timestamp")
      SELECT 'r' || i, 's' || lpad(((i * 7919::bigint) % ${count} + 1)::text, 8, '0'),
        CASE WHEN i % 2 = 0 THEN 'API_CALLS' ELSE 'WIDGET_VIEWS' END, i % 500, now() AT TIME ZONE 'UTC'
      FROM generate_series(1, ${count}) AS i;
    ${indexes}`;
}

/** Tables first, and their indexes when the rows are in. */
function parts(sql: string): readonly [string, string] {
  const statements = sql
    .split(';')
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
  const isIndex = (statement: string) =>
    /^CREATE (UNIQUE )?INDEX/.test(statement);
  const joined = (some: readonly string[]) =>
    some.map(statement => `${statement};`).join('\n');
  return [
    joined(statements.filter(statement => !isIndex(statement))),
    joined(statements.filter(isIndex)),
  ];
}
