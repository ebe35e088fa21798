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

const olga = 'user:default/olga';
const arne = 'user:default/arne';
const EXPIRE_MS = 1_500;
const TEN_MINUTES_MS = 10 * 60_000;

const change: TestStep = {
  id: 'one',
  action: 'test:effect',
  planned: 'once',
  confirm: 'once',
  asks: { from: [], late: false },
};

/** How long a question can be answered and a yes be used. */
describe('the time of an approval', () => {
  let tests: TestEngine;
  let effects = 0;
  let onRead: Promise<void>;
  let read: () => void;

  beforeAll(async () => {
    tests = await startTestEngine({
      approvals: { from: [], notify: [], expireAfterMs: EXPIRE_MS },
      actions: [
        scriptedAction({
          id: 'test:effect',
          effect: 'once',
          execute: () => {
            effects += 1;
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:read',
          effect: 'read',
          execute: async () => {
            await onRead;
            return done(null);
          },
        }),
      ],
    });
  }, 60_000);

  afterAll(() => tests?.stop());

  beforeEach(() => {
    effects = 0;
    onRead = new Promise(resolve => {
      read = resolve;
    });
  });

  afterEach(async () => {
    read();
    jest.restoreAllMocks();
    await tests.endRuns();
  });

  const start = (steps: readonly TestStep[]) =>
    tests.start(steps, { approvals: 'team', requestedBy: olga });
  const states = async (run: string) =>
    (await tests.engine.approvals.list({ run, limit: 50 })).items.map(
      ({ state }) => state,
    );
  const lastOf = async (run: string) => {
    const { items } = await tests.engine.approvals.list({ run, limit: 1 });
    return items[0];
  };
  const approve = async (run: string) => {
    const { id, planHash } = await lastOf(run);
    await tests.engine.approvals.decide({
      approvalId: id,
      decision: 'approve',
      planHash,
      actor: arne,
    });
  };
  /** The clock of this process is wrong by so much. */
  const moveClock = (byMs: number) => {
    const now = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + byMs);
  };

  it.each([
    ['is right', 0],
    ['is ten minutes fast', TEN_MINUTES_MS],
    ['is ten minutes slow', -TEN_MINUTES_MS],
  ])(
    'ends by the clock of the database when that of the process %s',
    async (_what, byMs) => {
      moveClock(byMs);
      const { id } = await start([change]);
      await tests.until(id, 'waiting');
      const { expiresAt } = await lastOf(id);
      const run = await tests.until(id, 'needs-decision');
      expect(run.steps[0].error).toMatchObject({
        code: 'timeout',
        message: `Nobody answered the question for an approval until ${expiresAt}`,
      });
      const expired = (await tests.events(id)).find(
        ({ body }) => body.type === 'approval-decided',
      );
      expect(expired).toMatchObject({
        actor: 'system',
        body: { state: 'expired' },
      });
      const lateMs = Date.parse(expired?.at ?? '') - Date.parse(expiresAt);
      expect(lateMs).toBeGreaterThanOrEqual(-50);
      expect(lateMs).toBeLessThan(5_000);
      await expect(approve(id)).rejects.toMatchObject({
        code: 'approval-expired',
      });

      // In time, an answer counts.
      await tests.engine.decide({
        runId: id,
        stepId: 'one',
        decision: { choice: 'retry', attempt: 0 },
        actor: olga,
      });
      await tests.until(id, 'waiting');
      await approve(id);
      await tests.until(id, 'succeeded');
      expect(effects).toBe(1);
    },
  );

  it('ends although its run does something else', async () => {
    const { id } = await start([{ id: 'look', action: 'test:read' }, change]);
    await eventually(
      async () =>
        (
          await tests.events(id)
        ).filter(({ body }) => body.type === 'approval-decided'),
      decided => decided.length === 1,
    );
    expect(await states(id)).toEqual(['expired']);
    read();
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[1].error?.code).toBe('timeout');
  });

  it('ends for a yes that is not used, which is asked for anew', async () => {
    const { id } = await start([{ id: 'look', action: 'test:read' }, change]);
    await eventually(
      () => states(id),
      ([state]) => state === 'open',
    );
    await approve(id);
    await eventually(
      () => states(id),
      ([state]) => state === 'expired',
    );
    read();
    await tests.until(id, 'waiting');
    expect(effects).toBe(0);
    expect(await states(id)).toEqual(['open', 'expired']);
    await approve(id);
    await tests.until(id, 'succeeded');
    expect(effects).toBe(1);
  });

  it('is kept by the database against a program that does not look', async () => {
    const { id } = await start([{ id: 'look', action: 'test:read' }, change]);
    const { knex } = tests.database;
    const question = await lastOf(id);
    await eventually(
      () =>
        knex.raw('select now() > ?::timestamptz as over', [question.expiresAt]),
      ({ rows: [{ over }] }) => over,
    );
    const answer = knex('approvals').where({ id: question.id }).update({
      state: 'approved',
      decided_by: arne,
      decided_at: knex.fn.now(),
    });
    // Whether the sweeper was there first or not, no yes comes of it.
    await expect(answer).rejects.toMatchObject({
      constraint: expect.stringMatching(/^approvals_(in_time|once)$/),
    });
  });
});
