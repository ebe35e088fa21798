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

import { Request, Response, Router } from 'express';
import { exposition } from './exposition';
import { HealthMonitor } from './health';

/** `/health`, `/healthz`, `/ready`, `/live` and `/metrics`. */
export function healthRoutes(monitor: HealthMonitor): Router {
  const router = Router();

  const health = async (_request: Request, response: Response) => {
    try {
      const report = await monitor.report();
      response.status(report.status === 'unhealthy' ? 503 : 200).json(report);
    } catch (error) {
      response.status(503).json({
        status: 'unhealthy',
        timestamp: new Date().toISOString(),
        error: error instanceof Error ? error.message : 'Unknown error',
      });
    }
  };
  router.get('/health', health);
  router.get('/healthz', health);

  router.get('/ready', async (_request, response) => {
    const { checks } = await monitor.report();
    const failed = checks
      .filter(({ name }) => name === 'database' || name === 'memory')
      .filter(({ status }) => status === 'unhealthy')
      .map(({ name }) => name);
    response.status(failed.length > 0 ? 503 : 200).json({
      status: failed.length > 0 ? 'not_ready' : 'ready',
      timestamp: new Date().toISOString(),
      checks: failed,
    });
  });

  router.get('/live', (_request, response) => {
    response.json({ status: 'alive', timestamp: new Date().toISOString() });
  });

  router.get('/metrics', async (_request, response) => {
    response.setHeader(
      'Content-Type',
      'text/plain; version=0.0.4; charset=utf-8',
    );
    try {
      response.end(exposition(await monitor.report()));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'Unknown error';
      response.status(500).end(`# ERROR: ${reason}`);
    }
  });

  return router;
}
