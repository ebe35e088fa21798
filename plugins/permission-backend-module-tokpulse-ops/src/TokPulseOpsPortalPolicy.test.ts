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
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { runCreatePermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import permissionModule from '.';
import { TokPulseOpsPortalPolicy } from './TokPulseOpsPortalPolicy';

const policy = new TokPulseOpsPortalPolicy({
  roles: {
    viewer: ['group:default/viewers'],
    operator: ['group:default/operators'],
    approver: [],
    administrator: ['group:default/administrators'],
  },
});

function userIn(...groups: string[]): PolicyQueryUser {
  return {
    credentials: mockCredentials.user('user:default/somebody'),
    info: {
      userEntityRef: 'user:default/somebody',
      ownershipEntityRefs: groups.map(group => `group:default/${group}`),
    },
  };
}

const others = [...catalogPermissions, ...scaffolderPermissions];

async function refused(user: PolicyQueryUser | undefined): Promise<string[]> {
  const decisions = await Promise.all(
    others.map(async permission => ({
      name: permission.name,
      ...(await policy.handle({ permission }, user)),
    })),
  );
  return decisions
    .filter(({ result }) => result !== AuthorizeResult.ALLOW)
    .map(({ name, result }) => `${name} ${result}`)
    .sort();
}

const administration = [
  'catalog.entity.delete DENY',
  'catalog.ingestion.manage DENY',
  'catalog.location.create DENY',
  'catalog.location.delete DENY',
  'scaffolder.template.management DENY',
];

describe('TokPulseOpsPortalPolicy', () => {
  it('lets an operator use the catalog and the scaffolder', async () => {
    expect(await refused(userIn('operators'))).toEqual(administration);
  });

  it('lets an administrator do everything', async () => {
    expect(await refused(userIn('administrators'))).toEqual([]);
  });

  it('lets a viewer cancel no task of another person', async () => {
    expect(await refused(userIn('viewers'))).toEqual([
      ...administration.slice(0, 4),
      'scaffolder.task.cancel CONDITIONAL',
      'scaffolder.template.management DENY',
    ]);
  });

  it('lets somebody without a role see their own tasks only', async () => {
    expect(await refused(userIn())).toEqual([
      ...administration.slice(0, 4),
      'scaffolder.task.cancel CONDITIONAL',
      'scaffolder.task.read CONDITIONAL',
      'scaffolder.template.management DENY',
    ]);
    const permission = scaffolderPermissions.find(
      ({ name }) => name === 'scaffolder.task.read',
    );
    expect(permission).toBeDefined();
    expect(
      permission && (await policy.handle({ permission }, userIn())),
    ).toMatchObject({
      conditions: { params: { createdBy: ['user:default/somebody'] } },
    });
  });

  it('denies everything to somebody who has not signed in', async () => {
    expect(await refused(undefined)).toHaveLength(others.length);
  });

  it('leaves plugins that it does not know as they were', async () => {
    const permission = createPermission({ name: 'kiosk.open', attributes: {} });
    expect(await policy.handle({ permission }, userIn())).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });
});

describe('the module', () => {
  it.each([
    { groups: ['group:default/operators'], expected: AuthorizeResult.ALLOW },
    { groups: ['group:default/viewers'], expected: AuthorizeResult.DENY },
  ])(
    'installs the policy, which says $expected to $groups',
    async ({ groups, expected }) => {
      const { server } = await startTestBackend({
        features: [
          permissionPlugin,
          permissionModule,
          mockServices.userInfo.mock({
            getUserInfo: async () => ({
              userEntityRef: 'user:default/mock',
              ownershipEntityRefs: groups,
            }),
          }).factory,
          mockServices.rootConfig.factory({
            data: {
              permission: { enabled: true },
              tokpulseOps: {
                roles: {
                  viewer: ['group:default/viewers'],
                  operator: ['group:default/operators'],
                },
              },
            },
          }),
        ],
      });
      const response = await fetch(
        `http://localhost:${server.port()}/api/permission/authorize`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: mockCredentials.user.header(),
          },
          body: JSON.stringify({
            items: [
              {
                id: 'a',
                permission: runCreatePermission,
                resourceRef: 'tokpulse',
              },
            ],
          }),
        },
      );
      expect(await response.json()).toEqual({
        items: [{ id: 'a', result: expected }],
      });
    },
  );
});
