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

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';

/** What somebody may be in TokPulse Ops, each with the rights of its own. */
export const opsRoles = [
  'viewer',
  'operator',
  'approver',
  'administrator',
] as const;

/** One of {@link opsRoles}. */
export type OpsRole = (typeof opsRoles)[number];

/** The groups and users that have each role, as full entity refs. */
export type OpsRoleMembers = Readonly<Record<OpsRole, readonly string[]>>;

const SECTION = 'tokpulseOps.roles';

/**
 * Reads `tokpulseOps.roles`. A role that is not there has no members.
 *
 * @throws when an entry is not the entity ref of a group or a user
 */
export function readOpsRoles(config: Config): OpsRoleMembers {
  const read = (role: OpsRole): readonly string[] =>
    (config.getOptionalStringArray(`${SECTION}.${role}`) ?? []).map(text => {
      const ref = parseEntityRef(text, { defaultKind: 'group' });
      if (!['group', 'user'].includes(ref.kind.toLocaleLowerCase('en-US'))) {
        throw new Error(
          `Invalid configuration: ${SECTION}.${role} lists '${text}', which is neither a group nor a user`,
        );
      }
      return stringifyEntityRef(ref);
    });
  return {
    viewer: read('viewer'),
    operator: read('operator'),
    approver: read('approver'),
    administrator: read('administrator'),
  };
}

/** The roles of somebody, by the entity refs that they own things as. */
export function rolesOf(
  ownershipEntityRefs: readonly string[],
  members: OpsRoleMembers,
): ReadonlySet<OpsRole> {
  return new Set(
    opsRoles.filter(role =>
      members[role].some(ref => ownershipEntityRefs.includes(ref)),
    ),
  );
}
