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

import { RequestHandler, Router } from 'express';
import { version } from '../shared/version';
import { budgets, PerformanceMonitor } from './performance';

/** `/performance` and `/performance/status`. */
export function performanceRoutes(monitor: PerformanceMonitor): Router {
  const router = Router();
  router.get('/performance', (_request, response) => {
    response.json({
      timestamp: new Date().toISOString(),
      environment: process.env.NODE_ENV ?? 'development',
      version,
      metrics: monitor.samples(),
      budgets,
      violations: monitor.violations(),
      recommendations: monitor.recommendations(),
    });
  });
  router.get('/performance/status', (_request, response) => {
    response.json(monitor.status());
  });
  return router;
}

/**
 * Measures answers that are JSON, with the caller's address and browser as
 * labels, and with the path relative to the router that answered.
 */
export function measureResponses(monitor: PerformanceMonitor): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const json = response.json.bind(response);
    response.json = body => {
      const labels = {
        method: request.method,
        path: withoutIds(request.path),
        status_code: String(response.statusCode),
        user_agent: request.get('user-agent') ?? 'unknown',
        ip: request.ip ?? 'unknown',
      };
      monitor.record({
        name: 'api_response_time',
        value: Math.round(performance.now() - startedAt),
        unit: 'ms',
        labels,
      });
      monitor.record({
        name: 'api_requests_total',
        value: 1,
        unit: 'count',
        labels,
      });
      return json(body);
    };
    next();
  };
}

function withoutIds(path: string): string {
  return path
    .replace(
      /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\/|$)/gi,
      '/:uuid',
    )
    .replace(/\/[0-9a-f]{24}(?=\/|$)/gi, '/:objectid')
    .replace(/\/\d+(?=\/|$)/g, '/:id');
}
