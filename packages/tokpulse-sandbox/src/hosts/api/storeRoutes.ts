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

import { Request, Router } from 'express';
import { Pool } from 'pg';

const utc = (column: string) =>
  `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const storeSql = `
SELECT json_build_object(
  'id', s.id, 'shopDomain', s."shopDomain", 'status', s.status,
  'region', s.region, 'scopes', s.scopes,
  'organization', json_build_object('id', o.id, 'name', o.name, 'status', o.status),
  'stats', json_build_object(
    'catalogItems', (SELECT count(*) FROM catalog_items c WHERE c."storeId" = s.id),
    'pixelEvents', (SELECT count(*) FROM pixel_events p WHERE p."storeId" = s.id),
    'attributions', (SELECT count(*) FROM attributions a WHERE a."storeId" = s.id)),
  'createdAt', ${utc('s."createdAt"')}, 'updatedAt', ${utc('s."updatedAt"')}
) AS data
FROM stores s JOIN organizations o ON o.id = s."organizationId"
WHERE s."shopDomain" = $1`;

/** What a list of a store's things is read from. */
interface ListSource {
  /** Name of the query parameter that narrows it. */
  readonly filter: string;
  /** The rows of store `$1` that match `$2`. */
  readonly matching: string;
}

/** `/api/stores/…`: without authentication, and without the access token. */
export function storeRoutes(pool: Pool): Router {
  const router = Router();

  router.get('/stores/:shopDomain', async (request, response) => {
    try {
      const { rows } = await pool.query(storeSql, [request.params.shopDomain]);
      if (rows.length === 0) {
        response.status(404).json({ error: 'Store not found' });
        return;
      }
      response.json({ success: true, data: rows[0].data });
    } catch (error) {
      console.error('Failed to fetch store info', error);
      response.status(500).json({ error: 'Failed to fetch store info' });
    }
  });

  const list = (path: string, source: ListSource) =>
    router.get(`/stores/:shopDomain/${path}`, async (request, response) => {
      try {
        const { rows: stores } = await pool.query<{ id: string }>(
          'SELECT id FROM stores WHERE "shopDomain" = $1',
          [request.params.shopDomain],
        );
        if (stores.length === 0) {
          response.status(404).json({ error: 'Store not found' });
          return;
        }
        const page = positive(request, 'page', 1);
        const limit = positive(request, 'limit', 20);
        const wanted = request.query[source.filter];
        const matching = [
          stores[0].id,
          typeof wanted === 'string' ? wanted : '',
        ];
        const { rows: counts } = await pool.query<{ total: number }>(
          `SELECT count(*)::int AS total ${source.matching}`,
          matching,
        );
        const { rows: data } = await pool.query(
          `SELECT * ${source.matching} ORDER BY "createdAt" DESC, id LIMIT $3 OFFSET $4`,
          [...matching, limit, (page - 1) * limit],
        );
        const { total } = counts[0];
        response.json({
          success: true,
          data,
          pagination: { page, limit, total, pages: Math.ceil(total / limit) },
        });
      } catch (error) {
        console.error('Failed to fetch store info', error);
        response.status(500).json({ error: 'Failed to fetch store info' });
      }
    });
  list('catalog', {
    filter: 'search',
    matching: `FROM catalog_items WHERE "storeId" = $1 AND ($2 = '' OR title ILIKE '%' || $2 || '%')`,
  });
  list('webhooks', {
    filter: 'topic',
    matching: `FROM webhook_events WHERE "storeId" = $1 AND ($2 = '' OR topic = $2)`,
  });

  return router;
}

function positive(request: Request, name: string, otherwise: number): number {
  const value = Number(request.query[name] ?? otherwise);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
