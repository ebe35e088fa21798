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
  isPermission,
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
  runCreatePermission,
  runReadPermission,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';
import {
  createTokpulseOpsRunConditionalDecision as decideRun,
  createTokpulseOpsServiceConditionalDecision as decideService,
  tokpulseOpsRunConditions as ofRuns,
  tokpulseOpsServiceConditions as ofServices,
} from './rules';

jest.setTimeout(60_000);

/** Two services for all; of the runs one's own, and those against `shop`. */
class FinePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const userRef = user?.info.userEntityRef ?? '';
    if (isPermission(permission, serviceReadPermission)) {
      return decideService(permission, {
        anyOf: [
          ofServices.isService({ ids: ['shop'] }),
          ofServices.hasEntity({ entityRefs: ['component:default/bank'] }),
        ],
      });
    }
    if (isPermission(permission, runCreatePermission)) {
      return decideService(permission, {
        not: ofServices.isService({ ids: ['bank'] }),
      });
    }
    if (
      isPermission(permission, runReadPermission) ||
      isPermission(permission, runControlPermission)
    ) {
      return decideRun(permission, {
        anyOf: [
          ofRuns.isRequester({ userRef }),
          {
            allOf: [
              ofRuns.isOfService({ services: ['shop', 'bank'] }),
              { not: ofRuns.isOfService({ services: ['bank'] }) },
            ],
          },
        ],
      });
    }
    return { result: AuthorizeResult.ALLOW };
  }
}

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    policy: new FinePolicy(),
    services: {
      bank: { entities: ['component:default/bank'] },
      lab: { entities: [] },
    },
    runbooks: {
      hello: testRunbook().replace('[shop]', '[shop, bank, lab]'),
    },
  });
});
afterAll(() => ops.stop());

async function start(person: TestPerson, service: string) {
  const client = ops.as(person);
  const { id, hash } = await client.createPlan({ service, runbook: 'hello' });
  return (await client.startRun({ planId: id, planHash: hash })).id;
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    error => describeApiError(error).status,
  );

describe('conditions of a policy', () => {
  it('choose the services that are listed and read', async () => {
    const listed = await ops.as('stan').listServices();
    expect(listed.map(({ id }) => id).sort()).toEqual(['bank', 'shop']);
    expect(await refusal(ops.as('stan').getService('bank'))).toBe('allowed');
    expect(await refusal(ops.as('stan').getService('lab'))).toBe(404);
  });

  it('choose the services that runs may be started against', async () => {
    expect(await refusal(start('stan', 'shop'))).toBe('allowed');
    expect(await refusal(start('stan', 'bank'))).toBe(403);
    expect(await refusal(start('stan', 'lab'))).toBe(404);
  });

  it('choose the runs, in lists and one by one', async () => {
    const own = await start('olga', 'shop');
    const foreign = await start('otto', 'shop');
    const listed = await eventually(
      () => ops.as('olga').listRuns(),
      ({ items }) => items.length >= 2,
    );
    const ids = listed.items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([own, foreign]));
    expect(await refusal(ops.as('olga').getRun(foreign))).toBe('allowed');
  });
});
