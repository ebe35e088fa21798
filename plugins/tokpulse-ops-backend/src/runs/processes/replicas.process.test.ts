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

import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startProcessTest,
  type ProcessTest,
} from '../../../harness/startProcessTest';
import { createTestPlan, eventually, type TestStep } from '../../testing';

const actor = 'user:default/operator';

const once = (id: string, more: Partial<TestStep> = {}): TestStep => ({
  id,
  action: 'harness:once',
  planned: 'once',
  ...more,
});

/** Two replicas at work, and a third process that only starts and follows. */
describe('several replicas', () => {
  let tests: ProcessTest;

  beforeAll(async () => {
    tests = await startProcessTest();
  }, 60_000);

  afterAll(() => tests?.stop(), 30_000);

  const reaches = (id: string, state: string, withinMs?: number) =>
    eventually(
      () => tests.get(id),
      one => one.state === state,
      withinMs === undefined ? {} : { withinMs },
    );
  const start = (steps: readonly TestStep[], severity?: Severity) =>
    tests.start(createTestPlan({ steps, severity }));

  it('drive runs whose wake-up was deleted', async () => {
    const runs = [];
    for (let index = 0; index < 5; index += 1) {
      runs.push(await start([once('a'), once('b')]));
    }
    await tests.database.knex.raw('delete from tokpulse_ops_jobs.job');
    await tests.replica('one', { slots: 6 });
    await tests.replica('two', { slots: 6 });
    await tests.finish();
    expect(await tests.violations()).toEqual([]);
    for (const run of runs) {
      expect((await tests.get(run.id)).state).toBe('succeeded');
    }
  }, 60_000);

  it('share the work', async () => {
    for (let index = 0; index < 30; index += 1) {
      await start([once('a', { input: { sleep: 30 } }), once('b')]);
    }
    await tests.finish();
    expect(await tests.violations()).toEqual([]);
    const { rows } = await tests.database.knex.raw(`
      select distinct body ->> 'replica' as replica from run_events
      where body ->> 'type' = 'driver-claimed' order by 1`);
    expect(rows).toEqual([{ replica: 'one' }, { replica: 'two' }]);
  }, 60_000);

  it('let one of 40 runs at a time have a target, the urgent ones first', async () => {
    const locked = once('a', { targets: ['demo/provider', 'demo/queue'] });
    const first = await start([{ ...locked, input: { hold: 'after' } }]);
    await eventually(
      () => tests.provider.held().length,
      held => held === 1,
    );
    const severities: Severity[] = ['P3', 'P1', 'P2', 'P0'];
    const runs = [];
    for (let index = 0; index < 39; index += 1) {
      const severity = severities[index % 4];
      const run = await start([locked], severity);
      const { waiting } = await reaches(run.id, 'waiting');
      expect(waiting).toMatchObject({
        for: 'lock',
        target: 'demo/provider',
        heldBy: { runId: first.id, lead: 'user:default/operator' },
      });
      runs.push({ id: run.id, severity });
    }
    tests.provider.release();
    await tests.finish();
    expect(await tests.violations()).toEqual([]);

    const times = [];
    for (const { id, severity } of [{ id: first.id, severity: '' }, ...runs]) {
      const events = await tests.events(id);
      const at = (type: string) =>
        events.find(({ body }) => body.type === type)?.at ?? '';
      times.push({
        severity,
        taken: at('lock-acquired'),
        released: at('lock-released'),
      });
    }
    times.sort((a, b) => a.taken.localeCompare(b.taken));
    for (let index = 1; index < times.length; index += 1) {
      expect(times[index].taken >= times[index - 1].released).toBe(true);
    }
    const order = times.slice(1).map(one => one.severity);
    expect(order).toEqual([...order].sort());
    expect(await tests.database.knex('locks')).toEqual([]);
    expect(await tests.database.knex('lock_queue')).toEqual([]);
  }, 60_000);

  it('ask about an effect whose reply was lost, and do not repeat it', async () => {
    const run = await start([once('a', { input: { lose: true } }), once('b')]);
    const asking = await eventually(
      () => tests.get(run.id),
      one => one.state === 'needs-decision',
    );
    expect(asking.steps[0]).toMatchObject({
      state: 'unknown',
      error: { code: 'connection-lost' },
      probe: { outcome: 'happened' },
    });
    await tests.finish();
    expect(await tests.violations()).toEqual([]);
  }, 60_000);

  it('end a run that is cancelled elsewhere, whatever it is doing', async () => {
    const target = { targets: ['demo/cancel'] };
    const running = await start([
      once('a', { ...target, input: { hold: 'before' } }),
      once('b'),
    ]);
    await eventually(
      () => tests.provider.held().length,
      held => held === 1,
    );
    const locked = await start([once('a', target)]);
    const behind = await start([once('a', target)]);
    const timer = await start([
      {
        id: 'a',
        action: 'harness:pause',
        input: { milliseconds: 600_000 },
      },
      once('b'),
    ]);
    const confirming = await start([once('a', { confirm: 'once' })]);
    const waiting = [locked, behind, timer, confirming];
    for (const { id } of waiting) {
      await reaches(id, 'waiting');
    }
    for (const { id } of [locked, timer, confirming, running]) {
      await tests.engine.cancel({ runId: id, actor });
      const asked = performance.now();
      await reaches(id, 'cancelled', 3_000);
      expect(performance.now() - asked).toBeLessThan(3_000);
    }
    // Who stood behind in the queue has its turn now.
    await tests.finish();
    expect((await tests.get(behind.id)).state).toBe('succeeded');
    const cut = await tests.get(running.id);
    expect(cut.steps.map(step => step.state)).toEqual(['unknown', 'skipped']);
    expect(tests.provider.count(timer.id, 'b')).toBe(0);
    expect(await tests.violations()).toEqual([]);
  }, 60_000);

  it('take over at once from one that is shut down in an orderly way', async () => {
    const runs: { readonly id: string }[] = [];
    for (let index = 0; index < 8; index += 1) {
      runs.push(
        await start(
          ['a', 'b', 'c', 'd', 'e', 'f'].map(id =>
            once(id, { input: { sleep: 200 } }),
          ),
        ),
      );
    }
    await eventually(
      async () => await Promise.all(runs.map(run => tests.get(run.id))),
      all => all.every(run => run.steps[0].state === 'succeeded'),
    );
    const asked = performance.now();
    await tests.replicas()[0].close({ graceMs: 5_000 });
    await tests.finish({ withinMs: 12_000 });
    // Far below the ten seconds after which a dead driver is noticed.
    expect(performance.now() - asked).toBeLessThan(8_000);
    expect(await tests.violations()).toEqual([]);
    for (const run of runs) {
      const { state, steps } = await tests.get(run.id);
      expect(state).toBe('succeeded');
      expect(steps.every(step => step.attempts.length === 1)).toBe(true);
    }
  }, 60_000);
});
