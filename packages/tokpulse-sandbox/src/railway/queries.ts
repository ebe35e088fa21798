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
import { RequestContext, refused } from './context';
import { DeploymentStatus } from './Deployment';
import { LogQuery } from './LogStore';
import {
  newestFirst,
  presentDeployment,
  presentEnvironment,
  presentLog,
  presentProject,
  presentService,
  presentServiceInstance,
} from './presentation';
import { providedVariables, rendered } from './variables';

interface DeploymentListInput {
  readonly environmentId?: string | null;
  readonly projectId?: string | null;
  readonly serviceId?: string | null;
  readonly status?: {
    readonly in?: readonly DeploymentStatus[] | null;
    readonly notIn?: readonly DeploymentStatus[] | null;
  } | null;
}

interface LogArguments {
  readonly deploymentId: string;
  readonly filter?: string | null;
  readonly limit?: number | null;
  readonly startDate?: Date | null;
  readonly endDate?: Date | null;
}

/** The fields of `Query`. */
export const queries = {
  project({ id }: { id: string }, context: RequestContext) {
    context.inProject(id);
    return presentProject(context.project);
  },

  environment(
    { id, projectId }: { id: string; projectId?: string | null },
    context: RequestContext,
  ) {
    context.inEnvironment(id);
    if (typeof projectId === 'string') {
      context.inProject(projectId);
    }
    return presentEnvironment(context.project);
  },

  projectToken(_: object, context: RequestContext) {
    const { project, identity } = context;
    context.authorise();
    if (identity.kind !== 'project-token') {
      throw refused('Project Token not found');
    }
    return {
      id: project.environment.id,
      name: 'operations',
      displayToken: `****-${project.projectToken.slice(-4)}`,
      createdAt: project.createdAt.toISOString(),
      environment: () => presentEnvironment(project),
      environmentId: project.environment.id,
      project: () => presentProject(project),
      projectId: project.id,
    };
  },

  service({ id }: { id: string }, context: RequestContext) {
    return presentService(context.project, context.service(id));
  },

  serviceInstance(
    args: { environmentId: string; serviceId: string },
    context: RequestContext,
  ) {
    context.inEnvironment(args.environmentId);
    return presentServiceInstance(
      context.project,
      context.service(args.serviceId),
    );
  },

  deployment({ id }: { id: string }, context: RequestContext) {
    const { service, deployment } = context.deployment(id);
    return presentDeployment(context.project, service, deployment);
  },

  deployments(
    { input, ...page }: PageArguments & { input: DeploymentListInput },
    context: RequestContext,
  ) {
    context.authorise();
    if (typeof input.projectId === 'string') {
      context.inProject(input.projectId);
    }
    if (typeof input.environmentId === 'string') {
      context.inEnvironment(input.environmentId);
    }
    const { serviceId } = input;
    const wanted = input.status?.in;
    const unwanted = input.status?.notIn;
    return connectionOf(
      newestFirst(context.project)
        .filter(
          ({ service, deployment: { status } }) =>
            (typeof serviceId !== 'string' || service.id === serviceId) &&
            (!wanted || wanted.includes(status)) &&
            !unwanted?.includes(status),
        )
        .map(({ service, deployment }) =>
          presentDeployment(context.project, service, deployment),
        ),
      page,
    );
  },

  deploymentLogs(args: LogArguments, context: RequestContext) {
    const { service, deployment } = context.deployment(args.deploymentId);
    return deployment.logs
      .read(queryOf(args))
      .map(line => presentLog(context.project, service, deployment, line));
  },

  buildLogs(args: LogArguments, context: RequestContext) {
    const { service, deployment } = context.deployment(args.deploymentId);
    return deployment.buildLogs
      .read(queryOf(args))
      .map(line => presentLog(context.project, service, deployment, line));
  },

  variables(
    args: {
      projectId: string;
      environmentId: string;
      serviceId?: string | null;
      unrendered?: boolean | null;
    },
    context: RequestContext,
  ) {
    context.inProject(args.projectId);
    context.inEnvironment(args.environmentId);
    const shared = context.project.sharedVariables;
    if (typeof args.serviceId !== 'string') {
      return shared;
    }
    const service = context.service(args.serviceId);
    const own = args.unrendered
      ? service.variables
      : rendered(service.variables, shared);
    return { ...own, ...providedVariables(context.project, service) };
  },
};

function queryOf(args: LogArguments): LogQuery {
  return {
    filter: args.filter ?? undefined,
    limit: args.limit ?? undefined,
    startDate: args.startDate ?? undefined,
    endDate: args.endDate ?? undefined,
  };
}
