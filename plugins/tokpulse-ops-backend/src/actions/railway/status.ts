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
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  deploymentSchema,
  railwayToken,
  readServiceInstance,
  serviceInstance,
  type Deployment,
  type ServiceInstance,
} from './deployments';
import { RailwayClient } from './RailwayClient';
import { configuredService, railwaySettings, serviceInput } from './settings';

/** What is deployed at Railway, and whether its process runs. */
export const railwayStatus = createRunbookAction({
  id: 'railway:status',
  description:
    'Reads the latest and the active deployments of the Railway service and the state of their instances',
  effect: 'read',
  input: z.object({ service: serviceInput }),
  output: z.object({
    service: z.string(),
    serviceId: z.string(),
    /** In words. */
    summary: z.string(),
    /** Status of the latest deployment, or NONE. */
    status: z.string(),
    /** An instance of an active deployment runs. */
    running: z.boolean(),
    latest: deploymentSchema.optional(),
    active: z.array(deploymentSchema),
  }),
  needs: ({ service }) => [railwayToken(service)],
  plan({ input, service }) {
    const settings = railwaySettings(service);
    return [
      {
        kind: 'request',
        method: 'POST',
        url: settings.url,
        body: {
          query: serviceInstance.document,
          variables: {
            environmentId: settings.environmentId,
            service: configuredService(settings, input.service),
          },
        },
      },
    ];
  },
  async execute({ input, service, log, signal }) {
    const client = new RailwayClient(service);
    const name = configuredService(client.settings, input.service);
    const instance = await readServiceInstance(client, name, signal);
    const running = instance.active.some(isRunning);
    const summary = describe(name, instance, running);
    log[running ? 'info' : 'warn'](summary);
    return done({
      service: name,
      serviceId: instance.serviceId,
      summary,
      status: instance.latest?.status ?? 'NONE',
      running,
      latest: instance.latest,
      active: [...instance.active],
    });
  },
});

function isRunning({ instances }: Deployment): boolean {
  return instances.some(({ status }) => status === 'RUNNING');
}

function describe(
  name: string,
  { latest, active }: ServiceInstance,
  running: boolean,
): string {
  if (!latest) {
    return `${name} has never been deployed`;
  }
  const instances = latest.instances.map(({ status }) => status);
  const of =
    instances.length > 0 ? ` (instances: ${instances.join(', ')})` : '';
  const older = active.find(({ id }) => id !== latest.id);
  const note =
    older && latest.status !== 'SUCCESS'
      ? `; deployment ${older.id} is still active`
      : '';
  return `${name}: the latest deployment ${latest.id} is ${
    latest.status
  }${of}${note}; ${running ? 'a process runs' : 'no process runs'}`;
}
