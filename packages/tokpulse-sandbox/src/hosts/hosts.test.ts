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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, readJson } from '../__testUtils__/http';
import { Sandbox, startSandbox } from '../sandbox/startSandbox';

jest.setTimeout(60_000);

const shop = 'juniper-outfitters-1.myshopify.com';

describe('the hosts of TokPulse', () => {
  let sandbox: Sandbox;
  let dataDir: string;
  let api: string;

  beforeAll(async () => {
    // The limit that the real one has.
    dataDir = await mkdtemp(join(tmpdir(), 'hosts-'));
    sandbox = await startSandbox({ rateLimitMax: 100, dataDir });
    api = sandbox.env.TOKPULSE_API_URL;
  });
  afterAll(async () => {
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  describe('the partner app', () => {
    it.each(['/health', '/healthz'])(
      'measures itself anew at %s',
      async path => {
        const { status, headers, json } = await ask(api + path);
        const report = json() as {
          uptime: number;
          checks: Array<Record<string, unknown> & { details?: object }>;
        };
        expect(status).toBe(200);
        expect(headers.get('content-type')).toMatch('application/json');
        expect(Object.keys(report)).toEqual([
          'status',
          'timestamp',
          'version',
          'environment',
          'uptime',
          'checks',
          'summary',
        ]);
        expect(report).toMatchObject({
          status: 'healthy',
          version: '2.2.0',
          environment: 'production',
          summary: { total: 5, healthy: 5, unhealthy: 0, degraded: 0 },
        });
        expect(report.checks.map(({ name }) => name)).toEqual([
          'database',
          'memory',
          'cpu',
          'disk',
          'external_deps',
        ]);
        const [database, memory, cpu, disk, dependencies] = report.checks;
        expect(database).toEqual({
          name: 'database',
          status: 'healthy',
          responseTime: expect.any(Number),
          message: 'Database connection successful',
          lastChecked: expect.any(String),
        });
        expect(Object.keys(memory.details ?? {})).toEqual([
          'heapUsed',
          'heapTotal',
          'rss',
          'external',
          'usagePercent',
        ]);
        expect(memory.message).toMatch(
          /^Memory usage: \d+\.\d% \(\d+\.\dMB \/ \d+\.\dMB\)$/,
        );
        expect(Object.keys(cpu.details ?? {})).toEqual([
          'user',
          'system',
          'total',
        ]);
        expect(disk.details).toMatchObject({ totalSpace: 1024 ** 3 });
        expect(dependencies).toMatchObject({
          message: '2/2 external dependencies healthy',
          details: {
            dependencies: [
              { name: 'Shopify API', status: 'healthy' },
              { name: 'Stripe API', status: 'healthy' },
            ],
          },
        });
        const later = (await readJson(api + path)) as { uptime: number };
        expect(later.uptime).toBeGreaterThan(report.uptime);
      },
    );

    it('answers HEAD, readiness and life', async () => {
      expect(await ask(`${api}/health`, { method: 'HEAD' })).toMatchObject({
        status: 200,
        text: '',
      });
      expect(await readJson(`${api}/ready`)).toEqual({
        status: 'ready',
        timestamp: expect.any(String),
        checks: [],
      });
      expect(await readJson(`${api}/live`)).toEqual({
        status: 'alive',
        timestamp: expect.any(String),
      });
    });

    it('serves an exposition that a strict parser refuses', async () => {
      const { status, headers, text } = await ask(`${api}/metrics`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(
        'text/plain; version=0.0.4; charset=utf-8',
      );
      const lines = text.split('\n');
      const helps = lines.filter(line =>
        line.startsWith('# HELP tokpulse_health_check_status '),
      );
      expect(helps).toHaveLength(5);
      expect(text.endsWith('\n')).toBe(false);
      expect(lines).toContain(
        'tokpulse_health_status{environment="production"} 1',
      );
      expect(lines).toContain(
        'tokpulse_health_check_status{check="disk",status="healthy"} 1',
      );
      expect(text).toMatch(
        /^tokpulse_uptime_seconds\{environment="production"\} \d+\.\d+$/m,
      );
      expect(text).not.toMatch(/error|api_response_time|memory_usage/);
    });

    it('shows performance with the address of whoever asked', async () => {
      await ask(`${api}/live`, { headers: { 'user-agent': 'probe/1' } });
      const report = (await readJson(`${api}/performance`)) as {
        budgets: unknown[];
        metrics: Array<{ labels: Record<string, string> }>;
      };
      expect(report).toMatchObject({
        environment: 'production',
        violations: [],
        recommendations: [],
      });
      expect(report.budgets).toHaveLength(15);
      expect(report.metrics).toContainEqual({
        name: 'api_response_time',
        value: expect.any(Number),
        unit: 'ms',
        timestamp: expect.any(String),
        labels: {
          method: 'GET',
          path: '/live',
          status_code: '200',
          user_agent: 'probe/1',
          ip: '127.0.0.1',
        },
      });
      // Neither the exposition nor a page for a wrong path is measured.
      expect(
        report.metrics.filter(({ labels }) => labels.path === '/metrics'),
      ).toEqual([]);
      expect(await readJson(`${api}/performance/status`)).toEqual({
        status: 'healthy',
        score: 100,
        violations: 0,
        recommendations: 0,
      });
    });

    it.each([
      '/api/flags',
      '/api/recommendations',
      '/auth/health',
      '/billing/health',
      '/webhooks/stripe',
      '/webhooks/orders/create',
      '/security/status',
    ])('has nothing at %s', async path => {
      const { status, headers, text } = await ask(api + path);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(text).toContain(`Cannot GET ${path}`);
    });

    it('refuses what no handler should see', async () => {
      const long = await ask(`${api}/live?${'x'.repeat(2100)}`);
      expect(long.status).toBe(400);
      expect(long.json()).toEqual({
        success: false,
        error: 'Invalid request',
        details: ['URL too long'],
      });
      const type = await ask(`${api}/auth/uninstall`, {
        method: 'POST',
        headers: { 'content-type': 'application/xml' },
        body: '<x/>',
      });
      expect([type.status, type.json()]).toEqual([
        400,
        {
          success: false,
          error: 'Invalid request',
          details: ['Invalid content type'],
        },
      ]);
    });

    it('reports an internal error under the id of the request, if it has one yet', async () => {
      const path = await ask(`${api}/api/stores/%E0%A4%A`);
      expect([path.status, path.json()]).toEqual([
        500,
        {
          success: false,
          error: 'Internal server error',
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      ]);
      const body = await ask(`${api}/auth/uninstall`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{',
      });
      expect(body.json()).toMatchObject({ requestId: 'unknown' });
    });

    it('shows stores from the database, without the access token', async () => {
      const { text, json } = await ask(`${api}/api/stores/${shop}`);
      expect(json()).toMatchObject({
        success: true,
        data: {
          shopDomain: shop,
          status: 'ACTIVE',
          organization: { name: 'Juniper Outfitters' },
          stats: { catalogItems: 3 },
        },
      });
      expect(text).not.toMatch(/shpat_|accessToken/);

      expect(
        await readJson(`${api}/api/stores/${shop}/catalog?limit=2&page=2`),
      ).toMatchObject({
        data: [{ status: 'ACTIVE' }],
        pagination: { page: 2, limit: 2, total: 3, pages: 2 },
      });
      const missing = await ask(`${api}/api/stores/nobody.myshopify.com`);
      expect([missing.status, missing.json()]).toEqual([
        404,
        { error: 'Store not found' },
      ]);
    });

    it('takes a webhook that nobody has signed', async () => {
      const send = (headers: Record<string, string>) =>
        ask(`${api}/webhooks/orders/create`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"id":1}',
        });
      expect((await send({})).status).toBe(400);
      expect(
        (await send({ 'x-shopify-shop-domain': 'nobody.myshopify.com' }))
          .status,
      ).toBe(404);
      const before = (await readJson(`${api}/api/stores/${shop}/webhooks`)) as {
        pagination: { total: number };
      };
      expect((await send({ 'x-shopify-shop-domain': shop })).json()).toEqual({
        success: true,
      });
      expect(
        await readJson(
          `${api}/api/stores/${shop}/webhooks?topic=orders/create&limit=1`,
        ),
      ).toMatchObject({ data: [{ payload: '{"id":1}', processed: false }] });
      expect(
        await readJson(`${api}/api/stores/${shop}/webhooks`),
      ).toMatchObject({
        pagination: { total: before.pagination.total + 1 },
      });
    });

    it('checks the parameters of the sign-in callback', async () => {
      const callback = (query: string) =>
        ask(`${api}/auth/callback${query}`, { redirect: 'manual' });
      expect((await callback('')).json()).toEqual({
        error: 'Missing required parameters',
      });
      expect((await callback(`?code=1&shop=${shop}&state=x`)).json()).toEqual({
        error: 'Invalid state parameter',
      });
      const passed = await callback(`?code=1&shop=${shop}&state=nonce`);
      expect(passed.status).toBe(302);
      expect(passed.headers.get('location')).toBe(
        `${sandbox.env.TOKPULSE_APP_URL}/dashboard?shop=${shop}`,
      );
    });

    it('lets every site ask, with credentials', async () => {
      const { headers } = await ask(`${api}/live`, {
        headers: { origin: 'https://anywhere.example' },
      });
      expect(headers.get('access-control-allow-origin')).toBe(
        'https://anywhere.example',
      );
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    });

    it('accepts a hundred requests in all, and says when it will again', async () => {
      const first = await ask(`${api}/live`);
      expect(first.headers.get('ratelimit-policy')).toBe('100;w=900');
      expect(first.headers.get('ratelimit-limit')).toBe('100');
      const remaining = Number(first.headers.get('ratelimit-remaining'));
      expect(remaining).toBeGreaterThan(0);
      for (let i = 0; i < remaining; i += 1) {
        expect((await ask(`${api}/live`)).status).toBe(200);
      }
      const { status, headers, json } = await ask(`${api}/health`);
      expect(status).toBe(429);
      expect(json()).toEqual({ error: 'Too many requests', retryAfter: 900 });
      expect(headers.get('ratelimit-remaining')).toBe('0');
      const wait = Number(headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(900);
      expect(Number(headers.get('ratelimit-reset'))).toBeLessThanOrEqual(900);
    });
  });

  describe('the flags', () => {
    it('are those of the file, and an empty object without one', async () => {
      const url = sandbox.env.TOKPULSE_FLAGS_URL;
      const { origin } = new URL(url);
      const first = { welcome_nux: true, pro_panel: true };
      expect(await readJson(url)).toMatchObject(first);
      expect(await ask(url, { method: 'POST' })).toMatchObject({ status: 200 });
      const other = await ask(`${origin}/flags`);
      expect([other.status, other.json()]).toEqual([404, { error: 'nf' }]);
      expect(await readJson(`${origin}/healthz`)).toEqual({
        ok: true,
        service: 'flags',
      });

      await writeFile(join(dataDir, 'flags.json'), '{"pro_panel": false}');
      expect(await readJson(url)).toEqual({ pro_panel: false });
      await writeFile(join(dataDir, 'flags.json'), '{"pro_panel": fal');
      const broken = await ask(url);
      expect([broken.status, broken.json()]).toEqual([200, {}]);
    });
  });

  describe('the dashboard', () => {
    it('has /healthz and not /health, a license and a report from the data', async () => {
      const url = sandbox.env.TOKPULSE_DASHBOARD_URL;
      expect(await readJson(`${url}/healthz`)).toEqual({
        ok: true,
        service: 'dashboard',
      });
      expect((await ask(`${url}/health`)).status).toBe(404);
      expect(await readJson(`${url}/api/license`)).toMatchObject({
        license: 'pro',
        expires: null,
      });
      expect(await readJson(`${url}/api/report`)).toMatchObject({
        schema: 'v1',
        kpis: [{ label: 'Revenue', unit: 'USD' }, { label: 'Orders' }],
        feed: expect.arrayContaining([
          { text: 'orders/create', ts: expect.any(String) },
        ]),
      });
    });
  });

  describe('the web app', () => {
    it('is a static site without any health path', async () => {
      const url = sandbox.env.TOKPULSE_APP_URL;
      const front = await ask(`${url}/`);
      expect(front.status).toBe(200);
      expect(front.headers.get('content-type')).toBe(
        'text/html; charset=utf-8',
      );
      const health = await ask(`${url}/health`);
      expect(health.status).toBe(404);
      expect(health.headers.get('x-vercel-error')).toBe('NOT_FOUND');
    });
  });
});
