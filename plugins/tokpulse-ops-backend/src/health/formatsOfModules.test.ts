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
import type { AddressInfo } from 'node:net';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  healthFormatsExtensionPoint,
  type HealthFormat,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { eventually } from '../testing';

jest.setTimeout(60_000);

/** A format of somebody else: `OK` or `KO`, and nothing more. */
const acme: HealthFormat = {
  id: 'acme',
  read: ({ body }) => ({
    status: body === 'KO' ? 'unhealthy' : 'healthy',
    answer: 'answered-without-checks',
    predicate: 'is what Acme says',
  }),
};

const moduleWith = (moduleId: string, ...formats: readonly HealthFormat[]) =>
  createBackendModule({
    ...{ pluginId: 'tokpulse-ops', moduleId },
    register(reg) {
      reg.registerInit({
        deps: { health: healthFormatsExtensionPoint },
        async init({ health }) {
          health.addFormats(...formats);
        },
      });
    },
  });

describe('formats of modules', () => {
  let ops: OpsBackend | undefined;
  const server = createServer((_, response) => response.end('KO'));
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    await ops?.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('are read like built-in ones; a module that takes a name fails alone', async () => {
    const { port } = server.address() as AddressInfo;
    ops = await startOpsBackend({
      features: [
        moduleWith('acme', acme),
        moduleWith('imitator', { ...acme, id: 'tokpulse' }),
      ],
      config: {
        backend: {
          startup: {
            plugins: {
              'tokpulse-ops': {
                modules: {
                  imitator: { onPluginModuleBootFailure: 'continue' },
                },
              },
            },
          },
        },
      },
      services: {
        acme: {
          allowedNetworks: ['127.0.0.0/8'],
          hosts: { api: { url: `http://127.0.0.1:${port}`, format: 'acme' } },
        },
      },
    });
    const { as } = ops;
    const status = await eventually(
      () => as('vera').getServiceStatus('acme'),
      ({ hosts }) => hosts.length > 0,
    );
    expect(status).toMatchObject({
      status: 'unhealthy',
      hosts: [{ host: 'api', message: 'Is what Acme says' }],
    });
    expect(await as('vera').getServiceStatus('shop')).toMatchObject({
      hosts: [{ status: 'healthy' }],
    });
  });
});
