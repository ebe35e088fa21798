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

import { createHash, randomUUID } from 'node:crypto';
import { Request, Response, Router } from 'express';
import { Pool } from 'pg';

/** The state that the original compares with; it is the same for everybody. */
const fixedState = 'nonce';

/** `/auth/…`: the callback of Shopify's sign-in, and the uninstallation. */
export function authRoutes(pool: Pool): Router {
  const router = Router();

  router.get('/callback', (request, response) => {
    const { code, shop, state } = request.query;
    if (!code || typeof shop !== 'string' || !state) {
      response.status(400).json({ error: 'Missing required parameters' });
      return;
    }
    if (state !== fixedState) {
      response.status(400).json({ error: 'Invalid state parameter' });
      return;
    }
    const app = process.env.SHOPIFY_APP_URL;
    if (!app) {
      response.status(500).json({ error: 'OAuth callback failed' });
      return;
    }
    response.redirect(302, `${app}/dashboard?shop=${encodeURIComponent(shop)}`);
  });

  router.post('/uninstall', async (request, response) => {
    const shop: unknown = request.body?.shop;
    if (typeof shop !== 'string') {
      response.status(400).json({ error: 'Missing required parameters' });
      return;
    }
    for (const table of ['pixel_events', 'attributions']) {
      await pool.query(
        `DELETE FROM ${table} WHERE "storeId" IN (SELECT id FROM stores WHERE "shopDomain" = $1)`,
        [shop],
      );
    }
    response.json({ success: true });
  });

  return router;
}

/**
 * `/webhooks/…`: only POST. The original does not wait for the result of the
 * signature check, so that an unsigned request is processed; so does this.
 */
export function webhookRoutes(pool: Pool): Router {
  const router = Router();

  const receive =
    (topic: string) => async (request: Request, response: Response) => {
      const shop = request.get('x-shopify-shop-domain');
      if (!shop) {
        response.status(400).json({ error: 'Missing shop domain' });
        return;
      }
      try {
        const { rowCount } = await pool.query(
          `INSERT INTO webhook_events (id, topic, payload, "storeId")
           SELECT $1, $2, $3, id FROM stores WHERE "shopDomain" = $4`,
          [newId(), topic, JSON.stringify(request.body ?? {}), shop],
        );
        if (rowCount === 0) {
          response.status(404).json({ error: 'Store not found' });
          return;
        }
        response.json({ success: true });
      } catch (error) {
        console.error('Webhook processing failed', error);
        response.status(500).json({ error: 'Webhook processing failed' });
      }
    };
  for (const topic of ['orders/create', 'products/create', 'app/uninstalled']) {
    router.post(`/${topic}`, receive(topic));
  }
  return router;
}

/** As long as the ids that the original's client makes. */
function newId(): string {
  return `c${createHash('md5')
    .update(randomUUID())
    .digest('hex')
    .slice(0, 24)}`;
}
