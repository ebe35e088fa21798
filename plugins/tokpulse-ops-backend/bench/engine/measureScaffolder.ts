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
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { emptySteps, startBenchEngine } from './startBenchEngine';
import { percentile } from './statistics';

const STEPS = 40;
const ROUNDS = 5;

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
  const backend = await startTestBackend({
    features: [
      scaffolderBackend,
      enginePlugin,
      catalogServiceMock.factory({ entities: [template] }),
      databaseServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: 'http://localhost',
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
    ],
  });
  if (bench === undefined) {
    throw new Error('The engine did not start in the backend');
  }

  const scaffolder: number[] = [];
  const runs: number[] = [];
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const task = await timeTask(backend.server);
    const started = performance.now();
    await bench.end(await bench.start(emptySteps(STEPS)));
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

async function timeTask(
  server: Parameters<typeof request>[0],
): Promise<number> {
  const started = performance.now();
  const created = await request(server)
    .post('/api/scaffolder/v2/tasks')
    .send({ templateRef: 'template:default/steps', values: {} });
  if (created.status !== 201) {
    throw new Error(`The scaffolder refused: ${created.text}`);
  }
  for (;;) {
    const task = await request(server).get(
      `/api/scaffolder/v2/tasks/${created.body.id}`,
    );
    if (task.body.status === 'completed') {
      return performance.now() - started;
    }
    if (task.body.status === 'failed') {
      throw new Error('The scaffolder failed');
    }
    await sleep(5);
  }
}
