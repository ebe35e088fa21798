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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
  type TestStep,
} from '../../testing';

jest.setTimeout(60_000);

const actor = 'user:default/operator';

/** Taking back what a run did, by a run of its own. */
describe('an undo', () => {
  let tests: TestEngine;
  /** What happened, in order. */
  let world: string[] = [];
  let broken = false;
  let undoBroken = false;

  beforeAll(async () => {
    tests = await startTestEngine({
      secrets: ['s3cr3t-token'],
      actions: [
        scriptedAction({
          id: 'test:set',
          effect: 'idempotent',
          execute: ({ input }) => {
            world.push(`set ${JSON.stringify(input.value)}`);
            return done({ before: `was ${String(input.value)}` });
          },
        }),
        scriptedAction({
          id: 'test:restore',
          effect: 'idempotent',
          execute: ({ input }) => {
            if (undoBroken) {
              throw new ActionError({ code: 'refused', message: 'Locked' });
            }
            world.push(`restore ${JSON.stringify(input.value)}`);
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:echo',
          effect: 'read',
          execute: ({ input }) => done(input.value ?? null),
        }),
        scriptedAction({
          id: 'test:fail',
          effect: 'idempotent',
          execute: () => {
            if (broken) {
              throw new ActionError({ code: 'refused', message: 'No' });
            }
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:lost',
          effect: 'once',
          execute: () => {
            throw new ActionError({
              code: 'connection-lost',
              message: 'No answer',
              effect: 'possible',
            });
          },
        }),
        createRunbookAction({
          id: 'test:scale',
          description: 'Scales to so many',
          effect: 'idempotent',
          input: z.object({ to: z.number() }),
          output: z.object({ from: z.number() }),
          plan: () => [],
          execute: async ({ input }) => {
            world.push(`scale to ${input.to}`);
            return done({ from: 2 });
          },
          undo: async ({ input, output }) => {
            world.push(`scale from ${input.to} back to ${output.from}`);
            return done(null);
          },
          planUndo: ({ output }) => [
            { kind: 'fact', label: 'Instances', value: `${output.from}` },
          ],
        }),
      ],
    });
  });

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    world = [];
    broken = true;
    undoBroken = false;
  });

  const set = (id: string, more: Partial<TestStep> = {}): TestStep => ({
    id,
    action: 'test:set',
    planned: 'idempotent',
    input: { value: id },
    targets: ['demo/x'],
    undo: {
      action: 'test:restore',
      input: { value: `\${{ steps.${id}.output.before }}` },
    },
    ...more,
  });
  const failing = (more: Partial<TestStep> = {}): TestStep => ({
    id: 'last',
    action: 'test:fail',
    planned: 'idempotent',
    targets: ['demo/y'],
    ...more,
  });
  const planUndo = (run: Pick<RunDetail, 'id'>, steps?: string[]) =>
    tests.planner.undo.plan({
      runId: run.id,
      steps,
      requestedBy: actor,
      mayControl: true,
      signal: AbortSignal.timeout(10_000),
    });
  const decideUndo = async (run: RunDetail, steps?: string[]) => {
    const plan = await planUndo(run, steps);
    const step = run.steps.find(({ id }) => id === run.currentStepId);
    return tests.engine.decide({
      ...{ runId: run.id, stepId: step?.id ?? '', actor, plan },
      decision: {
        choice: 'undo',
        attempt: step?.attempts.length ?? 0,
        planId: plan.id,
        planHash: plan.hash,
      },
    });
  };
  const undoOf = (run: RunDetail) => {
    if (run.waiting?.for !== 'undo') {
      throw new Error(`The run is ${run.state}`);
    }
    return run.waiting.runId;
  };
  const failed = async (steps: readonly TestStep[]) => {
    const { id } = await tests.start(steps);
    return tests.until(id, 'needs-decision');
  };
  const locksOf = async () => {
    const { items } = { items: await tests.engine.locks.list({}) };
    return items.map(({ target, holder }) => [
      target,
      'runId' in holder ? holder.runId : 'hidden',
    ]);
  };

  it('takes back what was done, last first, with what each step put out', async () => {
    const run = await failed([
      set('one'),
      { id: 'look', action: 'test:echo' },
      set('two'),
      failing(),
    ]);
    const plan = await planUndo(run);
    expect(
      plan.steps.map(({ step, undoes }) => [step.id, undoes, step.input]),
    ).toEqual([
      ['undoTwo', 'two', { value: 'was two' }],
      ['undoOne', 'one', { value: 'was one' }],
    ]);
    expect(plan).toMatchObject({ undoes: run.id, requestedBy: actor });
    expect(world).toEqual(['set "one"', 'set "two"']);

    const waiting = await decideUndo(run);
    const undone = await tests.until(undoOf(waiting), 'succeeded');
    const over = await tests.until(run.id, 'failed');
    expect(world.slice(2)).toEqual(['restore "was two"', 'restore "was one"']);
    expect(undone).toMatchObject({ undoes: run.id, lead: actor });
    expect(over.undoneBy).toEqual([{ runId: undone.id, state: 'succeeded' }]);
    expect(
      over.steps.map(({ id, undoneBy }) => [id, undoneBy === undone.id]),
    ).toEqual([
      ['one', true],
      ['look', false],
      ['two', true],
      ['last', false],
    ]);
    const events = await tests.events(run.id);
    expect(
      events.flatMap(({ body }) =>
        body.type === 'undo-started' || body.type === 'undo-ended'
          ? [body]
          : [],
      ),
    ).toEqual([
      { type: 'undo-started', runId: undone.id, steps: ['two', 'one'] },
      {
        ...{ type: 'undo-ended', runId: undone.id, state: 'succeeded' },
        undone: ['two', 'one'],
      },
    ]);
    expect(await locksOf()).toEqual([]);
  });

  it('says of each step whether it can be taken back, and if not why', async () => {
    const run = await failed([
      set('one'),
      set('bare', { undo: undefined }),
      { id: 'look', action: 'test:echo' },
      failing(),
    ]);
    const undo = Object.fromEntries(run.steps.map(one => [one.id, one.undo]));
    expect(undo).toEqual({
      one: { possible: true },
      bare: {
        possible: false,
        because: expect.stringContaining("'test:set' cannot do that"),
      },
      look: undefined,
      last: {
        possible: false,
        because: expect.stringContaining('failed before it was done'),
      },
    });
    const plan = await planUndo(run);
    expect(
      plan.findings.map(({ level, code, stepId }) => [level, code, stepId]),
    ).toEqual([
      ['warning', 'undo-impossible', 'last'],
      ['warning', 'undo-impossible', 'bare'],
    ]);
    const asked = await planUndo(run, ['one', 'bare']);
    expect(asked.findings).toMatchObject([
      { level: 'blocking', stepId: 'bare' },
    ]);
    await expect(planUndo(run, ['bare'])).rejects.toMatchObject({
      code: 'nothing-to-undo',
    });
    await expect(planUndo(run, ['nobody'])).rejects.toMatchObject({
      code: 'no-such-step',
    });
  });

  it('takes back a part, and what was taken back is not taken back again', async () => {
    const run = await failed([set('one'), set('two'), failing()]);
    undoBroken = true;
    const waiting = await decideUndo(run, ['two']);
    const stuck = await tests.until(undoOf(waiting), 'needs-decision');
    undoBroken = false;
    await tests.engine.decide({
      ...{ runId: stuck.id, stepId: 'undoTwo', actor },
      decision: { choice: 'by-hand', attempt: 1, evidence: 'Did it' },
    });
    await tests.until(run.id, 'failed');
    const rest = await planUndo(run);
    expect(rest.steps.map(({ step }) => step.id)).toEqual(['undoOne']);
    expect(rest.findings).toMatchObject([
      { stepId: 'last' },
      { stepId: 'two', message: expect.stringContaining('was taken back') },
    ]);
  });

  it('asks again in the run when the undo did not get to its end, with the locks it had', async () => {
    const run = await failed([set('one'), failing()]);
    expect(await locksOf()).toEqual([
      ['demo/x', run.id],
      ['demo/y', run.id],
    ]);
    undoBroken = true;
    const waiting = await decideUndo(run);
    const undo = await tests.until(undoOf(waiting), 'needs-decision');
    expect(await locksOf()).toEqual([
      ['demo/test', undo.id],
      ['demo/x', undo.id],
      ['demo/y', undo.id],
    ]);
    await expect(
      tests.engine.cancel({ runId: run.id, actor }),
    ).rejects.toMatchObject({ code: 'undo-under-way' });
    await tests.engine.decide({
      ...{ runId: undo.id, stepId: 'undoOne', actor },
      decision: { choice: 'stop', attempt: 1, reason: 'It does not work' },
    });
    const again = await tests.until(run.id, 'needs-decision');
    expect(again.steps[0].undoneBy).toBeUndefined();
    expect(await locksOf()).toEqual([
      ['demo/x', run.id],
      ['demo/y', run.id],
    ]);
    broken = false;
    await tests.engine.decide({
      ...{ runId: run.id, stepId: 'last', actor },
      decision: { choice: 'retry', attempt: 1 },
    });
    await tests.until(run.id, 'succeeded');
    expect(await locksOf()).toEqual([]);
  });

  it('is done by the action itself where the runbook says nothing, and the runbook has the say', async () => {
    const scale = (id: string, more: Partial<TestStep> = {}): TestStep => ({
      ...{ id, action: 'test:scale', planned: 'idempotent', input: { to: 5 } },
      ...more,
    });
    const run = await failed([
      scale('own'),
      scale('other', {
        undo: {
          action: 'test:restore',
          input: { value: '${{ steps.other.output.from }}' },
        },
      }),
      failing(),
    ]);
    const plan = await planUndo(run);
    expect(plan.steps[1]).toMatchObject({
      undoes: 'own',
      ownUndo: { output: { from: 2 } },
      previews: [{ kind: 'fact', label: 'Instances', value: '2' }],
    });
    await decideUndo(run);
    await tests.until(run.id, 'failed');
    expect(world.slice(2)).toEqual(['restore 2', 'scale from 5 back to 2']);
  });

  it('asks its guards as any run', async () => {
    const { id } = await tests.start([
      set('one', { confirm: 'type-target' }),
      failing(),
    ]);
    const asking = await tests.until(id, 'waiting');
    const typed = { actor, stepId: 'one', typed: 'demo' };
    await tests.engine.confirm({
      ...{ ...typed, runId: id, planHash: asking.planHash },
    });
    const run = await tests.until(id, 'needs-decision');
    const waiting = await decideUndo(run);
    const undo = await tests.until(undoOf(waiting), 'waiting');
    expect(undo.waiting).toMatchObject({
      ...{ for: 'approval', kind: 'type-target', stepId: 'undoOne' },
      target: 'demo/test',
    });
    expect(world).toEqual(['set "one"']);
  });

  it('leaves out what nobody knows, until somebody says', async () => {
    const run = await failed([
      set('one'),
      {
        id: 'lost',
        action: 'test:lost',
        planned: 'once',
        undo: { action: 'test:restore', input: {} },
      },
    ]);
    const plan = await planUndo(run);
    expect(plan.steps.map(({ undoes }) => undoes)).toEqual(['one']);
    expect(plan.findings).toMatchObject([
      { stepId: 'lost', message: expect.stringContaining('Nobody knows') },
    ]);
  });

  it('is impossible where it would need a secret that was not kept', async () => {
    const run = await failed([
      set('one', { input: { value: 's3cr3t-token' } }),
      failing(),
    ]);
    await expect(planUndo(run)).rejects.toMatchObject({
      code: 'nothing-to-undo',
      message: expect.stringContaining('needs a secret that was not kept'),
    });
  });

  it('takes templates in an output for text', async () => {
    const { id } = await tests.start(
      [
        set('one', {
          input: { value: '${{ inputs.text }}' },
          undo: {
            action: 'test:restore',
            input: { value: '${{ steps.one.output.before }}' },
          },
        }),
        failing(),
      ],
      { inputs: { text: '${{ run.id }}' } },
    );
    const stopped = await tests.until(id, 'needs-decision');
    await decideUndo(stopped);
    await tests.until(id, 'failed');
    expect(world.at(-1)).toBe('restore "was ${{ run.id }}"');
  });

  it('takes back a run that is over, as a run of its own', async () => {
    broken = false;
    const { id } = await tests.start([set('one'), failing()]);
    const run = await tests.until(id, 'succeeded');
    const plan = await planUndo(run);
    const start = () =>
      tests.engine.start({ plan, planHash: plan.hash, requestedBy: actor });
    const undo = await start();
    expect((await start()).id).toBe(undo.id);
    await tests.until(undo.id, 'succeeded');
    const after = await tests.get(id);
    expect(after).toMatchObject({
      state: 'succeeded',
      undoneBy: [{ runId: undo.id, state: 'succeeded' }],
    });
    expect(after.steps[0].undoneBy).toBe(undo.id);
    await expect(planUndo(run)).rejects.toMatchObject({
      code: 'nothing-to-undo',
    });
  });

  it('is refused when the run is another one by now', async () => {
    const run = await failed([set('one'), failing()]);
    const plan = await planUndo(run);
    await expect(
      tests.engine.start({ plan, planHash: plan.hash, requestedBy: actor }),
    ).rejects.toMatchObject({ code: 'run-under-way' });
    const decide = (attempt: number) =>
      tests.engine.decide({
        ...{ runId: run.id, stepId: 'last', actor, plan },
        decision: {
          ...{ choice: 'undo', attempt },
          ...{ planId: plan.id, planHash: plan.hash },
        },
      });
    await decide(1);
    await tests.until(run.id, 'failed');
    await expect(
      tests.engine.start({ plan, planHash: plan.hash, requestedBy: actor }),
    ).resolves.toMatchObject({ undoes: run.id });
    const { id } = await tests.start([set('one'), failing()]);
    const other = await tests.until(id, 'needs-decision');
    await expect(
      tests.engine.decide({
        ...{ runId: other.id, stepId: 'last', actor, plan },
        decision: {
          ...{ choice: 'undo', attempt: 1 },
          ...{ planId: plan.id, planHash: plan.hash },
        },
      }),
    ).rejects.toMatchObject({ code: 'plan-differs' });
  });

  it('goes item by item through a step with each, in reverse, and takes back only what was done', async () => {
    const { id } = await tests.start(
      [
        set('all', {
          each: 'inputs.items',
          input: { value: '${{ item }}' },
          undo: {
            action: 'test:restore',
            input: { value: '${{ item }} ${{ steps.all.output.before }}' },
          },
        }),
        failing(),
      ],
      { inputs: { items: ['a', 'b', 'c'] } },
    );
    const run = await tests.until(id, 'needs-decision');
    await decideUndo(run);
    const over = await tests.until(id, 'failed');
    expect(world.slice(3)).toEqual([...world.slice(3)].sort().reverse());
    expect(world.slice(3)).toContain('restore "b was b"');
    expect(over.steps[0].undoneBy).toBe(over.undoneBy[0].runId);
  });

  describe('with onFailure: undo', () => {
    it('begins by itself, asks before it changes anything, and ends the run', async () => {
      const { id } = await tests.start([
        set('one'),
        failing({ onFailure: 'undo' }),
        set('never'),
      ]);
      const waiting = await tests.until(id, 'waiting');
      const undo = await tests.until(undoOf(waiting), 'waiting');
      expect(undo.waiting).toMatchObject({
        for: 'approval',
        kind: 'confirm',
        stepId: 'undoOne',
      });
      expect(world).toEqual(['set "one"']);
      await tests.engine.confirm({
        ...{ runId: undo.id, stepId: 'undoOne', actor },
        planHash: undo.planHash,
      });
      const run = await tests.until(id, 'failed');
      expect(run.steps.map(({ state }) => state)).toEqual([
        'succeeded',
        'failed',
        'skipped',
      ]);
      expect(world).toEqual(['set "one"', 'restore "was one"']);
    });

    it('takes back the step itself when it was done and not verified', async () => {
      const { id } = await tests.start([
        set('one', {
          onFailure: 'undo',
          verify: {
            action: 'test:echo',
            input: { value: 'down' },
            until: 'output == "up"',
            within: '10ms',
          },
        }),
      ]);
      const waiting = await tests.until(id, 'waiting');
      const undo = await tests.until(undoOf(waiting), 'waiting');
      expect(undo.steps.map(one => one.id)).toEqual(['undoOne']);
      await tests.engine.cancel({ runId: undo.id, actor });
      const run = await tests.until(id, 'needs-decision');
      expect(run.undoneBy).toMatchObject([{ state: 'cancelled' }]);
    });

    it('asks, and says why, when nothing can be taken back', async () => {
      const { id } = await tests.start([failing({ onFailure: 'undo' })]);
      await tests.until(id, 'needs-decision');
      const { lines } = await tests.engine.log({
        runId: id,
        from: 0,
        limit: 9,
      });
      expect(lines[0].text).toContain('There is nothing to take back');
    });
  });

  it('keeps two undos of one run from each other', async () => {
    const run = await failed([set('one'), set('two'), failing()]);
    const plans = await Promise.all([planUndo(run), planUndo(run, ['one'])]);
    const answers = await Promise.allSettled(
      plans.map(plan =>
        tests.engine.decide({
          ...{ runId: run.id, stepId: 'last', actor, plan },
          decision: {
            ...{ choice: 'undo', attempt: 1 },
            ...{ planId: plan.id, planHash: plan.hash },
          },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await eventually(
      () => tests.get(run.id),
      ({ state }) => state === 'failed',
    );
    expect((await tests.get(run.id)).undoneBy).toHaveLength(1);
  });
});
