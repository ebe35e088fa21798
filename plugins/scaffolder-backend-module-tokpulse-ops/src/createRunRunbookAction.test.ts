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

import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  type ScaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type {
  Finding,
  PlanAnswer,
  RunDetail,
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { json } from 'express';
import Router from 'express-promise-router';
import scaffolderModule from '.';

const times = { at: '2026-11-24T00:00:00.000Z' };
const runbook = { id: 'hello', title: 'Hello', contentHash: 'c' };

const plan: PlanAnswer = {
  ...{ id: 'p', hash: 'h', service: 'shop', serviceTitle: 'Shop' },
  runbook: { ...runbook, path: 'hello.md' },
  inputs: {},
  serviceFingerprint: 'f',
  steps: [],
  findings: [],
  requestedBy: 'user:default/mock',
  createdAt: times.at,
  expiresAt: times.at,
  approvals: 'solo',
  dependents: [],
  editors: [],
  runbookChanged: false,
};

const run: RunDetail = {
  ...{ id: 'r', service: 'shop', runbook, planId: 'p', planHash: 'h' },
  state: 'succeeded',
  withFailures: false,
  requestedBy: 'user:default/mock',
  lead: 'user:default/mock',
  createdAt: times.at,
  cancelRequested: false,
  approvals: 'solo',
  glassBroken: false,
  undoneBy: [],
  ...{ inputs: {}, steps: [], lastSeq: 1, logLines: 0 },
};

/** What the API is asked, and what it answers. */
interface Script {
  readonly findings?: Finding[];
  readonly events?: readonly RunEventBody[];
  /** Answers to this many reads that the token has expired. */
  readonly expireAfterReads?: number;
  readonly cancelFails?: boolean;
  readonly keepsRunning?: boolean;
}

interface Asked {
  readonly what: string;
  readonly by: string;
  readonly body: unknown;
}

/** The API with scripted answers, in a backend with the scaffolder module. */
async function start(script: Script = {}) {
  const asked: Asked[] = [];
  let reads = 0;
  const api = createBackendPlugin({
    pluginId: 'tokpulse-ops',
    register(env) {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ httpRouter, httpAuth }) {
          const router = Router();
          router.use(json(), async (req, res, next) => {
            const { principal } = await httpAuth.credentials(req, {
              allow: ['user', 'service'],
            });
            const by =
              principal.type === 'user'
                ? principal.userEntityRef
                : principal.subject;
            asked.push({
              what: `${req.method} ${req.path}`,
              by,
              body: req.body,
            });
            if (
              principal.type === 'user' &&
              req.path.startsWith('/runs/') &&
              req.method === 'GET'
            ) {
              reads += 1;
              if (reads > (script.expireAfterReads ?? Infinity)) {
                res.status(401).json({
                  error: { name: 'AuthenticationError', message: 'expired' },
                  response: { statusCode: 401 },
                });
                return;
              }
            }
            next();
          });
          router.get('/services/shop/runbooks/hello', (_, res) => {
            res.json({
              ...runbook,
              ...{ category: 'c', owner: 'o', services: [], stepCount: 0 },
              ...{ suggested: false, problems: [], body: '' },
              inputs: { properties: { reason: { type: 'string' } } },
            });
          });
          router.post('/plans', (_, res) => {
            res.json({ ...plan, findings: script.findings ?? [] });
          });
          router.post('/runs', (_, res) => {
            res.json(run);
          });
          router.get('/runs/r', (_, res) => {
            res.json(run);
          });
          router.get('/runs/r/plan', (_, res) => {
            res.json(plan);
          });
          router.post('/runs/r/cancel', (_, res) => {
            if (script.cancelFails) {
              res.status(500).end();
            } else {
              res.json(run);
            }
          });
          router.get('/runs/r/events/stream', (_, res) => {
            res.set('content-type', 'text/event-stream');
            for (const [index, body] of (script.events ?? []).entries()) {
              const event: RunEvent = {
                ...{ runId: 'r', seq: index + 1, actor: 'system', body },
                ...times,
              };
              res.write(`event: run-event\ndata: ${JSON.stringify(event)}\n\n`);
            }
            if (!script.keepsRunning) {
              res.end('event: end\ndata: {}\n\n');
            }
          });
          httpRouter.use(router);
        },
      });
    },
  });
  const actions: Parameters<ScaffolderActionsExtensionPoint['addActions']> = [];
  const backend = await startTestBackend({
    features: [
      api,
      scaffolderModule,
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'https://portal.example.com' } },
      }),
    ],
    extensionPoints: [
      [
        scaffolderActionsExtensionPoint,
        { addActions: (...added) => actions.push(...added) },
      ],
    ],
  });
  const [action] = actions;
  const lines: string[] = [];
  const calls: string[] = [];
  const logger = mockServices.logger.mock();
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    logger[level].mockImplementation(text => {
      calls.push(`${level} ${text}`);
      lines.push(...text.split('\n'));
    });
  }
  const handle = (options: { signal?: AbortSignal; isDryRun?: boolean } = {}) =>
    action.handler({
      ...createMockActionContext({ logger, workspacePath: '/nowhere' }),
      getInitiatorCredentials: async () => mockCredentials.user(),
      input: { service: 'shop', runbook: 'hello', reason: 'It is down' },
      ...options,
    });
  return { action, asked, lines, calls, handle, stop: () => backend.stop() };
}

