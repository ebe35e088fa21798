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

import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { groupEntity, userEntity } from '../__testUtils__/people';
import { createTestPlan } from '../testing';
import { ApproverDirectory } from './ApproverDirectory';
import { ApproverReach } from './ApproverReach';
import { defaultApprovalSettings } from './ApprovalSettings';
import type { ApprovalsConfig } from './approvalsConfig';

const entities: readonly Entity[] = [
  groupEntity('approvers'),
  groupEntity('night-shift', 'approvers'),
  groupEntity('night-shift-south', 'night-shift'),
  groupEntity('empty'),
  userEntity('arne', 'approvers'),
  userEntity('nora', 'night-shift'),
  userEntity('sofia', 'night-shift-south'),
  userEntity('olga', 'operators'),
];

function directoryOf(
  catalog: Pick<
    ReturnType<typeof catalogServiceMock>,
    'getEntities' | 'getEntitiesByRefs'
  > = catalogServiceMock({ entities: [...entities] }),
) {
  return new ApproverDirectory({
    catalog,
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
  });
}

function reachOf(
  config: Partial<ApprovalsConfig['settings']> & {
    readonly mode?: 'solo' | 'team';
    readonly roleMembers?: readonly string[];
  } = {},
  directory = directoryOf(),
) {
  const { mode = 'team', roleMembers = [], ...settings } = config;
  return new ApproverReach({
    directory,
    config: {
      ...{ mode, roleMembers },
      settings: { ...defaultApprovalSettings, ...settings },
    },
  });
}

function asking(...from: string[]): PlannedStep[] {
  return createTestPlan({
    approvals: 'team',
    steps: [
      { id: 'one', action: 'test:effect', asks: { from, late: false } },
      { id: 'two', action: 'test:effect', asks: { from, late: true } },
    ],
  }).steps;
}

describe('ApproverDirectory', () => {
  it.each([
    ['a user', ['user:default/arne'], ['arne']],
    ['nobody', ['user:default/ghost'], []],
    ['a group within groups', ['group:default/night-shift'], ['nora', 'sofia']],
    [
      'a group and all below it',
      ['group:default/approvers', 'user:default/arne'],
      ['arne', 'nora', 'sofia'],
    ],
    ['a group of nobody', ['group:default/empty'], []],
    ['a group that does not exist', ['group:default/ghosts'], []],
  ])('finds %s', async (_what, refs, names) => {
    const people = await directoryOf().people(refs);
    expect([...(people ?? [])].sort()).toEqual(
      names.map(name => `user:default/${name}`),
    );
  });

  it('asks the catalog once in a while, and again when it failed', async () => {
    const catalog = catalogServiceMock({ entities: [...entities] });
    let calls = 0;
    let broken = true;
    const directory = directoryOf({
      getEntities: (request, options) => {
        calls += 1;
        if (broken) {
          throw new Error('The catalog is away');
        }
        return catalog.getEntities(request, options);
      },
      getEntitiesByRefs: (request, options) =>
        catalog.getEntitiesByRefs(request, options),
    });
    expect(await directory.people(['group:default/empty'])).toBeUndefined();
    broken = false;
    expect(await directory.people(['group:default/empty'])).toEqual(new Set());
    const after = calls;
    await directory.people(['group:default/empty']);
    expect(calls).toBe(after);
  });
});

describe('who can be reached for an approval', () => {
  const excluded = ['user:default/olga'];
  const codes = async (
    reach: ApproverReach,
    steps: readonly PlannedStep[],
    without: readonly string[] = excluded,
  ) =>
    (await reach.findings({ steps, excluded: without })).map(
      ({ level, code, stepId }) => `${level} ${code} ${stepId}`,
    );

  it.each([
    ['enough people', asking('group:default/approvers'), []],
    ['one person', asking('user:default/arne'), ['warning one-approver one']],
    [
      'nobody but who asks',
      asking('user:default/olga'),
      ['blocking no-approver one'],
    ],
    [
      'a group that does not exist',
      asking('group:default/ghosts'),
      ['blocking no-approver one'],
    ],
    ['people that nothing names', asking(), ['warning approvers-unknown one']],
  ])('%s', async (_what, steps, expected) => {
    expect(await codes(reachOf(), steps)).toEqual(expected);
  });

  it('are those who are told, and those with a role, when all may', async () => {
    expect(
      await codes(reachOf({ notify: ['group:default/night-shift'] }), asking()),
    ).toEqual([]);
    expect(
      await codes(
        reachOf({ roleMembers: ['user:default/arne', 'user:default/olga'] }),
        asking(),
      ),
    ).toEqual(['warning one-approver one']);
  });

  it('are not asked for steps that never run, nor alone', async () => {
    const [planned] = asking('group:default/ghosts');
    const never = {
      ...planned,
      condition: { expression: 'false', value: false },
    };
    expect(await codes(reachOf(), [never])).toEqual([]);
    const alone = createTestPlan({
      steps: [{ id: 'one', action: 'test:effect', confirm: 'once' }],
    });
    expect(await codes(reachOf({ mode: 'solo' }), alone.steps)).toEqual([]);
  });

  it('are not known when the catalog does not answer', async () => {
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    const directory = directoryOf({
      getEntities: away,
      getEntitiesByRefs: away,
    });
    expect(
      await codes(reachOf({}, directory), asking('group:default/approvers')),
    ).toEqual(['warning approvers-not-checked one']);
  });

  it.each([
    [{ mode: 'solo' as const }, []],
    [{}, ['approvers-unknown', 'nobody-notified']],
    [
      { from: ['user:default/arne'], notify: ['user:default/arne'] },
      ['few-approvers'],
    ],
    [{ from: ['group:default/approvers'] }, []],
  ])('is said about the configuration %j', async (config, expected) => {
    const notices = await reachOf(config).notices();
    expect(notices.map(({ code }) => code)).toEqual(expected);
    notices.forEach(({ nextStep }) => expect(nextStep).not.toBe(''));
  });
});
