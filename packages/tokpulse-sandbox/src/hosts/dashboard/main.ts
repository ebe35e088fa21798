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

import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { Pool } from 'pg';
import { requiredVariable, serve } from '../shared/serve';
import { reportOf } from './report';

/*
 * The dashboard server: `/healthz` and not `/health`, a report over the last
 * four weeks, the license, and the page itself.
 */
const pool = new Pool({
  connectionString: requiredVariable('DATABASE_URL'),
  max: 2,
  connectionTimeoutMillis: 2_500,
  application_name: 'tokpulse-dashboard',
});
pool.on('error', error => {
  console.error('Idle database client failed', error.message);
});

const app = express();
app.use(
  rateLimit({
    windowMs: 60_000,
    limit: 600,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request, response) => {
      response.status(429).type('text/plain').send('rate limit');
    },
  }),
);

app.get('/healthz', (_request, response) => {
  response.json({ ok: true, service: 'dashboard' });
});

app.get('/api/license', (_request, response) => {
  response.json({
    license: 'pro',
    pro: true,
    features: ['reports', 'exports', 'experiments'],
    expires: null,
  });
});

app.get('/api/report', async (_request, response) => {
  response.json(await reportOf(pool));
});

app.get('/', (_request, response) => {
  response
    .type('text/html')
    .send(
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>TokPulse dashboard</title></head><body><h1>TokPulse dashboard</h1></body></html>',
    );
});

serve(app);
console.log('TokPulse dashboard started');
