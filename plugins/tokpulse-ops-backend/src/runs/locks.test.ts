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

const actor = 'user:default/operator';

describe('locks of targets', () => {
  let tests: TestEngine;
  let working = 0;
  let most = 0;
  let open = true;

  beforeAll(async () => {
    tests = await startTestEngine({
      slots: 8,
      actions: [
        scriptedAction({
          id: 'test:change',
          effect: 'once',
          execute: async ({ input }) => {
            working += 1;
            most = Math.max(most, working);
            await eventually(
              () => open || input.value === 'quick',
              go => go,
            );
            working -= 1;
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
        scriptedAction({
          id: 'test:look',
          effect: 'read',
          execute: () => done(null),
        }),
      ],
    });
  }, 60_000);

  afterAll(() => tests?.stop());

  beforeEach(() => {
    working = 0;
    most = 0;
    open = true;
  });

  const change = (
    targets: readonly string[],
    more: Partial<TestStep> = {},
  ): TestStep => ({
    id: 'change',
    action: 'test:change',
    planned: 'once',
    targets,
    ...more,
  });
  const held = async () =>
    (await tests.database.knex('locks').orderBy('target')).map(
      row => [row.target, row.run_id] as const,
    );

  it('are taken together before the first changing step, not earlier', async () => {
    open = false;
    const { id } = await tests.start([
      { id: 'look', action: 'test:look' },
      change(['demo/b']),
      change(['demo/a'], { id: 'second' }),
    ]);
    await eventually(
      () => working,
      count => count === 1,
    );
    expect(await held()).toEqual([
      ['demo/a', id],
      ['demo/b', id],
    ]);
    open = true;
    await tests.until(id, 'succeeded');
    expect(await held()).toEqual([]);
    const events = await tests.events(id);
    const order = events.flatMap(({ body }) =>
      body.type === 'lock-acquired' ||
      (body.type === 'step-state' && body.state === 'succeeded')
        ? [body.type === 'step-state' ? body.stepId : body.targets]
        : [],
    );
    expect(order).toEqual(['look', ['demo/a', 'demo/b'], 'change', 'second']);
  });

  it('keep two runs that want the same in another order from a deadlock', async () => {
    const runs = [];
    for (let index = 0; index < 12; index += 1) {
      const targets =
        index % 2 === 0 ? ['demo/x', 'demo/y'] : ['demo/y', 'demo/z'];
      runs.push(await tests.start([change(targets)]));
    }
    for (const { id } of runs) {
      await tests.until(id, 'succeeded');
    }
    expect(most).toBe(1);
  });

  it('do not hold up a run that touches something else', async () => {
    open = false;
    const first = await tests.start([change(['demo/railway'])]);
    await eventually(
      () => working,
      count => count === 1,
    );
    const other = await tests.start([
      change(['demo/mail'], { input: { value: 'quick' } }),
    ]);
    const mail = await tests.until(other.id, 'succeeded');
    expect(mail.waiting).toBeUndefined();
    open = true;
    await tests.until(first.id, 'succeeded');
  });

  it('are kept while a failure waits for an answer, and given up at the end', async () => {
    const first = await tests.start([
      change(['demo/kept'], { action: 'test:fail' }),
    ]);
    await tests.until(first.id, 'needs-decision');
    const second = await tests.start([change(['demo/kept'])]);
    const { waiting } = await tests.until(second.id, 'waiting');
    expect(waiting).toMatchObject({
      for: 'lock',
      target: 'demo/kept',
      heldBy: { runId: first.id, runbookTitle: 'Test runbook' },
    });
    await tests.engine.decide({
      runId: first.id,
      stepId: 'change',
      actor,
      decision: { choice: 'stop', attempt: 1, reason: 'enough' },
    });
    await tests.until(second.id, 'succeeded');
  });

  it('stay with their run when a driver takes it over and a more urgent one waits', async () => {
    open = false;
    const first = await tests.start([
      change(['demo/urgent'], { effect: 'idempotent', planned: 'idempotent' }),
    ]);
    await eventually(
      () => working,
      count => count === 1,
    );
    const urgent = await tests.start([change(['demo/urgent'])], {
      severity: 'P0',
    });
    await tests.until(urgent.id, 'waiting');
    // As after the death of its driver, with the step not begun again yet.
    await tests.database
      .knex('run_steps')
      .where({ run_id: first.id })
      .update({ state: 'pending' });
    await tests.database
      .knex('runs')
      .where({ id: first.id })
      .increment('fence', 1)
      .update({ touched_at: new Date(0) });
    await tests.database.knex
      .withSchema('tokpulse_ops_jobs')
      .from('job')
      .whereRaw("singleton_key = ? and state = 'active'", [first.id])
      .delete();
    open = true;
    await tests.until(first.id, 'succeeded');
    await tests.until(urgent.id, 'succeeded');
    expect(most).toBe(1);
  }, 20_000);

  it('show who is in the way now, not who was', async () => {
    open = false;
    const settled = (id: string) =>
      eventually(
        () => tests.get(id),
        run => run.waiting !== undefined || run.steps[0].state === 'running',
      );
    const runs: { readonly id: string }[] = [];
    for (let index = 0; index < 3; index += 1) {
      const run = await tests.start([change(['demo/now'])]);
      runs.push(run);
      await settled(run.id);
    }
    await tests.engine.cancel({ runId: runs[0].id, actor });
    await eventually(
      () => tests.get(runs[1].id),
      run => run.steps[0].state === 'running',
      { what: 'the second run to have its turn' },
    );
    const { waiting } = await tests.get(runs[2].id);
    expect(waiting).toMatchObject({ heldBy: { runId: runs[1].id } });
    open = true;
    await tests.until(runs[2].id, 'succeeded');
  }, 20_000);

  it('are not held while a confirmation is awaited before any effect', async () => {
    const waits = await tests.start([
      change(['demo/confirm'], { confirm: 'once' }),
    ]);
    await tests.until(waits.id, 'waiting');
    const other = await tests.start([change(['demo/confirm'])]);
    await tests.until(other.id, 'succeeded');
    await tests.engine.confirm({
      runId: waits.id,
      stepId: 'change',
      planHash: waits.planHash,
      actor,
    });
    const confirmed = await tests.until(waits.id, 'succeeded');
    expect(confirmed.steps[0].state).toBe('succeeded');
  });

  it('are held while a later confirmation is awaited, after an effect', async () => {
    const first = await tests.start([
      change(['demo/later']),
      change(['demo/later'], { id: 'second', confirm: 'once' }),
    ]);
    await tests.until(first.id, 'waiting');
    expect(await held()).toEqual([['demo/later', first.id]]);
    await tests.engine.cancel({ runId: first.id, actor });
    await tests.until(first.id, 'cancelled');
    expect(await held()).toEqual([]);
  });

  it('are found by the sweeper when the turn of a waiter was forgotten', async () => {
    open = false;
    const first = await tests.start([change(['demo/forgot'])]);
    await eventually(
      () => working,
      count => count === 1,
    );
    const second = await tests.start([change(['demo/forgot'])]);
    await tests.until(second.id, 'waiting');
    await tests.database.knex('locks').where({ run_id: first.id }).delete();
    open = true;
    const found = await tests.until(second.id, 'succeeded');
    expect(found.waiting).toBeUndefined();
  }, 20_000);
});
