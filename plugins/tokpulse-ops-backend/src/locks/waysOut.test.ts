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

import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
  type TestStep,
} from '../testing';

jest.setTimeout(60_000);

const olga = 'user:default/olga';
const arne = 'user:default/arne';

describe('targets are given up', () => {
  let tests: TestEngine;
  let open: boolean;

  beforeAll(async () => {
    tests = await startTestEngine({
      slots: 8,
      approvals: { from: [], notify: [], expireAfterMs: 60_000 },
      actions: [
        scriptedAction({
          id: 'test:change',
          effect: 'once',
          execute: async ({ signal }) => {
            await eventually(
              async () => open || signal.aborted,
              go => go,
            );
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:fail',
          effect: 'once',
          execute: () => {
            throw new Error('no');
          },
        }),
      ],
    });
  });
  afterAll(() => tests?.stop());
  beforeEach(() => {
    open = true;
  });
  /** Targets that are held or waited for. */
  const interests = async () => [
    ...(await tests.database.knex('locks')),
    ...(await tests.database.knex('lock_queue')),
  ];

  const change = (more: Partial<TestStep> = {}): TestStep => ({
    id: 'change',
    action: 'test:change',
    planned: 'once',
    targets: ['demo/a', 'demo/b'],
    ...more,
  });
  const start = (
    step: TestStep,
    more: Parameters<TestEngine['start']>[1] = {},
  ) => tests.start([step], { requestedBy: olga, ...more });
  const holds = (runId: string) =>
    eventually(
      () => tests.database.knex('locks').where({ run_id: runId }),
      rows => rows.length === 2,
      { what: 'the run to hold its targets' },
    );

  it('by a run that succeeds', async () => {
    const { id } = await start(change());
    await tests.until(id, 'succeeded');
    expect(await interests()).toEqual([]);
  });

  it('by a run that its lead lets fail', async () => {
    const { id } = await start(change({ action: 'test:fail' }));
    await tests.until(id, 'needs-decision');
    await holds(id);
    await tests.engine.decide({
      runId: id,
      stepId: 'change',
      actor: olga,
      decision: { choice: 'stop', attempt: 1, reason: 'enough' },
    });
    await tests.until(id, 'failed');
    expect(await interests()).toEqual([]);
  });

  it('by a run that is cancelled in the middle of a step', async () => {
    open = false;
    const { id } = await start(change());
    await holds(id);
    await tests.engine.cancel({ runId: id, actor: olga });
    await tests.until(id, 'cancelled');
    expect(await interests()).toEqual([]);
  });

  it('by a run that is cancelled while it waits for a decision', async () => {
    const { id } = await start(change({ action: 'test:fail' }));
    await tests.until(id, 'needs-decision');
    await holds(id);
    await tests.engine.cancel({ runId: id, actor: olga });
    await tests.until(id, 'cancelled');
    expect(await interests()).toEqual([]);
  });

  it('by a run that is cancelled in the queue, with its place in it', async () => {
    open = false;
    const first = await start(change());
    await holds(first.id);
    const second = await start(change());
    await tests.until(second.id, 'waiting');
    await tests.engine.cancel({ runId: second.id, actor: olga });
    await tests.until(second.id, 'cancelled');
    expect(await tests.database.knex('lock_queue')).toEqual([]);
    open = true;
    await tests.until(first.id, 'succeeded');
    expect(await interests()).toEqual([]);
  });

  it('by a run that they are stolen from', async () => {
    open = false;
    const { id } = await start(change());
    await holds(id);
    await tests.engine.locks.steal({
      holder: id,
      target: 'demo/b',
      reason: 'It is stuck',
      actor: arne,
    });
    await tests.until(id, 'needs-decision');
    expect(await interests()).toEqual([]);
  });

  it('by a run that waits for a confirmation before any effect', async () => {
    const { id } = await start(change({ confirm: 'once' }));
    await tests.until(id, 'waiting');
    expect(await tests.database.knex('locks')).toEqual([]);
    await tests.engine.cancel({ runId: id, actor: olga });
    await tests.until(id, 'cancelled');
    expect(await interests()).toEqual([]);
  });

  it('by a run that waits for an approval, and by one whose approval is refused', async () => {
    const { id, planHash } = await start(
      change({ asks: { from: [], late: false } }),
      { approvals: 'team' },
    );
    await tests.until(id, 'waiting');
    expect(await tests.database.knex('locks')).toEqual([]);
    const { items } = await tests.engine.approvals.list({ run: id, limit: 1 });
    await tests.engine.approvals.decide({
      approvalId: items[0].id,
      decision: 'reject',
      comment: 'Not now',
      planHash,
      actor: arne,
    });
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({
      state: 'failed',
      error: { code: 'forbidden' },
    });
    expect(await interests()).toEqual([]);
  });
});
