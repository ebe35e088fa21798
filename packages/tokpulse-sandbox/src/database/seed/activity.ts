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
 * What shops and people did. `processed` is never true and nothing consumes
 * jobs, as in the original: an "unprocessed" row is not a backlog.
 */
export const activity = `
INSERT INTO webhook_events
SELECT 'c' || substr(md5('webhook' || i), 1, 24),
  (ARRAY['orders/create','orders/create','products/create','products/update','app/uninstalled'])[1 + i % 5],
  json_build_object('id', 7000000000 + i, 'email', 'shopper' || i || '@mail.example', 'total_price', round((i % 40000) / 100.0, 2)::text, 'currency', 'USD')::text,
  false, s.id, (now() AT TIME ZONE 'UTC') - (i * 17 % 20160) * interval '1 minute'
FROM generate_series(1, 6000) AS i JOIN seed_stores s ON s.n = 1 + i * 7 % 2650;

INSERT INTO jobs
SELECT 'c' || substr(md5('job' || i), 1, 24),
  (ARRAY['catalog_sync','feed_export','pixel_backfill','report_email'])[1 + i % 4],
  kind.status,
  json_build_object('full', i % 2 = 0)::text,
  CASE WHEN kind.status = 'COMPLETED' THEN json_build_object('items', i % 900)::text END,
  CASE WHEN kind.status = 'FAILED' THEN (ARRAY['Shopify answered 429 Too Many Requests','Store token was revoked','Timeout after 30000 ms'])[1 + i % 3] END,
  CASE kind.status WHEN 'PENDING' THEN 0 WHEN 'FAILED' THEN 3 ELSE 1 END,
  3, s.id, moment, moment + interval '90 seconds'
FROM generate_series(1, 3000) AS i JOIN seed_stores s ON s.n = 1 + i * 11 % 2650,
LATERAL (SELECT CASE WHEN i % 50 = 0 THEN 'FAILED' WHEN i % 37 = 0 THEN 'RUNNING' WHEN i % 23 = 0 THEN 'CANCELLED' WHEN i % 11 = 0 THEN 'PENDING' ELSE 'COMPLETED' END AS status) AS kind,
LATERAL (SELECT (now() AT TIME ZONE 'UTC') - (i * 29 % 30000) * interval '1 minute' AS moment) AS t;

INSERT INTO audit_logs
SELECT 'c' || substr(md5('audit' || i), 1, 24),
  CASE i % 5 WHEN 0 THEN 'CREATE' WHEN 1 THEN 'user:invite' WHEN 2 THEN 'user:update' WHEN 3 THEN 'store:connect' ELSE 'store:disconnect' END,
  CASE i % 5 WHEN 0 THEN 'subscription' WHEN 1 THEN 'user' WHEN 2 THEN 'user' ELSE 'store' END,
  CASE WHEN i % 5 >= 3 THEN s.id END,
  CASE WHEN i % 5 = 2 THEN '{"role":{"from":"ANALYST","to":"ADMIN"}}' END,
  'c' || substr(md5('user' || (1 + i % 4300)), 1, 24),
  CASE WHEN i % 5 >= 3 THEN s.id END,
  (now() AT TIME ZONE 'UTC') - (i * 41 % 120000) * interval '1 minute'
FROM generate_series(1, 3500) AS i JOIN seed_stores s ON s.n = 1 + i * 3 % 2650;

INSERT INTO catalog_items
SELECT 'c' || substr(md5('item' || i), 1, 24), (880000000 + i)::text,
  label, replace(lower(label), ' ', '-') || '-' || i, round((499 + i * 37 % 18000) / 100.0, 2)::float,
  CASE WHEN i % 20 = 0 THEN 'ARCHIVED' ELSE 'ACTIVE' END, s.id,
  s."createdAt" + interval '1 hour', s."createdAt" + interval '2 days'
FROM generate_series(1, 8000) AS i JOIN seed_stores s ON s.n = 1 + i % 2650,
LATERAL (SELECT (ARRAY['Linen','Wool','Organic','Travel','Everyday','Vintage'])[1 + i % 6] || ' ' || (ARRAY['Shirt','Mug','Backpack','Candle','Notebook','Lamp','Scarf'])[1 + i % 7] AS label) AS product;

INSERT INTO pixel_events
SELECT 'c' || substr(md5('pixel' || i), 1, 24),
  (ARRAY['page_viewed','product_viewed','product_added_to_cart','checkout_started','checkout_completed'])[1 + i % 5],
  substr(md5('visit' || i / 4), 1, 16), '{"path":"/products/' || i % 500 || '"}', s.id,
  (now() AT TIME ZONE 'UTC') - (i * 3 % 20160) * interval '1 minute'
FROM generate_series(1, 9000) AS i JOIN seed_stores s ON s.n = 1 + i * 5 % 2650;

INSERT INTO attributions
SELECT 'c' || substr(md5('attribution' || i), 1, 24), (5500000000 + i)::text,
  (ARRAY['tiktok','meta','google','email','organic'])[1 + i % 5], round((i * 113 % 50000) / 100.0, 2)::float, s.id,
  (now() AT TIME ZONE 'UTC') - (i * 19 % 43200) * interval '1 minute'
FROM generate_series(1, 2500) AS i JOIN seed_stores s ON s.n = 1 + i * 13 % 2650;

INSERT INTO experiments
SELECT 'c' || substr(md5('experiment' || i), 1, 24),
  (ARRAY['Checkout button','Recommendation shelf','Free shipping bar','Product badges'])[1 + i % 4] || ' ' || i,
  (ARRAY['DRAFT','RUNNING','RUNNING','PAUSED','COMPLETED'])[1 + i % 5], s.id, s."createdAt" + interval '9 days', s."createdAt" + interval '20 days'
FROM generate_series(1, 240) AS i JOIN seed_stores s ON s.n = i * 3;

INSERT INTO variants
SELECT 'c' || substr(md5('variant' || i || v), 1, 24), v, 50, 'c' || substr(md5('experiment' || i), 1, 24)
FROM generate_series(1, 240) AS i, unnest(ARRAY['control','treatment']) AS v;

INSERT INTO assignments
SELECT 'c' || substr(md5('assignment' || i), 1, 24), substr(md5('visitor' || i), 1, 16),
  'c' || substr(md5('experiment' || e), 1, 24),
  'c' || substr(md5('variant' || e || CASE WHEN i % 2 = 0 THEN 'control' ELSE 'treatment' END), 1, 24),
  (now() AT TIME ZONE 'UTC') - (i * 7 % 20000) * interval '1 minute'
FROM generate_series(1, 2000) AS i, LATERAL (SELECT 1 + i % 240 AS e) AS picked;

INSERT INTO exposures
SELECT 'c' || substr(md5('exposure' || i), 1, 24), (ARRAY['home','product','cart'])[1 + i % 3],
  'c' || substr(md5('assignment' || (1 + i % 2000)), 1, 24), (now() AT TIME ZONE 'UTC') - (i * 5 % 20000) * interval '1 minute'
FROM generate_series(1, 3000) AS i;

INSERT INTO audience_segments
SELECT 'c' || substr(md5('segment' || i), 1, 24), (ARRAY['Returning buyers','Cart abandoners','High spenders'])[1 + i % 3],
  '{"minOrders":' || i % 5 || '}', s.id, s."createdAt" + interval '3 days', s."createdAt" + interval '4 days'
FROM generate_series(1, 300) AS i JOIN seed_stores s ON s.n = i * 2;

INSERT INTO creative_assets
SELECT 'c' || substr(md5('asset' || i), 1, 24), (ARRAY['image','video'])[1 + i % 2],
  'https://cdn.tokpulse.example/assets/' || md5('asset' || i) || '.webp', s.id, s."createdAt" + interval '6 days'
FROM generate_series(1, 400) AS i JOIN seed_stores s ON s.n = i * 5;

INSERT INTO feed_configs
SELECT 'c' || substr(md5('feed' || i), 1, 24), (ARRAY['tiktok','meta','google'])[1 + i % 3], '{"currency":"USD","schedule":"hourly"}',
  s.id, s."createdAt" + interval '2 days', s."createdAt" + interval '30 days'
FROM generate_series(1, 220) AS i JOIN seed_stores s ON s.n = i * 9;
`;
