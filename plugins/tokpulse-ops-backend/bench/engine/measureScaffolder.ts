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
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEngine } from '../../src/runs/types';
import { logSteps, startBenchEngine } from './startBenchEngine';
import { percentile } from './statistics';

const STEPS = 40;
const ROUNDS = 9;
const ASK_EVERY_MS = 20;
const TOKEN = 'the-token-of-this-benchmark-only';

const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'steps', namespace: 'default' },
  spec: {
    owner: 'group:default/bench',
    type: 'service',
    parameters: [],
    steps: Array.from({ length: STEPS }, (_, index) => ({
      id: `step${index}`,
      name: `Step ${index}`,
      action: 'debug:log',
      input: { message: `step ${index}` },
    })),
  },
};

/**
 * 40 steps of the Backstage scaffolder against a run of 40 steps, in one
 * backend on one PostgreSQL, alternating.
 */
export async function measureScaffolder(options: {
  readonly url: string;
}): Promise<{
  readonly scaffolderMs: number;
  readonly runMs: number;
}> {
  const url = new URL(options.url);
  let bench: Awaited<ReturnType<typeof startBenchEngine>> | undefined;
  const enginePlugin = createBackendPlugin({
    pluginId: 'tokpulse-ops',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          const knex = await database.getClient();
          const name = knex.client.database();
          const own = new URL(options.url);
          own.pathname = `/${name}`;
          bench = await startBenchEngine({ url: own.toString(), slots: 3 });
        },
      });
    },
  });
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl },
        backend: {
          baseUrl,
          listen: { host: '127.0.0.1', port },
          actions: { pluginSources: ['scaffolder'] },
          auth: {
            externalAccess: [
              { type: 'static', options: { token: TOKEN, subject: 'bench' } },
            ],
          },
          database: {
            client: 'pg',
            connection: {
              host: url.hostname,
              port: Number(url.port),
              user: url.username,
              password: url.password,
            },
          },
        },
      },
    }),
  );
  backend.add(catalogServiceMock.factory({ entities: [template] }));
  backend.add(scaffolderBackend);
  backend.add(enginePlugin);
  await backend.start();
  if (bench === undefined) {
    throw new Error('The engine did not start in the backend');
  }

  const scaffolder: number[] = [];
  const runs: number[] = [];
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const task = await timeTask(baseUrl);
    const started = performance.now();
    await untilSucceeded(bench.engine, await bench.start(logSteps(STEPS)));
    const run = performance.now() - started;
    // The first round pays for what is loaded once.
    if (round > 0) {
      scaffolder.push(task);
      runs.push(run);
    }
  }
  await bench.stop();
  await backend.stop();
  return {
    scaffolderMs: percentile(scaffolder, 0.5),
    runMs: percentile(runs, 0.5),
  };
}

/** Asks as often as for the task of the scaffolder. */
async function untilSucceeded(engine: RunEngine, id: string): Promise<void> {
  while ((await engine.get(id))?.state !== 'succeeded') {
    await sleep(ASK_EVERY_MS);
  }
}

async function timeTask(baseUrl: string): Promise<number> {
  const started = performance.now();
  const { id } = await call(baseUrl, '/api/scaffolder/v2/tasks', {
    templateRef: 'template:default/steps',
    values: {},
  });
  for (;;) {
    const task = await call(baseUrl, `/api/scaffolder/v2/tasks/${id}`);
    if (task.status === 'completed') {
      return performance.now() - started;
    }
    if (task.status === 'failed') {
      throw new Error('The scaffolder failed');
    }
    await sleep(ASK_EVERY_MS);
  }
}

async function call(
  baseUrl: string,
  path: string,
  body?: object,
): Promise<{ readonly id: string; readonly status: string }> {
  const response = await fetch(`${baseUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`The scaffolder refused: ${await response.text()}`);
  }
  return response.json();
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('There is no free port');
  }
  return address.port;
}
