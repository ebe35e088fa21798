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
  ActionError,
  done,
  waitForInput,
  waitForTimer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  createTestPlan,
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';

const actor = 'user:default/operator';

/** What people do to runs: start, confirm, answer, decide, cancel. */
describe('people and runs', () => {
  let tests: TestEngine;
  let effects: string[] = [];
  let broken = true;
  let started: Promise<void>;
  let onStarted: () => void;

  beforeAll(async () => {
    tests = await startTestEngine({
      secrets: ['s3cr3t-token'],
      actions: [
        scriptedAction({
          id: 'test:effect',
          effect: 'once',
          execute: ({ input }) => {
            effects.push(String(input.value));
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:broken',
          effect: 'idempotent',
          execute: ({ attempt }) => {
            if (broken) {
              throw new ActionError({ code: 'refused', message: 'Not now' });
            }
            return done({ attempt });
          },
        }),
        scriptedAction({
          id: 'test:ask',
          effect: 'read',
          execute: ({ answer, resumed, attempt }) =>
            answer
              ? done({ answer, resumed: resumed ?? null, attempt })
              : waitForInput({
                  request: {
                    kind: 'checklist',
                    message: 'Do it, with s3cr3t-token',
                    items: [
                      { id: 'a', label: 'A', required: true },
                      { id: 'b', label: 'B', required: false },
                    ],
                    evidence: true,
                  },
                  state: { asked: true },
                }),
        }),
        scriptedAction({
          id: 'test:pause',
          effect: 'read',
          execute: ({ input, resumed, attempt }) =>
            resumed
              ? done({ resumed, attempt })
              : waitForTimer({
                  milliseconds: Number(input.value),
                  reason: 'A pause',
                  state: { since: 'then' },
                }),
        }),
        scriptedAction({
          id: 'test:hang',
          effect: 'once',
          execute: ({ signal, input }) => {
            onStarted();
            return new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () =>
                reject(
                  input.value === 'safe'
                    ? new ActionError({
                        code: 'cancelled',
                        message: 'Stopped before it began',
                      })
                    : signal.reason,
                ),
              );
            });
          },
          probe: async () => ({
            outcome: 'did-not-happen',
            message: 'Nothing is there',
          }),
        }),
      ],
    });
  }, 60_000);

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    effects = [];
    broken = true;
    started = new Promise(resolve => {
      onStarted = resolve;
    });
  });

  it('starts a plan once, and only the plan that was seen, in its time', async () => {
    const { engine, plans } = tests;
    const plan = createTestPlan({ steps: [] });
    const start = (planHash: string, requestedBy = actor) =>
      engine.start({ plan, planHash, requestedBy });
    await expect(start(plan.hash)).rejects.toThrow('There is no plan');
    await plans.save(plan);
    await expect(start('another')).rejects.toThrow('another one');

    const runs = await Promise.all(
      Array.from({ length: 20 }, () => start(plan.hash)),
    );
    expect(new Set(runs.map(run => run.id)).size).toBe(1);
    expect(await tests.database.knex('runs')).toHaveLength(1);
    await expect(start(plan.hash, 'user:default/other')).rejects.toMatchObject({
      name: 'ConflictError',
    });

    const expired = createTestPlan({ steps: [], lifetimeMs: -1 });
    await plans.save(expired);
    await expect(
      engine.start({
        plan: expired,
        planHash: expired.hash,
        requestedBy: actor,
      }),
    ).rejects.toThrow('has expired');
  });

  it('asks to confirm before the step begins, bound to the plan', async () => {
    const { engine } = tests;
    const { id, planHash } = await tests.start([
      {
        id: 'one',
        action: 'test:effect',
        planned: 'once',
        confirm: 'once',
        targets: ['demo/confirm'],
        input: { value: 'confirmed' },
      },
    ]);
    const waiting = await tests.until(id, 'waiting');
    expect(waiting.waiting).toMatchObject({
      for: 'approval',
      stepId: 'one',
      kind: 'confirm',
    });
    expect(waiting.steps[0]).toMatchObject({ state: 'waiting', attempts: [] });
    expect(await tests.database.knex('locks')).toEqual([]);

    const confirm = (hash: string, stepId = 'one') =>
      engine.confirm({ runId: id, stepId, planHash: hash, actor });
    await expect(confirm('another')).rejects.toThrow('another plan');
    await expect(confirm(planHash, 'two')).rejects.toThrow('does not wait');
    await confirm(planHash);
    await tests.until(id, 'succeeded');
    await expect(confirm(planHash)).rejects.toThrow('does not wait');
    expect(effects).toEqual(['confirmed']);
    const events = await tests.events(id);
    expect(events).toContainEqual(
      expect.objectContaining({
        actor,
        body: {
          type: 'confirmed',
          stepId: 'one',
          planHash,
          kind: 'self-confirmed',
        },
      }),
    );
  });

  it('wants the name of the target typed where the step says so', async () => {
    const { engine } = tests;
    const { id, planHash } = await tests.start([
      {
        id: 'one',
        action: 'test:effect',
        planned: 'once',
        confirm: 'type-target',
        input: { value: 'typed' },
      },
    ]);
    const { waiting } = await tests.until(id, 'waiting');
    expect(waiting).toMatchObject({ kind: 'type-target', target: 'demo' });
    const confirm = (typed?: string) =>
      engine.confirm({ runId: id, stepId: 'one', planHash, typed, actor });
    await expect(confirm()).rejects.toThrow('Type the name');
    await expect(confirm('dem')).rejects.toThrow('Type the name');
    expect(effects).toEqual([]);
    await confirm('demo');
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['typed']);
  });

  it('parks a step that asks, and gives the answer to the same attempt', async () => {
    const { engine } = tests;
    const { id } = await tests.start([{ id: 'one', action: 'test:ask' }]);
    const { waiting } = await tests.until(id, 'waiting');
    expect(waiting).toMatchObject({
      for: 'input',
      request: { kind: 'checklist', message: 'Do it, with [redacted]' },
    });
    const answer = (done_: string[], kind = 'checklist' as const) =>
      engine.answer({
        runId: id,
        stepId: 'one',
        answer: { kind, done: done_, evidence: 'pasted s3cr3t-token' },
        actor,
      });
    await expect(answer(['z'])).rejects.toThrow("no item 'z'");
    await expect(
      engine.answer({
        runId: id,
        stepId: 'one',
        answer: { kind: 'confirm', confirmed: true },
        actor,
      }),
    ).rejects.toThrow("kind 'checklist'");
    await answer(['a']);
    const run = await tests.until(id, 'succeeded');
    expect(run.steps[0]).toMatchObject({
      attempts: [{ number: 1, state: 'succeeded' }],
      output: {
        answer: { done: ['a'], evidence: 'pasted [redacted]' },
        resumed: { asked: true },
        attempt: 1,
      },
    });
  });

  it('parks a step that pauses and comes back when the time is over', async () => {
    const before = Date.now();
    const { id } = await tests.start([
      { id: 'one', action: 'test:pause', input: { value: 400 } },
    ]);
    const { waiting } = await tests.until(id, 'waiting');
    expect(waiting).toMatchObject({ for: 'timer', reason: 'A pause' });
    const run = await tests.until(id, 'succeeded');
    expect(Date.now() - before).toBeGreaterThanOrEqual(400);
    expect(run.steps[0]).toMatchObject({
      output: { resumed: { since: 'then' }, attempt: 1 },
    });
  });

  const decide = (
    runId: string,
    decision: Parameters<TestEngine['engine']['decide']>[0]['decision'],
  ) => tests.engine.decide({ runId, stepId: 'one', decision, actor });
  const failedRun = async () => {
    const { id } = await tests.start([
      { id: 'one', action: 'test:broken', planned: 'idempotent' },
      {
        id: 'two',
        action: 'test:effect',
        planned: 'once',
        input: { value: 'after' },
      },
    ]);
    await tests.until(id, 'needs-decision');
    return (decision: Parameters<typeof decide>[1]) => decide(id, decision);
  };

  it('retries a failed step when told to, as a new attempt', async () => {
    const answer = await failedRun();
    await expect(answer({ choice: 'retry', attempt: 2 })).rejects.toThrow(
      'tried again since',
    );
    broken = false;
    const { id } = await answer({ choice: 'retry', attempt: 1 });
    const run = await tests.until(id, 'succeeded');
    expect(run.steps[0]).toMatchObject({ output: { attempt: 2 } });
    expect(run.withFailures).toBe(false);
    expect(effects).toEqual(['after']);
  });

  it('skips a failed step for a reason', async () => {
    const answer = await failedRun();
    await expect(answer({ choice: 'skip', attempt: 1 })).rejects.toThrow(
      'Say why',
    );
    const { id } = await answer({
      choice: 'skip',
      attempt: 1,
      reason: 'not needed',
    });
    const run = await tests.until(id, 'succeeded');
    expect(run).toMatchObject({ withFailures: true });
    expect(run.steps[0]).toMatchObject({
      state: 'skipped',
      handled: true,
      skippedBecause: 'not needed',
    });
  });

  it('takes a step that was done by hand, with evidence', async () => {
    const answer = await failedRun();
    await expect(answer({ choice: 'by-hand', attempt: 1 })).rejects.toThrow(
      'Paste',
    );
    const { id } = await answer({
      choice: 'by-hand',
      attempt: 1,
      evidence: 'done s3cr3t-token',
    });
    const run = await tests.until(id, 'succeeded');
    expect(run.steps[0]).toMatchObject({ state: 'by-hand', handled: true });
    const events = await tests.events(id);
    expect(events).toContainEqual(
      expect.objectContaining({
        actor,
        body: expect.objectContaining({
          type: 'decided',
          evidence: 'done [redacted]',
        }),
      }),
    );
  });

  it('stops the run for a reason', async () => {
    const answer = await failedRun();
    const { id } = await answer({
      choice: 'stop',
      attempt: 1,
      reason: 'enough',
    });
    const run = await tests.until(id, 'failed');
    expect(run.steps.map(one => one.state)).toEqual(['failed', 'skipped']);
    await expect(decide(id, { choice: 'retry', attempt: 1 })).rejects.toThrow(
      'does not need a decision',
    );
    expect(effects).toEqual([]);
  });

  describe('cancel', () => {
    const cancel = (runId: string) =>
      tests.engine.cancel({ runId, reason: 'changed my mind', actor });

    it.each([
      [
        'confirmation',
        [
          {
            id: 'one',
            action: 'test:effect',
            planned: 'once' as const,
            confirm: 'once' as const,
          },
        ],
        ['skipped'],
      ],
      ['input', [{ id: 'one', action: 'test:ask' }], ['failed']],
      [
        'timer',
        [{ id: 'one', action: 'test:pause', input: { value: 60_000 } }],
        ['failed'],
      ],
    ])('ends a run that waits for %s', async (_what, steps, states) => {
      const { id } = await tests.start([
        ...steps,
        { id: 'later', action: 'test:effect', planned: 'once' },
      ]);
      await tests.until(id, 'waiting');
      await cancel(id);
      const run = await tests.until(id, 'cancelled');
      expect(run.steps.map(one => one.state)).toEqual([...states, 'skipped']);
      expect(effects).toEqual([]);
      await expect(cancel(id)).rejects.toThrow('The run is over');
    });

    it('ends a run that needs a decision', async () => {
      const { id } = await tests.start([
        { id: 'one', action: 'test:broken', planned: 'idempotent' },
      ]);
      await tests.until(id, 'needs-decision');
      await cancel(id);
      const run = await tests.until(id, 'cancelled');
      expect(run.steps[0].state).toBe('failed');
    });

    it('leaves a once step unknown when it was in the middle, with its probe', async () => {
      const { id } = await tests.start([
        { id: 'one', action: 'test:hang', planned: 'once' },
        { id: 'two', action: 'test:effect', planned: 'once' },
      ]);
      await started;
      const asked = performance.now();
      await cancel(id);
      const run = await tests.until(id, 'cancelled');
      expect(performance.now() - asked).toBeLessThan(2_000);
      expect(run.steps[0]).toMatchObject({
        state: 'unknown',
        probe: { outcome: 'did-not-happen' },
      });
      expect(run.steps[1].state).toBe('skipped');
    });

    it('believes a once step that says it had not begun', async () => {
      const { id } = await tests.start([
        {
          id: 'one',
          action: 'test:hang',
          planned: 'once',
          input: { value: 'safe' },
        },
      ]);
      await started;
      await cancel(id);
      const run = await tests.until(id, 'cancelled');
      expect(run.steps[0]).toMatchObject({
        state: 'failed',
        error: { code: 'cancelled', message: 'Stopped before it began' },
      });
    });

    it('says who asked and why', async () => {
      const { id } = await tests.start([{ id: 'one', action: 'test:ask' }]);
      await tests.until(id, 'waiting');
      await cancel(id);
      const events = await eventually(
        () => tests.events(id),
        all => all.some(one => one.body.type === 'cancel-requested'),
      );
      expect(events).toContainEqual(
        expect.objectContaining({
          actor,
          body: { type: 'cancel-requested', reason: 'changed my mind' },
        }),
      );
    });
  });
});
