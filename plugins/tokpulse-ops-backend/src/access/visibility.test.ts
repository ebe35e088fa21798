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

import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  describeApiError,
  runReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';
import {
  createTokpulseOpsRunConditionalDecision,
  tokpulseOpsRunConditions,
} from './rules';

jest.setTimeout(60_000);

/** Everybody sees their own runs only; a permission can be taken away. */
class OwnRunsPolicy implements PermissionPolicy {
  readonly banned = new Set<string>();

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const userRef = user?.info.userEntityRef ?? '';
    if (permission.name !== runReadPermission.name) {
      return { result: AuthorizeResult.ALLOW };
    }
    return this.banned.has(userRef)
      ? { result: AuthorizeResult.DENY }
      : createTokpulseOpsRunConditionalDecision(
          runReadPermission,
          tokpulseOpsRunConditions.isRequester({ userRef }),
        );
  }
}

const policy = new OwnRunsPolicy();
let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    policy,
    runbooks: {
      change: testRunbook({ steps: [changeStep] }),
      stuck: testRunbook({
        steps: [
          changeStep
            .replace('test:change', 'test:break')
            .replace('confirm: once', ''),
        ],
      }),
    },
  });
});
afterAll(() => ops.stop());

async function start(person: TestPerson, runbook = 'change') {
  const { id, hash } = await ops
    .as(person)
    .createPlan({ service: 'shop', runbook });
  return ops.as(person).startRun({ planId: id, planHash: hash });
}

describe('runs that only their requester may see', () => {
  it('are left out of the lists of others, by SQL', async () => {
    const ids: string[] = [];
    for (const person of ['olga', 'otto', 'olga'] as const) {
      ids.push((await start(person)).id);
    }
    const page = await ops.as('olga').listRuns({ limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([ids[2]]);
    const next = await ops
      .as('olga')
      .listRuns({ limit: 1, cursor: page.nextCursor });
    expect(next.items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await ops.as('otto').listRuns()).items).toHaveLength(1);
    expect((await ops.as('ada').listRuns()).items).toEqual([]);
  });

  it('cannot be steered by others either, although that is allowed', async () => {
    const { id, planHash } = await start('olga');
    const step = { runId: id, stepId: 'change' };
    for (const attempt of [
      ops.as('otto').getRun(id),
      ops.as('otto').confirmStep({ ...step, planHash }),
      ops.as('otto').cancelRun({ runId: id }),
    ]) {
      const error = await attempt.catch(e => describeApiError(e));
      expect(error).toMatchObject({ status: 404, code: 'no-such-run' });
    }
    await ops.as('olga').cancelRun({ runId: id });
  });

  it('leave who and what out of the list of locks, and say that there is somebody', async () => {
    const { id: first } = await start('olga', 'stuck');
    const locksOf = (person: TestPerson) => ops.as(person).locks.list();
    const held = await eventually(
      () => locksOf('olga'),
      ([one]) =>
        one !== undefined &&
        'state' in one.holder &&
        one.holder.state === 'needs-decision',
    );
    expect(held[0].holder).toMatchObject({ runId: first });
    const { id: second } = await start('otto', 'stuck');
    const [lock] = await eventually(
      () => locksOf('otto'),
      ([one]) => one?.queue.length === 1,
    );
    expect(lock).toEqual({
      target: held[0].target,
      service: 'shop',
      holder: { hidden: true, since: held[0].holder.since },
      queue: [expect.objectContaining({ runId: second })],
    });
    const [seen] = await locksOf('olga');
    expect(seen.queue).toEqual([{ hidden: true, since: lock.queue[0].since }]);
    // Nothing can be taken from a run that is not there for the caller.
    const refused = await ops
      .as('otto')
      .locks.steal({
        target: lock.target,
        holder: first,
        reason: 'It is in my way and I cannot see it',
      })
      .catch(e => describeApiError(e));
    expect(refused).toMatchObject({ status: 404, code: 'no-such-run' });
    policy.banned.add('user:default/otto');
    expect(await locksOf('otto')).toEqual([]);
    policy.banned.clear();
    await ops.as('otto').cancelRun({ runId: second });
    await ops.as('olga').cancelRun({ runId: first });
  });

  it('cannot be followed again once the permission is gone', async () => {
    const { id } = await start('olga');
    const seen: string[] = [];
    const following = (async () => {
      for await (const { body } of ops.as('olga').followEvents({ runId: id })) {
        seen.push(body.type);
      }
    })();
    await eventually(
      () => seen.length,
      length => length > 1,
    );
    policy.banned.add('user:default/olga');
    const again = await ops
      .as('olga')
      .followEvents({ runId: id })
      .next()
      .catch(e => describeApiError(e));
    expect(again).toMatchObject({ status: 404 });
    policy.banned.clear();
    await ops.as('olga').cancelRun({ runId: id });
    await following;
  });
});
