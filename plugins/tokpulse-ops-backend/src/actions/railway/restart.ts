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
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  railwayToken,
  readServiceInstance,
  restartableDeployment,
  restartDeployment,
} from './deployments';
import { probeRestart } from './probeRestart';
import { RailwayClient } from './RailwayClient';
import { configuredService, serviceInput } from './settings';

/**
 * Restarts the process of the deployment that serves now. A restart builds
 * nothing and applies no changed variable. What the process kept in memory is
 * gone: rate-limit counters, performance samples, error buffers.
 */
export const railwayRestart = createRunbookAction({
  id: 'railway:restart',
  description:
    'Restarts the current deployment of the Railway service: same image, same variables',
  effect: 'once',
  input: z.object({ service: serviceInput }),
  output: z.object({
    service: z.string(),
    deploymentId: z.string(),
    /** Status of the deployment just before the restart. */
    statusBefore: z.string(),
  }),
  needs: ({ service }) => [railwayToken(service)],
  async plan({ input, service, signal }) {
    const client = new RailwayClient(service);
    const name = configuredService(client.settings, input.service);
    const deployment = restartableDeployment(
      await readServiceInstance(client, name, signal),
    );
    return [
      { kind: 'fact', label: 'Railway service', value: name },
      {
        kind: 'fact',
        label: 'Deployment',
        value: deployment.id,
        pinned: true,
      },
      {
        kind: 'request',
        method: 'POST',
        url: client.settings.url,
        body: {
          query: restartDeployment.document,
          variables: { id: deployment.id },
        },
      },
    ];
  },
  async execute({ input, service, log, signal }) {
    const client = new RailwayClient(service);
    const name = configuredService(client.settings, input.service);
    const deployment = restartableDeployment(
      await readServiceInstance(client, name, signal),
    );
    log.info(
      `Restarting ${name}: deployment ${deployment.id}, which is ${deployment.status}`,
    );
    const { deploymentRestart: accepted } = await client.send(
      restartDeployment,
      { id: deployment.id },
      signal,
    );
    if (!accepted) {
      throw new ActionError({
        code: 'refused',
        message: `Railway did not restart deployment ${deployment.id}`,
        nextStep: 'Look at the deployment in the Railway dashboard',
      });
    }
    log.info('Railway has accepted the restart');
    return done({
      service: name,
      deploymentId: deployment.id,
      statusBefore: deployment.status,
    });
  },
  probe: ({ input, service, signal, since }) =>
    probeRestart({ named: input.service, service, signal, since }),
});
