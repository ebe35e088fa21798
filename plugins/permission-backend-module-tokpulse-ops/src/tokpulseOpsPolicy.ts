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
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  customerReadPermission,
  customerRevealPermission,
  evidenceReadPermission,
  incidentAcknowledgePermission,
  runbookReadPermission,
  runControlPermission,
  runCreatePermission,
  runReadPermission,
  serviceReadPermission,
  stepApprovePermission,
  subscriptionReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { rolesOf, type OpsRole, type OpsRoleMembers } from './roles';

const everyRole: readonly OpsRole[] = [
  'viewer',
  'operator',
  'approver',
  'administrator',
];
const leads: readonly OpsRole[] = ['operator', 'administrator'];

/**
 * Who has each permission; one that is not here is the administrator's, as are
 * breaking the glass and stealing a lock.
 */
const grants: ReadonlyMap<string, readonly OpsRole[]> = new Map([
  [serviceReadPermission.name, everyRole],
  [runbookReadPermission.name, everyRole],
  [runReadPermission.name, everyRole],
  [runCreatePermission.name, leads],
  [runControlPermission.name, leads],
  [stepApprovePermission.name, ['approver', 'administrator']],
  [evidenceReadPermission.name, ['operator', 'approver', 'administrator']],
  [subscriptionReadPermission.name, everyRole],
  [customerReadPermission.name, leads],
  [customerRevealPermission.name, leads],
  [incidentAcknowledgePermission.name, leads],
]);

const OURS = 'tokpulse-ops.';

/**
 * Decides about the permissions of TokPulse Ops, by the roles of the user.
 * Call it from a policy of your own: a backend can have only one.
 *
 * @param user - undefined for somebody who has not signed in, and has no role
 * @param roles - who has which role; `readOpsRoles` reads the configuration
 * @returns undefined for the permissions of other plugins
 */
export function tokpulseOpsPolicy(
  request: PolicyQuery,
  user: PolicyQueryUser | undefined,
  roles: OpsRoleMembers,
): PolicyDecision | undefined {
  const { name } = request.permission;
  if (!name.startsWith(OURS)) {
    return undefined;
  }
  const has = rolesOf(user?.info.ownershipEntityRefs ?? [], roles);
  const may = grants.get(name) ?? ['administrator'];
  return {
    result: may.some(role => has.has(role))
      ? AuthorizeResult.ALLOW
      : AuthorizeResult.DENY,
  };
}
