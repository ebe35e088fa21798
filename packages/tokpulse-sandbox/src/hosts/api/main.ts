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

import cors from 'cors';
import express from 'express';
import helmet from 'helmet';
import { Pool } from 'pg';
import { requiredVariable, serve } from '../shared/serve';
import { version } from '../shared/version';
import { HealthMonitor } from './health';
import { healthRoutes } from './healthRoutes';
import { acceptInducedFaults } from './inducedFaults';
import { PerformanceMonitor } from './performance';
import { measureResponses, performanceRoutes } from './performanceRoutes';
import {
  answerErrors,
  identifyRequest,
  RateLimiter,
  validateRequest,
} from './refusals';
import { startReleaseWork } from './releases';
import { requestLog } from './requestLog';
import { authRoutes, webhookRoutes } from './shopifyRoutes';
import { storeRoutes } from './storeRoutes';

const poolSize = 5;
const pool = new Pool({
  connectionString: requiredVariable('DATABASE_URL'),
  max: poolSize,
  connectionTimeoutMillis: 2_500,
  application_name: 'tokpulse-partner-app',
});
pool.on('error', error => {
  console.error('[ERROR] Idle database client failed', error.message);
});

const health = new HealthMonitor({
  pool,
  dependencies: [
    { name: 'Shopify API', url: requiredVariable('SHOPIFY_API_URL') },
    { name: 'Stripe API', url: requiredVariable('STRIPE_API_URL') },
  ],
  containerMemory: Number(process.env.SANDBOX_CONTAINER_MEMORY ?? 1024 ** 3),
});
const performanceMonitor = new PerformanceMonitor();
const limiter = new RateLimiter({
  limit: Number(process.env.SANDBOX_RATE_LIMIT_MAX ?? 100),
});

const app = express();
app.use(helmet());
app.use(
  cors({
    origin: true,
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
    allowedHeaders: [
      'Content-Type',
      'Authorization',
      'X-Requested-With',
      'X-CSRF-Token',
    ],
  }),
);
app.use(limiter.handler());
app.use(validateRequest());
app.use(express.json({ limit: '10mb' }));
app.use(identifyRequest());
app.use(measureResponses(performanceMonitor));
app.use(requestLog());

app.use('/auth', authRoutes(pool));
app.use('/webhooks', webhookRoutes(pool));
app.use('/api', storeRoutes(pool));
app.use(healthRoutes(health));
app.use(performanceRoutes(performanceMonitor));
app.use(answerErrors());

// Collects what loading the modules left, so that the first reading of the
// heap is one of the program and not of its start.
for (const type of ['major', 'minor', 'minor'] as const) {
  globalThis.gc?.({ type });
}

acceptInducedFaults({ pool, poolSize, limiter });
serve(app);
console.log(`TokPulse partner app ${version} started`);
startReleaseWork(version);
