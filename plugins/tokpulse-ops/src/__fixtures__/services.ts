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

import type {
  PluginStatus,
  ServiceInfo,
  ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ago } from './times';

export const tokpulse: ServiceInfo = {
  id: 'tokpulse',
  title: 'TokPulse',
  entities: ['component:default/tokpulse-partner-app'],
  hosts: [
    { name: 'api', url: 'https://api.tokpulse.example' },
    { name: 'app', url: 'https://app.tokpulse.example' },
    { name: 'dashboard', url: 'https://dashboard.tokpulse.example' },
  ],
  capabilities: [
    { id: 'health', configured: true },
    { id: 'railway', configured: true },
    {
      id: 'vercel',
      configured: false,
      hint: 'Deployments of the storefront need a Vercel token.',
    },
  ],
};

const app = {
  host: 'app',
  url: 'https://app.tokpulse.example/',
  status: 'healthy' as const,
  answer: 'answered-without-checks' as const,
  httpStatus: 200,
  latencyMs: 88,
  message: 'Answers with 200',
  checks: [],
};

const dashboard = {
  ...app,
  host: 'dashboard',
  url: 'https://dashboard.tokpulse.example/healthz',
  latencyMs: 61,
};

export const healthy: ServiceStatus = {
  service: 'tokpulse',
  status: 'healthy',
  summary: 'All 3 hosts answer, and every check is healthy',
  at: ago({ seconds: 4 }),
  since: ago({ days: 3 }),
  hosts: [
    {
      host: 'api',
      url: 'https://api.tokpulse.example/health',
      status: 'healthy',
      answer: 'answered',
      httpStatus: 200,
      latencyMs: 142,
      message: 'All 5 checks are healthy',
      version: '1.14.2',
      uptimeMs: 262_800_000,
      checks: [
        {
          name: 'database',
          status: 'healthy',
          responseTimeMs: 6,
          ignored: false,
        },
        { name: 'redis', status: 'healthy', responseTimeMs: 2, ignored: false },
        {
          name: 'memory',
          status: 'healthy',
          message: 'Heap 212 MB of 512 MB',
          ignored: false,
        },
        {
          name: 'external_deps',
          status: 'healthy',
          responseTimeMs: 210,
          ignored: false,
        },
        { name: 'api', status: 'healthy', ignored: false },
      ],
    },
    app,
    dashboard,
  ],
};

export const down: ServiceStatus = {
  service: 'tokpulse',
  status: 'unhealthy',
  summary:
    'api does not answer: the platform’s edge says 502. app and dashboard answer',
  at: ago({ seconds: 4 }),
  since: ago({ minutes: 14 }),
  hosts: [
    {
      host: 'api',
      url: 'https://api.tokpulse.example/health',
      status: 'unhealthy',
      answer: 'edge-error',
      httpStatus: 502,
      latencyMs: 38,
      message:
        'The process does not answer; the edge of the platform says "Application failed to respond" (502)',
      checks: [],
    },
    app,
    dashboard,
  ],
};

export const degraded: ServiceStatus = {
  service: 'tokpulse',
  status: 'degraded',
  summary:
    'api: database answers slowly (2.4 s); one ignored check is unhealthy. app is rate-limited',
  at: ago({ seconds: 4 }),
  since: ago({ hours: 2 }),
  hosts: [
    {
      host: 'api',
      url: 'https://api.tokpulse.example/health',
      status: 'degraded',
      answer: 'answered',
      httpStatus: 503,
      latencyMs: 2_519,
      message: 'database is degraded; external_deps is unhealthy but ignored',
      version: '1.14.2',
      uptimeMs: 5_520_000,
      checks: [
        {
          name: 'database',
          status: 'degraded',
          message: 'Query took 2,431 ms, more than 1,000 ms',
          responseTimeMs: 2_431,
          details: { pool: { total: 10, idle: 0, waiting: 7 } },
          ignored: false,
        },
        { name: 'redis', status: 'healthy', responseTimeMs: 2, ignored: false },
        {
          name: 'memory',
          status: 'unknown',
          message: 'The check did not say anything',
          ignored: false,
        },
        {
          name: 'external_deps',
          status: 'unhealthy',
          message: 'Unable to reach api.stripe.com\u202E',
          ignored: true,
        },
      ],
    },
    {
      ...app,
      status: 'unknown',
      answer: 'rate-limited',
      httpStatus: 429,
      message: 'Too many requests; asked again in 4 minutes',
    },
    dashboard,
  ],
};

export const ready: PluginStatus = {
  mode: 'ready',
  approvals: 'solo',
  notices: [],
};

export const readOnly: PluginStatus = {
  mode: 'read-only',
  approvals: 'solo',
  notices: [
    {
      code: 'permissions-off',
      message:
        'Permissions are off in this portal, so anybody could do anything.',
      nextStep:
        'Set permission.enabled: true in the configuration and install a policy; the package @tokpulse/backstage-plugin-permission-backend-module-tokpulse-ops has one.',
    },
  ],
};
