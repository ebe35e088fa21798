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

import { connectionOf, PageArguments } from './connection';
import { Deployment } from './Deployment';
import { LogLine } from './LogStore';
import { Project } from './Project';
import { healthcheckTimeoutMs, Service } from './Service';

/*
 * What the API shows of the things it knows: objects with the fields of the
 * schema. A field that needs arguments or leads on is a function.
 */

const iso = (date: Date) => date.toISOString();

export function presentProject(project: Project) {
  const { id, name, createdAt } = project;
  return {
    __typename: 'Project',
    id,
    name,
    description: 'TikTok growth for Shopify stores',
    createdAt: iso(createdAt),
    updatedAt: iso(createdAt),
    deletedAt: null,
    environments: (page: PageArguments) =>
      connectionOf([presentEnvironment(project)], page),
    services: (page: PageArguments) =>
      connectionOf(
        project.services.map(service => presentService(project, service)),
        page,
      ),
  };
}

export function presentEnvironment(project: Project) {
  const { environment, createdAt } = project;
  return {
    __typename: 'Environment',
    ...environment,
    projectId: project.id,
    isEphemeral: false,
    createdAt: iso(createdAt),
    updatedAt: iso(createdAt),
    deletedAt: null,
    deployments: (page: PageArguments) =>
      connectionOf(
        newestFirst(project).map(({ service, deployment }) =>
          presentDeployment(project, service, deployment),
        ),
        page,
      ),
    serviceInstances: (page: PageArguments) =>
      connectionOf(
        project.services.map(service =>
          presentServiceInstance(project, service),
        ),
        page,
      ),
  };
}

export function presentService(project: Project, service: Service) {
  return {
    __typename: 'Service',
    id: service.id,
    name: service.name,
    icon: null,
    projectId: project.id,
    project: () => presentProject(project),
    createdAt: iso(project.createdAt),
    updatedAt: iso(project.createdAt),
    deletedAt: null,
  };
}

export function presentServiceInstance(project: Project, service: Service) {
  const present = (deployment: Deployment) =>
    presentDeployment(project, service, deployment);
  return {
    __typename: 'ServiceInstance',
    id: service.instanceId,
    serviceId: service.id,
    serviceName: service.name,
    service: () => presentService(project, service),
    environmentId: project.environment.id,
    activeDeployments: () => (service.active ? [present(service.active)] : []),
    latestDeployment: () =>
      service.deployments.length > 0 ? present(service.deployments[0]) : null,
    healthcheckPath: service.healthcheckPath,
    healthcheckTimeout: healthcheckTimeoutMs / 1000,
    numReplicas: 1,
    region: 'us-west2',
    restartPolicyMaxRetries: 0,
    restartPolicyType: 'NEVER',
    source: { image: null, repo: service.repository },
    createdAt: iso(project.createdAt),
    updatedAt: iso(service.deployments[0]?.createdAt ?? project.createdAt),
    deletedAt: null,
  };
}

export function presentDeployment(
  project: Project,
  service: Service,
  deployment: Deployment,
) {
  const { id, image, status, statusUpdatedAt } = deployment;
  return {
    __typename: 'Deployment',
    id,
    status,
    statusUpdatedAt: iso(statusUpdatedAt),
    createdAt: iso(deployment.createdAt),
    updatedAt: iso(statusUpdatedAt),
    canRedeploy: deployment.canRedeploy,
    canRollback: deployment.canRollback,
    deploymentStopped: status === 'REMOVED',
    environment: () => presentEnvironment(project),
    environmentId: project.environment.id,
    instances: instancesOf(deployment),
    meta: {
      repo: service.repository,
      branch: 'main',
      commitHash: image.commitSha,
      commitMessage: image.commitMessage,
      commitAuthor: image.commitAuthor,
      imageDigest: image.digest,
      reason: deployment.reason,
    },
    projectId: project.id,
    service: () => presentService(project, service),
    serviceId: service.id,
    snapshotId: id,
    staticUrl: new URL(service.url).host,
    url: service.url,
  };
}

function instancesOf(deployment: Deployment) {
  const id = deployment.instanceId;
  switch (deployment.status) {
    case 'SUCCESS':
      return [{ id, status: 'RUNNING' }];
    case 'CRASHED':
      return [{ id, status: 'CRASHED' }];
    case 'DEPLOYING':
      return [{ id, status: 'INITIALIZING' }];
    case 'REMOVED':
      return [{ id, status: 'REMOVED' }];
    case 'QUEUED':
    case 'BUILDING':
    case 'FAILED':
      return [];
    default:
      throw new Error(
        `Unknown status ${String(deployment.status satisfies never)}`,
      );
  }
}

export function presentLog(
  project: Project,
  service: Service,
  deployment: Deployment,
  line: LogLine,
) {
  return {
    ...line,
    attributes: [{ key: 'level', value: JSON.stringify(line.severity) }],
    tags: {
      deploymentId: deployment.id,
      deploymentInstanceId: deployment.instanceId,
      environmentId: project.environment.id,
      projectId: project.id,
      serviceId: service.id,
      snapshotId: deployment.id,
    },
  };
}

/** All deployments of the project. */
export function newestFirst(
  project: Project,
): Array<{ service: Service; deployment: Deployment }> {
  return project.services
    .flatMap(service =>
      service.deployments.map(deployment => ({ service, deployment })),
    )
    .sort(
      (a, b) =>
        b.deployment.createdAt.getTime() - a.deployment.createdAt.getTime(),
    );
}
