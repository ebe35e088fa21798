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

import { ConfigReader } from '@backstage/config';
import { mockCredentials } from '@backstage/backend-test-utils';
import { createPermission } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { tokpulseOpsPermissions } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { opsRoles, readOpsRoles } from './roles';
import { tokpulseOpsPolicy } from './tokpulseOpsPolicy';

const roles = readOpsRoles(
  new ConfigReader({
    tokpulseOps: {
      roles: Object.fromEntries(
        opsRoles.map(role => [role, [`group:default/${role}s`]]),
      ),
    },
  }),
);

function userIn(...groups: string[]): PolicyQueryUser {
  return {
    credentials: mockCredentials.user('user:default/somebody'),
    info: {
      userEntityRef: 'user:default/somebody',
      ownershipEntityRefs: [
        'user:default/somebody',
        ...groups.map(group => `group:default/${group}`),
      ],
    },
  };
}

const reading = [
  'tokpulse-ops.service.read',
  'tokpulse-ops.runbook.read',
  'tokpulse-ops.run.read',
  'tokpulse-ops.subscription.read',
];
const evidence = 'tokpulse-ops.evidence.read';
const operating = [
  ...reading,
  evidence,
  'tokpulse-ops.run.create',
  'tokpulse-ops.run.control',
  'tokpulse-ops.incident.acknowledge',
  'tokpulse-ops.customer.read',
  'tokpulse-ops.customer.reveal',
];
const approving = [...reading, evidence, 'tokpulse-ops.step.approve'];
const everything = [
  ...operating,
  'tokpulse-ops.step.approve',
  'tokpulse-ops.run.break-glass',
  'tokpulse-ops.lock.steal',
];

describe('tokpulseOpsPolicy', () => {
  it.each([
    { groups: ['viewers'], may: reading },
    { groups: ['operators'], may: operating },
    { groups: ['approvers'], may: approving },
    { groups: ['administrators'], may: everything },
    {
      groups: ['approvers', 'operators'],
      may: [...operating, 'tokpulse-ops.step.approve'],
    },
    { groups: ['strangers'], may: [] },
    { groups: [], may: [] },
  ])('lets $groups do $may', ({ groups, may }) => {
    const allowed = tokpulseOpsPermissions
      .filter(
        permission =>
          tokpulseOpsPolicy({ permission }, userIn(...groups), roles)
            ?.result === 'ALLOW',
      )
      .map(({ name }) => name);
    expect(allowed.sort()).toEqual([...may].sort());
  });

  it.each(tokpulseOpsPermissions)(
    'denies $name to somebody who has not signed in',
    permission => {
      expect(tokpulseOpsPolicy({ permission }, undefined, roles)).toEqual({
        result: 'DENY',
      });
    },
  );

  it('keeps a permission that it does not know yet for administrators', () => {
    const permission = createPermission({
      name: 'tokpulse-ops.backup.restore',
      attributes: {},
    });
    expect(
      tokpulseOpsPolicy({ permission }, userIn('operators'), roles),
    ).toEqual({ result: 'DENY' });
    expect(
      tokpulseOpsPolicy({ permission }, userIn('administrators'), roles),
    ).toEqual({ result: 'ALLOW' });
  });

  it('leaves the permissions of other plugins to the caller', () => {
    const permission = createPermission({
      name: 'tokpulse-opsy.read',
      attributes: {},
    });
    expect(
      tokpulseOpsPolicy({ permission }, userIn('administrators'), roles),
    ).toBeUndefined();
  });
});

describe('readOpsRoles', () => {
  const read = (entry: string) =>
    readOpsRoles(
      new ConfigReader({ tokpulseOps: { roles: { viewer: [entry] } } }),
    ).viewer;

  it('completes and normalises the refs', () => {
    expect(read('Operators')).toEqual(['group:default/operators']);
    expect(read('user:Ada')).toEqual(['user:default/ada']);
  });

  it('refuses what is neither a group nor a user', () => {
    expect(() => read('component:default/shop')).toThrow(
      "tokpulseOps.roles.viewer lists 'component:default/shop'",
    );
  });
});
