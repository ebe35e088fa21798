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
  type ActionNeed,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { RailwayClient, type RailwayOperation } from './RailwayClient';

const edges = <T extends z.ZodType>(node: T) =>
  z.object({ edges: z.array(z.object({ node })) });

const projectSchema = z.object({
  project: z.object({
    services: edges(z.object({ id: z.string(), name: z.string() })),
  }),
});

const servicesOfProject: RailwayOperation<typeof projectSchema> = {
  purpose: 'find the service',
  kind: 'query',
  document: `query TokPulseOpsServices($projectId: String!) {
  project(id: $projectId) { services(first: 500) { edges { node { id name } } } }
}`,
  data: projectSchema,
};

const projectNameSchema = z.object({
  project: z.object({ id: z.string(), name: z.string() }),
});

const nameOfProject: RailwayOperation<typeof projectNameSchema> = {
  purpose: 'look at the project',
  kind: 'query',
  document: `query TokPulseOpsProject($projectId: String!) { project(id: $projectId) { id name } }`,
  data: projectNameSchema,
};

/** Whether Railway accepts the token for the configured project. */
export function railwayToken(service: ServiceAccess): ActionNeed {
  const client = new RailwayClient(service);
  return {
    kind: 'credential',
    id: 'railway',
    title: 'The Railway token',
    check: async signal => {
      const { projectId } = client.settings;
      await client.send(nameOfProject, { projectId }, signal);
    },
  };
}

/** One deployment, as the actions show it. */
export const deploymentSchema = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: z.string().optional(),
  statusUpdatedAt: z.string().nullish(),
  url: z.string().nullish(),
  instances: z.array(z.object({ id: z.string(), status: z.string() })),
});
export type Deployment = z.output<typeof deploymentSchema>;

const serviceInstanceSchema = z.object({
  serviceInstance: z.object({
    latestDeployment: deploymentSchema.nullable(),
    activeDeployments: z.array(deploymentSchema),
  }),
});

const DEPLOYMENT_FIELDS =
  'id status createdAt statusUpdatedAt url instances { id status }';

/** What is deployed of one service in one environment. */
export const serviceInstance: RailwayOperation<typeof serviceInstanceSchema> = {
  purpose: 'read the deployment',
  kind: 'query',
  document: `query TokPulseOpsServiceInstance($environmentId: String!, $serviceId: String!) {
  serviceInstance(environmentId: $environmentId, serviceId: $serviceId) {
    latestDeployment { ${DEPLOYMENT_FIELDS} }
    activeDeployments { ${DEPLOYMENT_FIELDS} }
  }
}`,
  data: serviceInstanceSchema,
};

const restartSchema = z.object({ deploymentRestart: z.boolean() });

/** Restarts the process of a deployment as it is: same image, same variables. */
export const restartDeployment: RailwayOperation<typeof restartSchema> = {
  purpose: 'restart the deployment',
  kind: 'mutation',
  document: `mutation TokPulseOpsRestart($id: String!) { deploymentRestart(id: $id) }`,
  data: restartSchema,
};

/** What runs of one service in one environment. */
export interface ServiceInstance {
  readonly serviceId: string;
  readonly latest: Deployment | undefined;
  readonly active: readonly Deployment[];
}

/** Reads what is deployed. `service` is a name or an id. */
export async function readServiceInstance(
  client: RailwayClient,
  service: string,
  signal: AbortSignal,
): Promise<ServiceInstance> {
  const { projectId, environmentId } = client.settings;
  const { project } = await client.send(
    servicesOfProject,
    { projectId },
    signal,
  );
  const services = project.services.edges.map(edge => edge.node);
  const found =
    services.find(({ id }) => id === service) ??
    services.find(({ name }) => name === service);
  if (!found) {
    throw new ActionError({
      code: 'not-found',
      message: `The Railway project has no service '${service}'`,
      nextStep: `Set railway.service to one of: ${services
        .map(({ name }) => name)
        .slice(0, 20)
        .join(', ')}`,
    });
  }
  const { serviceInstance: instance } = await client.send(
    serviceInstance,
    { environmentId, serviceId: found.id },
    signal,
  );
  return {
    serviceId: found.id,
    latest: instance.latestDeployment ?? undefined,
    active: instance.activeDeployments,
  };
}

const RESTARTABLE = ['SUCCESS', 'CRASHED', 'SLEEPING'];

/**
 * The deployment that a restart hits: the newest active one, or the latest when
 * its process has crashed. A build that failed or is under way serves nobody,
 * so there is nothing to restart in it.
 */
export function restartableDeployment(instance: ServiceInstance): Deployment {
  const { latest, active } = instance;
  const candidates = [
    ...(latest && RESTARTABLE.includes(latest.status) ? [latest] : []),
    ...[...active].sort((a, b) =>
      (b.createdAt ?? '').localeCompare(a.createdAt ?? ''),
    ),
  ];
  if (candidates.length === 0) {
    throw new ActionError({
      code: 'precondition-failed',
      message: latest
        ? `The latest deployment is ${latest.status} and none is active, so there is nothing to restart`
        : 'The service has never been deployed, so there is nothing to restart',
      nextStep: 'Redeploy the service, or roll back to an earlier deployment',
    });
  }
  return candidates[0];
}
