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
 * Plans, one subscription for most organisations in every state and with every
 * anomaly that an operator meets, their usage and the providers' webhooks.
 *
 * Of each hundred organisations: 6 have no subscription, 14 a trial (3 of them
 * over: the billing job did not run), 66 are active (3 of them past their
 * period: no webhook arrived; 1 without any provider id), 6 past due,
 * 5 cancelled (2 with time left), 3 expired.
 */
export const billing = `
INSERT INTO plans
SELECT 'c' || substr(md5('plan' || key), 1, 24), key, name, description, price, 'USD', 'month', features, limits, true,
  (now() AT TIME ZONE 'UTC') - interval '720 days', (now() AT TIME ZONE 'UTC') - interval '200 days'
FROM (VALUES
  ('STARTER', 'Starter', 'For a first shop', 0::float,
   '["Core dashboard","Basic analytics","Email support (48h)","1 store","1,000 API calls/month","10,000 widget views/month"]',
   '{"stores":1,"api_calls":1000,"widget_views":10000,"users":1}'),
  ('GROWTH', 'Growth', 'For a growing business', 29::float,
   '["Advanced analytics","A/B testing","Priority support (24h)","Export data","3 stores","10,000 API calls/month","100,000 widget views/month","Team collaboration"]',
   '{"stores":3,"api_calls":10000,"widget_views":100000,"users":5}'),
  ('ENTERPRISE', 'Enterprise', 'For large shops', 99::float,
   '["Everything in Growth","Unlimited stores","Unlimited API calls","Unlimited widget views","SLA support (4h)","Webhooks & API access","Custom integrations","Dedicated account manager"]',
   '{"stores":-1,"api_calls":-1,"widget_views":-1,"users":-1}')
) AS p (key, name, description, price, features, limits);

INSERT INTO subscriptions
SELECT
  'c' || substr(md5('subscription' || i), 1, 24),
  organization_id,
  (SELECT id FROM plans WHERE key = CASE WHEN status = 'EXPIRED' OR i % 5 = 0 THEN 'STARTER' WHEN i % 5 = 4 THEN 'ENTERPRISE' ELSE 'GROWTH' END),
  CASE WHEN c <> 21 AND i % 3 = 0 THEN 'gid://shopify/AppSubscription/' || (50000000 + i) END,
  CASE WHEN c <> 21 AND i % 3 <> 0 AND status <> 'TRIAL' THEN 'cus_' || substr(md5('customer' || i), 1, 14) END,
  CASE WHEN c <> 21 AND i % 3 <> 0 AND status <> 'TRIAL' AND i % 4 = 0 THEN 'sub_' || substr(md5('stripe' || i), 1, 14) END,
  status,
  CASE WHEN status IN ('TRIAL', 'EXPIRED') THEN ends ELSE begins - interval '16 days' END,
  begins,
  ends,
  c IN (92, 93),
  CASE WHEN status = 'CANCELLED' THEN begins + interval '5 days' END,
  least(created, begins),
  greatest(created, begins)
FROM (
  SELECT o.n AS i, o.n % 100 AS c, o.id AS organization_id, o."createdAt" AS created, kind.status,
    ends, ends - CASE WHEN kind.status = 'TRIAL' THEN interval '14 days' ELSE interval '30 days' END AS begins
  FROM seed_organizations o,
  LATERAL (SELECT CASE
    WHEN o.n % 100 < 14 THEN 'TRIAL'
    WHEN o.n % 100 < 80 THEN 'ACTIVE'
    WHEN o.n % 100 < 86 THEN 'PAST_DUE'
    WHEN o.n % 100 BETWEEN 92 AND 96 THEN 'CANCELLED'
    WHEN o.n % 100 > 96 THEN 'EXPIRED'
  END AS status) AS kind,
  LATERAL (SELECT (now() AT TIME ZONE 'UTC') + CASE
    WHEN o.n % 100 < 3 THEN -(1 + o.n % 9) * interval '1 day' - interval '3 hours'
    WHEN o.n % 100 < 14 THEN (1 + o.n % 13) * interval '1 day'
    WHEN o.n % 100 BETWEEN 30 AND 32 THEN -(2 + o.n % 20) * interval '1 day'
    WHEN o.n % 100 < 80 THEN (1 + o.n % 29) * interval '1 day'
    WHEN o.n % 100 < 86 THEN -(1 + o.n % 45) * interval '1 day'
    WHEN o.n % 100 IN (92, 93) THEN (3 + o.n % 20) * interval '1 day'
    ELSE -(5 + o.n % 120) * interval '1 day'
  END AS ends) AS period
) AS planned
WHERE status IS NOT NULL;

INSERT INTO usage_records
SELECT 'c' || substr(md5(s.id || metric || slice), 1, 24), s.id, metric,
  CASE metric
    WHEN 'API_CALLS' THEN 120 + (n * 37 + slice * 501) % 4200
    WHEN 'WIDGET_VIEWS' THEN 900 + (n * 91 + slice * 3001) % 39000
    WHEN 'STORES' THEN CASE WHEN slice = 1 THEN 1 + n % 3 ELSE 0 END
    ELSE CASE WHEN slice = 1 THEN 1 + n % 5 ELSE 0 END
  END,
  least(s."currentPeriodStart" + slice * interval '3 days', now() AT TIME ZONE 'UTC'),
  CASE WHEN n % 10 = 0 THEN '{"source":"widget"}' END
FROM (SELECT row_number() OVER (ORDER BY id) AS n, * FROM subscriptions WHERE status IN ('ACTIVE', 'TRIAL', 'PAST_DUE')) AS s,
  unnest(ARRAY['API_CALLS','WIDGET_VIEWS','STORES','USERS']) AS metric,
  generate_series(1, 2) AS slice;

INSERT INTO billing_webhooks
SELECT 'c' || substr(md5('billing webhook' || i), 1, 24),
  CASE WHEN i % 3 = 0 THEN 'shopify' ELSE 'stripe' END,
  CASE WHEN i % 3 = 0
    THEN (ARRAY['app_subscriptions/create','app_subscriptions/update','app_subscriptions/cancel'])[1 + i % 7 % 3]
    ELSE (ARRAY['customer.subscription.created','customer.subscription.updated','customer.subscription.deleted','invoice.payment_succeeded','invoice.payment_failed','checkout.session.completed'])[1 + i % 6]
  END,
  json_build_object('id', 'evt_' || substr(md5('event' || i), 1, 16), 'customer', 'cus_' || substr(md5('customer' || i), 1, 14))::text,
  false, NULL,
  (now() AT TIME ZONE 'UTC') - (i * 53 % 43200) * interval '1 minute'
FROM generate_series(1, 900) AS i;
`;
