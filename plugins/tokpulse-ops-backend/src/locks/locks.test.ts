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

const lead = 'user:default/operator';
const thief = 'user:default/thief';
const reason = 'The other run is stuck and this cannot wait';

describe('stealing a target', () => {
  let tests: TestEngine;
  let open: boolean;
  let working: number;
  const aborted: string[] = [];

  const work = (effect: 'once' | 'idempotent' | 'read', id: string) =>
    scriptedAction({
      id,
      effect,
      execute: async ({ signal, input }) => {
        working += 1;
        signal.addEventListener('abort', () => aborted.push(id));
        await eventually(
          async () => open || input.value === 'quick',
          go => go,
        );
        working -= 1;
        return done(null);
      },
    });

  beforeAll(async () => {
    tests = await startTestEngine({
      slots: 8,
      actions: [
        work('once', 'test:once'),
        work('idempotent', 'test:idempotent'),
        work('read', 'test:read'),
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
    open = false;
    working = 0;
    aborted.length = 0;
  });

  const change = (
    targets: readonly string[],
    more: Partial<TestStep> = {},
  ): TestStep => ({
    id: 'change',
    action: 'test:once',
    planned: 'once',
    targets,
    ...more,
  });
  const quick = { input: { value: 'quick' } };
  const atWork = (count: number) =>
    eventually(
      async () => working,
      now => now === count,
      { what: `${count} steps to be at work` },
    );
  const steal = (holder: string, target: string, actor = thief) =>
    tests.engine.locks.steal({ holder, target, reason, actor });
  const typesOf = async (runId: string) =>
    (await tests.events(runId)).map(({ body }) => body.type);

  it('fences its holder, whose step becomes unknown, and lets the next one in', async () => {
    const loser = await tests.start([
      change(['demo/a', 'demo/b']),
      change(['demo/a'], { id: 'after', ...quick }),
    ]);
    await atWork(1);
    const next = await tests.start([change(['demo/a'], quick)]);
    await tests.until(next.id, 'waiting');
    const other = await tests.start([change(['demo/b'], quick)]);
    await tests.until(other.id, 'waiting');

    await steal(loser.id, 'demo/a');
    await tests.until(next.id, 'succeeded');
    // It lost what else it held, too: half a set of targets can deadlock.
    await tests.until(other.id, 'succeeded');
    const run = await tests.until(loser.id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({
      state: 'unknown',
      error: {
        code: 'interrupted',
        message: expect.stringContaining('taken away'),
        nextStep: expect.any(String),
      },
    });
    expect(aborted).toContain('test:once');
    const events = await tests.events(loser.id);
    expect(
      events.find(({ body }) => body.type === 'lock-stolen'),
    ).toMatchObject({ actor: thief, body: { targets: ['demo/a'], reason } });
    expect(
      events.find(({ body }) => body.type === 'lock-released')?.body,
    ).toMatchObject({ targets: ['demo/b'] });

    // The lead goes on, and the run takes its turn in the queue again.
    open = true;
    await tests.engine.decide({
      runId: loser.id,
      stepId: 'change',
      actor: lead,
      decision: { choice: 'retry', attempt: 1 },
    });
    await tests.until(loser.id, 'succeeded');
    expect(await tests.engine.locks.list({})).toEqual([]);
    // What the fenced driver heard after all is evidence, and no more.
    const late = await eventually(
      async () =>
        (
          await tests.events(loser.id)
        ).find(({ body }) => body.type === 'late-result'),
      event => event !== undefined,
      { what: 'the late result' },
    );
    expect(late?.body).toMatchObject({ stepId: 'change', attempt: 1 });
  });

  it('does not let an idempotent step go on without its target', async () => {
    const loser = await tests.start([
      change(['demo/c'], { action: 'test:idempotent', planned: 'idempotent' }),
    ]);
    await atWork(1);
    await steal(loser.id, 'demo/c');
    const run = await tests.until(loser.id, 'needs-decision');
    expect(run.steps[0].state).toBe('unknown');
    expect(run.steps[0].attempts).toHaveLength(1);
    await tests.engine.cancel({ runId: loser.id, actor: lead });
    await tests.until(loser.id, 'cancelled');
  });

  it('lets a reading go on, and the next change wait for its turn', async () => {
    const loser = await tests.start([
      change(['demo/d'], quick),
      { id: 'look', action: 'test:read' },
      change(['demo/d'], { id: 'again', ...quick }),
    ]);
    await eventually(
      () => tests.get(loser.id),
      run => run.steps[1].state === 'running' && working === 1,
    );
    const next = await tests.start([change(['demo/d'])]);
    await tests.until(next.id, 'waiting');
    await steal(loser.id, 'demo/d');
    await eventually(
      () => tests.get(next.id),
      run => run.steps[0].state === 'running',
    );
    open = true;
    await tests.until(next.id, 'succeeded');
    const run = await tests.until(loser.id, 'succeeded');
    expect(run.steps.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
    const types = await typesOf(loser.id);
    expect(types.filter(type => type === 'lock-acquired')).toHaveLength(2);
  });

  it('takes it from a run that waits for a decision', async () => {
    const stuck = await tests.start([
      change(['demo/e'], { action: 'test:fail' }),
    ]);
    await tests.until(stuck.id, 'needs-decision');
    const next = await tests.start([change(['demo/e'], quick)]);
    await tests.until(next.id, 'waiting');
    await steal(stuck.id, 'demo/e');
    await tests.until(next.id, 'succeeded');
    expect((await tests.get(stuck.id)).state).toBe('needs-decision');
  });

  it('is refused when somebody else holds it by now, or nobody', async () => {
    const holder = await tests.start([change(['demo/f'])]);
    await atWork(1);
    const waits = await tests.start([change(['demo/f'], quick)]);
    await tests.until(waits.id, 'waiting');
    for (const [run, target] of [
      [waits.id, 'demo/f'],
      [holder.id, 'demo/free'],
      ['not-a-run', 'demo/f'],
    ]) {
      await expect(steal(run, target)).rejects.toMatchObject({
        name: 'ConflictError',
        code: 'lock-moved',
      });
    }
    open = true;
    await tests.until(waits.id, 'succeeded');
  });

  it('offers to stop the run instead when it is the own one', async () => {
    const own = await tests.start([change(['demo/g'])]);
    await atWork(1);
    await expect(steal(own.id, 'demo/g', lead)).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'own-run',
      nextStep: expect.stringContaining('Stop that run instead'),
    });
    expect(await tests.engine.locks.list({})).toHaveLength(1);
    open = true;
    await tests.until(own.id, 'succeeded');
  });

  it('happens once when two want it at the same time', async () => {
    const holder = await tests.start([change(['demo/h'])]);
    await atWork(1);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => steal(holder.id, 'demo/h')),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    await tests.until(holder.id, 'needs-decision');
    const types = await typesOf(holder.id);
    expect(types.filter(type => type === 'lock-stolen')).toHaveLength(1);
  });
});