describe('tokpulse:runbook:run', () => {
  it('is registered, and acts in the name of the initiator', async () => {
    const { action, asked, handle, stop } = await start();
    expect(action.id).toBe('tokpulse:runbook:run');
    await handle();
    expect(new Set(asked.map(({ by }) => by))).toEqual(
      new Set(['user:default/mock']),
    );
    expect(asked.find(({ what }) => what === 'POST /runs')?.body).toEqual({
      ...{ planId: 'p', planHash: 'h', reason: 'It is down' },
    });
    await stop();
  });

  it('fills an input called reason with the reason', async () => {
    const { asked, handle, stop } = await start();
    await handle();
    expect(asked.find(({ what }) => what === 'POST /plans')?.body).toEqual({
      ...{ service: 'shop', runbook: 'hello' },
      inputs: { reason: 'It is down' },
    });
    await stop();
  });

  it('plans and starts nothing in a dry run', async () => {
    const { asked, lines, handle, stop } = await start();
    await handle({ isDryRun: true });
    expect(asked.map(({ what }) => what)).not.toContain('POST /runs');
    expect(lines[0]).toContain("Planned 'Hello' for Shop");
    await stop();
  });

  it('starts nothing when the plan is blocked, and says by what', async () => {
    const { asked, lines, handle, stop } = await start({
      findings: [
        {
          level: 'blocking',
          code: 'not-configured',
          message: 'The token is missing',
          nextStep: 'Set it',
        },
      ],
    });
    await expect(handle()).rejects.toThrow('The token is missing');
    expect(lines).toContain('error: The token is missing. Set it');
    expect(asked.map(({ what }) => what)).not.toContain('POST /runs');
    await stop();
  });

  it('goes on reading for itself when the token of the initiator has expired', async () => {
    const { asked, lines, handle, stop } = await start({
      expireAfterReads: 1,
      events: [
        {
          type: 'log',
          firstLine: 0,
          lines: [{ at: times.at, level: 'warn', text: 'Still here' }],
        },
      ],
    });
    await handle();
    expect(lines).toContain('warn: Still here');
    const own = asked.filter(({ by }) => by === 'plugin:scaffolder');
    expect(own.map(({ what }) => what)).toEqual([
      'GET /runs/r/events/stream',
      'GET /runs/r',
    ]);
    await stop();
  });

  it('says where to cancel the run when it cannot do it', async () => {
    const { lines, handle, stop } = await start({
      keepsRunning: true,
      cancelFails: true,
      events: [{ type: 'run-state', state: 'running' }],
    });
    const cancel = new AbortController();
    const done = handle({ signal: cancel.signal }).catch(error => error);
    while (!lines.includes('The run is running')) {
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
    cancel.abort();
    expect(String(await done)).toContain(
      'could not be: cancel it at https://portal.example.com/tokpulse-ops/runs/r',
    );
    await stop();
  });

  it('tells what the run waits for, in order and in few calls', async () => {
    const since = times.at;
    const { lines, calls, handle, stop } = await start({
      events: [
        {
          type: 'run-state',
          state: 'waiting',
          waiting: { for: 'approval', stepId: 's', since, kind: 'confirm' },
        },
        {
          type: 'run-state',
          state: 'waiting',
          waiting: {
            for: 'lock',
            since,
            target: 'shop/railway',
            heldBy: {
              ...{ runId: 'x', runbookTitle: 'Backup', lead: 'olga', since },
            },
          },
        },
        { type: 'run-state', state: 'needs-decision' },
      ],
    });
    await handle();
    const url = 'https://portal.example.com/tokpulse-ops/runs/r';
    expect(lines.slice(-3)).toEqual([
      `warn: The run waits for you to confirm 's': ${url}`,
      "The run waits for shop/railway, which 'Backup' (olga) is using",
      `warn: The run needs your decision: ${url}`,
    ]);
    expect(calls.length).toBeLessThan(lines.length);
    await stop();
  });
});
