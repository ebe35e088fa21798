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
import {
  describeApiError,
  runControlPermission,
  runReadPermission,
  stepApprovePermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { userEntity } from '../__testUtils__/people';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import {
  createTokpulseOpsRunConditionalDecision,
  tokpulseOpsRunConditions,
} from './rules';

jest.setTimeout(60_000);

/** Operators see what they have a part in and steer what they lead. */
class PartsPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const userRef = user?.info.userEntityRef ?? '';
    const isApprover = userRef === 'user:default/arne';
    switch (permission.name) {
      case runReadPermission.name:
        return isApprover
          ? { result: AuthorizeResult.ALLOW }
          : createTokpulseOpsRunConditionalDecision(
              runReadPermission,
              tokpulseOpsRunConditions.hasPart({ userRef }),
            );
      case runControlPermission.name:
        return createTokpulseOpsRunConditionalDecision(
          runControlPermission,
          userRef === 'user:default/ada'
            ? tokpulseOpsRunConditions.isOfService({ services: ['shop'] })
            : tokpulseOpsRunConditions.isLead({ userRef }),
        );
      case stepApprovePermission.name:
        return createTokpulseOpsRunConditionalDecision(
          stepApprovePermission,
          tokpulseOpsRunConditions.isOfService({ services: ['shop'] }),
        );
      default:
        return { result: AuthorizeResult.ALLOW };
    }
  }
}

describe('conditions about who leads a run and has part in it', () => {
  let ops: OpsBackend;

  beforeAll(async () => {
    ops = await startOpsBackend({
      policy: new PartsPolicy(),
      services: { bank: { entities: [] } },
      entities: [
        userEntity('arne', 'approvers'),
        userEntity('ada', 'approvers'),
        userEntity('otto', 'operators'),
      ],
      config: {
        tokpulseOps: {
          approvals: { mode: 'team', notify: ['group:default/approvers'] },
        },
      },
      runbooks: {
        change: testRunbook({ steps: [changeStep] }).replace(
          '[shop]',
          '[shop, bank]',
        ),
      },
    });
  });

  afterAll(() => ops?.stop());

  const start = async (person: TestPerson, service: string) => {
    const { id, hash } = await ops
      .as(person)
      .createPlan({ service, runbook: 'change' });
    return ops.as(person).startRun({ planId: id, planHash: hash });
  };
  const seen = async (person: TestPerson, mine?: 'true') =>
    (await ops.as(person).approvals.list({ mine })).items.map(
      ({ runId }) => runId,
    );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'allowed',
      error => describeApiError(error).code,
    );

  it('filter approvals and reviews in SQL, and decide one by one', async () => {
    const own = await start('olga', 'shop');
    const other = await start('otto', 'bank');
    expect(await seen('olga')).toEqual([own.id]);
    expect(await seen('otto')).toEqual([other.id]);
    expect((await seen('arne')).sort()).toEqual([own.id, other.id].sort());
    // May see both, and approve for one service only.
    expect(await seen('arne', 'true')).toEqual([own.id]);
    const { items } = await ops.as('arne').approvals.list({ run: other.id });
    expect(items[0]).toMatchObject({
      mine: false,
      notMineBecause: expect.stringContaining(stepApprovePermission.name),
    });
    const { id: approvalId, planHash } = items[0];
    expect(
      await refusal(
        ops
          .as('arne')
          .approvals.decide({ approvalId, planHash, decision: 'approve' }),
      ),
    ).toBe('permission-missing');
    expect(
      await refusal(
        ops
          .as('olga')
          .approvals.decide({ approvalId, planHash, decision: 'approve' }),
      ),
    ).toBe('no-such-approval');
    await ops.as('otto').breakGlass({
      runId: other.id,
      reason: 'The bank is down as well',
    });
    expect((await ops.as('olga').reviews.list()).items).toEqual([]);
    expect((await ops.as('otto').reviews.list()).items).toHaveLength(1);
  });

  it('follow the lead', async () => {
    const { id: runId } = await start('olga', 'shop');
    expect(await refusal(ops.as('otto').getRun(runId))).toBe('no-such-run');
    await ops.as('olga').changeLead({ runId, to: 'user:default/otto' });
    expect((await ops.as('otto').getRun(runId)).lead).toBe('user:default/otto');
    expect((await ops.as('otto').listRuns()).items[0].id).toBe(runId);
    // Who started it still sees it, and does not steer it any more.
    expect((await ops.as('olga').getRun(runId)).id).toBe(runId);
    expect(await refusal(ops.as('olga').cancelRun({ runId }))).toBe(
      'permission-missing',
    );
    await ops.as('otto').cancelRun({ runId });
  });
});
