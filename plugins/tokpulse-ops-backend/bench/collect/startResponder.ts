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

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers as TokPulse does; see `reference/tokpulse.md` §2. */
export interface Responder {
  /** Without a path. */
  readonly url: string;
  /** Requests that were answered. */
  answered(): number;
  stop(): Promise<void>;
}

const checks = [
  {
    name: 'database',
    responseTime: 12,
    message: 'Database connection successful',
  },
  {
    ...{ name: 'memory', message: 'Memory usage: 61.5% (78.7MB / 128.0MB)' },
    details: { heapUsed: 82523136, heapTotal: 134217728, usagePercent: 61.48 },
  },
  {
    ...{ name: 'cpu', message: 'CPU usage: 312.44s' },
    details: { user: 280110000, system: 32330000, total: 312.44 },
  },
  {
    ...{ name: 'disk', message: 'Disk usage: 58.2%' },
    details: {
      freeSpace: 3590324224,
      totalSpace: 8589934592,
      usagePercent: 58.2,
    },
  },
  {
    ...{ name: 'external_deps', message: '2/2 external dependencies healthy' },
    details: {
      dependencies: [
        { name: 'Shopify API', status: 'healthy', responseTime: 88 },
        { name: 'Stripe API', status: 'healthy', responseTime: 61 },
      ],
    },
  },
];

function health() {
  const now = new Date().toISOString();
  return {
    ...{ status: 'healthy', timestamp: now, version: '2.2.0' },
    ...{ environment: 'production', uptime: 86_400_000 },
    checks: checks.map(check => ({
      ...{ ...check, status: 'healthy', lastChecked: now },
    })),
    summary: { total: 5, healthy: 5, unhealthy: 0, degraded: 0 },
  };
}

function performanceReport() {
  const now = Date.now();
  return {
    ...{ timestamp: new Date(now).toISOString(), environment: 'production' },
    version: '2.2.0',
    metrics: Array.from({ length: 20 }, (_, index) => ({
      ...{ name: 'api_response_time', value: 40 + index * 7, unit: 'ms' },
      timestamp: new Date(now - index * 50).toISOString(),
      labels: {
        ...{ method: 'GET', path: '/stores/:id', status_code: '200' },
        ...{ user_agent: 'curl/8', ip: '10.0.0.1' },
      },
    })),
    budgets: [
      {
        ...{ name: 'api_response_time', threshold: 200, unit: 'ms' },
        ...{ severity: 'warning', description: 'Under 200 ms' },
      },
    ],
    violations: [],
    recommendations: [],
  };
}

const metrics = [
  '# HELP tokpulse_health_status Health',
  '# TYPE tokpulse_health_status gauge',
  'tokpulse_health_status{environment="production"} 1',
  'tokpulse_uptime_seconds{environment="production"} 86400.5',
  ...checks.map(
    ({ name }) =>
      `tokpulse_health_check_status{check="${name}",status="healthy"} 1`,
  ),
].join('\n');

/** Serves every service: `/<service>/health` and its like. */
export async function startResponder(): Promise<Responder> {
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    const path = `/${request.url?.split('/').slice(2).join('/')}`;
    const json = (body: object) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    switch (path) {
      case '/health':
        return json(health());
      case '/performance':
        return json(performanceReport());
      case '/performance/status':
        return json({
          ...{ status: 'healthy', score: 100, violations: 0 },
          recommendations: 0,
        });
      case '/metrics':
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        return response.end(metrics);
      default:
        response.statusCode = 404;
        return response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The responder has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    answered: () => answered,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
