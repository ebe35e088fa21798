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

import { Pool } from 'pg';

export interface Report {
  readonly schema: 'v1';
  readonly kpis: ReadonlyArray<{
    readonly label: string;
    readonly value: number;
    /** Change against the four weeks before, as a fraction. */
    readonly delta: number;
    readonly unit?: string;
  }>;
  readonly share: ReadonlyArray<{ label: string; value: number }>;
  readonly funnel: ReadonlyArray<{ label: string; value: number }>;
  readonly feed: ReadonlyArray<{ text: string; ts: string }>;
  readonly ts: string;
}

const kpiSql = `
SELECT
  coalesce(sum(revenue) FILTER (WHERE age < 14), 0) AS revenue,
  coalesce(sum(revenue) FILTER (WHERE age >= 14), 0) AS "revenueBefore",
  count(*) FILTER (WHERE age < 14)::int AS orders,
  count(*) FILTER (WHERE age >= 14)::int AS "ordersBefore"
FROM (
  SELECT revenue, extract(epoch FROM (now() AT TIME ZONE 'UTC') - "createdAt") / 86400 AS age
  FROM attributions
) AS recent WHERE age < 28`;

/** Reads the figures of the dashboard's first page. */
export async function reportOf(pool: Pool): Promise<Report> {
  const [kpi, share, funnel, feed] = await Promise.all([
    pool.query<{
      revenue: number;
      revenueBefore: number;
      orders: number;
      ordersBefore: number;
    }>(kpiSql),
    pool.query<{ label: string; value: number }>(
      'SELECT source AS label, round(sum(revenue))::int AS value FROM attributions GROUP BY source ORDER BY 2 DESC',
    ),
    pool.query<{ label: string; value: number }>(
      'SELECT event AS label, count(*)::int AS value FROM pixel_events GROUP BY event ORDER BY 2 DESC',
    ),
    pool.query<{ text: string; ts: string }>(
      `SELECT topic AS text, to_char("createdAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ts FROM webhook_events ORDER BY "createdAt" DESC LIMIT 10`,
    ),
  ]);
  const { revenue, revenueBefore, orders, ordersBefore } = kpi.rows[0];
  return {
    schema: 'v1',
    kpis: [
      {
        label: 'Revenue',
        value: Math.round(revenue),
        delta: change(revenue, revenueBefore),
        unit: 'USD',
      },
      { label: 'Orders', value: orders, delta: change(orders, ordersBefore) },
    ],
    share: share.rows,
    funnel: funnel.rows,
    feed: feed.rows,
    ts: new Date().toISOString(),
  };
}

function change(now: number, before: number): number {
  return before === 0 ? 0 : Math.round((now / before - 1) * 1000) / 1000;
}
