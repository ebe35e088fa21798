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

import { RequestContext, refused } from './context';
import { partnerAppImages } from './images';
import { presentDeployment } from './presentation';
import { Service } from './Service';
import { rendered } from './variables';

interface VariableTarget {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId?: string | null;
  readonly skipDeploys: boolean | null;
}

/** The fields of `Mutation`; each returns when the platform has accepted it. */
export const mutations = {
  deploymentRestart({ id }: { id: string }, context: RequestContext) {
    const { service, deployment } = context.deployment(id);
    context.perform({
      operation: 'deploymentRestart',
      effect: 'restart',
      service,
      start: () => service.restart(deployment),
    });
    return true;
  },

  deploymentRedeploy(
    { id }: { id: string; usePreviousImageTag?: boolean | null },
    context: RequestContext,
  ) {
    const { service, deployment } = context.deployment(id);
    if (!deployment.canRedeploy) {
      throw refused('Deployment cannot be redeployed');
    }
    const created = context.perform({
      operation: 'deploymentRedeploy',
      effect: 'deploy',
      service,
      target: { fromDeploymentId: id },
      start: () =>
        service.deploy({
          image: deployment.image,
          reason: 'redeploy',
          variables: currentVariables(context, service),
        }),
    });
    return presentDeployment(context.project, service, created);
  },

  deploymentRollback({ id }: { id: string }, context: RequestContext) {
    const { service, deployment } = context.deployment(id);
    context.perform({
      operation: 'deploymentRollback',
      effect: 'rollback',
      service,
      target: { toDeploymentId: id },
      start: () => service.rollback(deployment),
    });
    return true;
  },

  serviceInstanceDeployV2(
    args: {
      environmentId: string;
      serviceId: string;
      commitSha?: string | null;
    },
    context: RequestContext,
  ) {
    context.inEnvironment(args.environmentId);
    const service = context.service(args.serviceId);
    const { commitSha } = args;
    const image =
      typeof commitSha === 'string'
        ? Object.values(partnerAppImages).find(
            each => each.commitSha === commitSha,
          )
        : service.latestImage;
    if (!image) {
      throw refused('Commit not found');
    }
    return context.perform({
      operation: 'serviceInstanceDeployV2',
      effect: 'deploy',
      service,
      start: () =>
        service.deploy({
          image,
          reason: 'deploy',
          variables: currentVariables(context, service),
        }),
    }).id;
  },

  variableUpsert(
    { input }: { input: VariableTarget & { name: string; value: string } },
    context: RequestContext,
  ) {
    upsert(context, {
      operation: 'variableUpsert',
      target: input,
      variables: { [input.name]: input.value },
      replace: false,
    });
    return true;
  },

  variableCollectionUpsert(
    {
      input,
    }: {
      input: VariableTarget & {
        variables: Readonly<Record<string, string>>;
        replace: boolean | null;
      };
    },
    context: RequestContext,
  ) {
    upsert(context, {
      operation: 'variableCollectionUpsert',
      target: input,
      variables: input.variables,
      replace: input.replace === true,
    });
    return true;
  },
};

/** Sets variables, and unless told otherwise deploys what they belong to. */
function upsert(
  context: RequestContext,
  options: {
    operation: string;
    target: VariableTarget;
    variables: Readonly<Record<string, string>>;
    replace: boolean;
  },
): void {
  const { operation, target, variables, replace } = options;
  context.inProject(target.projectId);
  context.inEnvironment(target.environmentId);
  for (const name of Object.keys(variables)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw refused(`Invalid variable name: ${name}`);
    }
  }

  const service =
    typeof target.serviceId === 'string'
      ? context.service(target.serviceId)
      : undefined;
  if (service) {
    service.setVariables(variables, { replace });
  } else {
    const { project } = context;
    project.sharedVariables = replace
      ? variables
      : { ...project.sharedVariables, ...variables };
  }
  context
    .record({
      operation,
      effect: 'variables',
      target: service ? { serviceId: service.id } : {},
      // Names only: the ledger is shown to everybody.
      detail: { names: Object.keys(variables).sort().join(','), replace },
    })
    .settle('done');

  if (target.skipDeploys !== true) {
    for (const each of service ? [service] : context.project.services) {
      context.perform({
        operation,
        effect: 'deploy',
        service: each,
        start: () =>
          each.deploy({
            image: each.active?.image ?? each.latestImage,
            reason: 'deploy',
            variables: currentVariables(context, each),
          }),
      });
    }
  }
}

function currentVariables(
  context: RequestContext,
  service: Service,
): Record<string, string> {
  return rendered(service.variables, context.project.sharedVariables);
}
