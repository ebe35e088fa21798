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
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { rolesOf, type OpsRole, type OpsRoleMembers } from './roles';
import { tokpulseOpsPolicy } from './tokpulseOpsPolicy';

/** Reach beyond a person's own work: they change the catalog for everybody. */
const forAdministrators: readonly string[] = [
  'catalog.entity.delete',
  'catalog.location.create',
  'catalog.location.delete',
  'catalog.ingestion.manage',
  'scaffolder.template.management',
];

/**
 * A scaffolder task may follow a run, so its log shows what the run's log
 * shows, and cancelling it cancels the run in the name of whoever started it.
 */
const tasksOfOthers: ReadonlyMap<string, readonly OpsRole[]> = new Map([
  ['scaffolder.task.read', ['viewer', 'operator', 'approver', 'administrator']],
  ['scaffolder.task.cancel', ['operator', 'administrator']],
]);

/**
 * The policy of a portal that has no other: TokPulse Ops by roles, everything
 * else for whoever has signed in, with the exceptions above.
 */
export class TokPulseOpsPortalPolicy implements PermissionPolicy {
  readonly #roles: OpsRoleMembers;

  constructor(options: { readonly roles: OpsRoleMembers }) {
    this.#roles = options.roles;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    return (
      tokpulseOpsPolicy(request, user, this.#roles) ??
      this.#ofOthers(request, user)
    );
  }

  #ofOthers(
    { permission }: PolicyQuery,
    user: PolicyQueryUser | undefined,
  ): PolicyDecision {
    if (user === undefined) {
      return { result: AuthorizeResult.DENY };
    }
    const { ownershipEntityRefs, userEntityRef } = user.info;
    const roles = rolesOf(ownershipEntityRefs, this.#roles);
    const decide = (isAllowed: boolean): PolicyDecision => ({
      result: isAllowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
    });
    if (forAdministrators.includes(permission.name)) {
      return decide(roles.has('administrator'));
    }
    const allowed = tasksOfOthers.get(permission.name);
    if (allowed !== undefined && !allowed.some(role => roles.has(role))) {
      return {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'scaffolder',
        resourceType: 'scaffolder-task',
        conditions: {
          rule: 'IS_TASK_OWNER',
          resourceType: 'scaffolder-task',
          params: { createdBy: [userEntityRef] },
        },
      };
    }
    return decide(true);
  }
}
