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
 * Organisations, their people and their shops. Everything is computed from the
 * row number, so that every sandbox has the same customers.
 *
 * Organisation 1 is "Juniper Outfitters", whose owner
 * `Ava.Moreno@juniper-outfitters-1.example` and shop
 * `juniper-outfitters-1.myshopify.com` are the ones the documentation uses.
 */
export const tenants = `
CREATE TEMPORARY TABLE seed_names AS SELECT
  ARRAY['Juniper','Harbor','Maple','Crimson','Northwind','Velvet','Copper','Willow','Saffron','Granite','Ivory','Cobalt','Meadow','Lantern','Orchid','Pioneer','Quartz','Ripple','Summit','Thistle'] AS first_words,
  ARRAY['Outfitters','Goods','Apparel','Supply Co','Home','Cosmetics','Coffee','Cycles','Toys','Books','Jewelry','Pets','Gardens','Bakery','Studio'] AS second_words,
  ARRAY['Ava','Noah','Mia','Liam','Zoe','Omar','Ines','Yuki','Elena','Marcus','Priya','Jonas','Leila','Tomas','Grace','Ivan','Chloe','Samir','Nora','Hugo'] AS given,
  ARRAY['Moreno','Okafor','Lindqvist','Tanaka','Novak','Haddad','Silva','Becker','Dubois','Kowalski','Patel','Reyes','Larsen','Bianchi','Nguyen','Fischer','Costa'] AS family;

INSERT INTO organizations
SELECT
  'c' || substr(md5('organization' || i), 1, 24),
  word.label,
  'billing@' || word.slug || '-' || i || '.example',
  word.slug || '-' || i || '.example',
  CASE WHEN i % 97 = 0 THEN 'DELETED' WHEN i % 41 = 0 THEN 'SUSPENDED' ELSE 'ACTIVE' END,
  moment.created,
  moment.created + (i % 200) * interval '1 hour'
FROM generate_series(1, 2400) AS i, seed_names,
LATERAL (SELECT first_words[1 + (i - 1) % 20] || ' ' || second_words[1 + ((i - 1) / 20) % 15] AS label) AS named,
LATERAL (SELECT label, replace(lower(label), ' ', '-') AS slug) AS word,
LATERAL (SELECT (now() AT TIME ZONE 'UTC') - (i * 7919 % 700 + 10) * interval '1 day' - (i % 86400) * interval '1 second' AS created) AS moment;

CREATE TEMPORARY TABLE seed_organizations AS
SELECT row_number() OVER (ORDER BY substring(domain FROM '-([0-9]+)[.]')::int) AS n, *
FROM organizations;

INSERT INTO users
SELECT
  'c' || substr(md5('user' || i), 1, 24),
  CASE WHEN i % 5 = 1 THEN person.given_name || '.' || person.family_name ELSE lower(person.given_name || '.' || person.family_name) END
    || CASE WHEN i <= 2400 THEN '' ELSE '.' || i END || '@' || o.domain,
  CASE WHEN i % 53 = 0 THEN NULL ELSE person.given_name || ' ' || person.family_name END,
  CASE WHEN i <= 2400 THEN 'OWNER' WHEN i % 3 = 0 THEN 'ADMIN' WHEN i % 7 = 0 THEN 'VIEWER' ELSE 'ANALYST' END,
  CASE WHEN i % 83 = 0 THEN 'SUSPENDED' WHEN i % 131 = 0 THEN 'DELETED' ELSE 'ACTIVE' END,
  CASE WHEN i % 9 = 0 THEN NULL ELSE (now() AT TIME ZONE 'UTC') - (i * 31 % 40000) * interval '1 minute' END,
  o.id,
  o."createdAt" + (i % 90) * interval '1 minute',
  o."createdAt" + (2 + i % 300) * interval '1 hour'
FROM generate_series(1, 4300) AS i
JOIN seed_organizations o ON o.n = 1 + (i - 1) % 2400,
seed_names,
LATERAL (SELECT given[1 + (i - 1) % 20] AS given_name, family[1 + (i - 1) % 17] AS family_name) AS person;

INSERT INTO stores
SELECT
  'c' || substr(md5('store' || i), 1, 24),
  replace(o.domain, '.example', '') || CASE WHEN i <= 2400 THEN '' ELSE '-outlet' END || '.myshopify.com',
  'shpat_' || md5('practice token of store ' || i),
  'read_products,read_orders,write_pixels,read_customer_events',
  (ARRAY['us','us','us','eu','eu','ap'])[1 + i % 6],
  CASE WHEN i % 29 = 0 THEN 'UNINSTALLED' WHEN i % 61 = 0 THEN 'SUSPENDED' ELSE 'ACTIVE' END,
  CASE WHEN i % 17 = 0 THEN NULL ELSE (now() AT TIME ZONE 'UTC') - (i * 13 % 5000) * interval '1 minute' END,
  o.id,
  o."createdAt" + interval '20 minutes',
  o."createdAt" + (1 + i % 400) * interval '1 hour'
FROM generate_series(1, 2650) AS i
JOIN seed_organizations o ON o.n = 1 + (i - 1) % 2400;

CREATE TEMPORARY TABLE seed_stores AS
SELECT row_number() OVER (ORDER BY s."createdAt", s.id) AS n, s.* FROM stores s;
CREATE INDEX ON seed_stores (n);
ANALYZE seed_organizations;
ANALYZE seed_stores;
`;
