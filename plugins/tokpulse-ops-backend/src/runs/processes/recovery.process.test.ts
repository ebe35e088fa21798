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

import type {
  Effect,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startProcessTest,
  type ProcessTest,
} from '../../../harness/startProcessTest';
import { createTestPlan, eventually } from '../../testing';
import type { FailpointName } from '../failpoints';

const actor = 'user:default/operator';
const ITEMS = Array.from({ length: 12 }, (_, index) => index);
const STOP_ITEM = 5;

interface EachCase {
  readonly effect: Effect;
  readonly stopAt: FailpointName;
}

const eachCases: readonly EachCase[] = [
  { effect: 'once', stopAt: 'after-intent' },
  { effect: 'once', stopAt: 'after-effect' },
  { effect: 'once', stopAt: 'after-settle' },
  { effect: 'idempotent', stopAt: 'after-effect' },
];

const undoPlaces: readonly FailpointName[] = [
  'after-intent',
  'after-effect',
  'after-settle',
];

/**
 * One replica is killed in the middle of lists of items, of undos, and of a step
 * whose input was edited; another takes all of them over. What counts is the
 * ledger of the provider.
 */
describe('recovery after kill -9', () => {
  let tests: ProcessTest;
  const ofItems = new Map<EachCase, string>();
  const undone = new Map<FailpointName, { run: string; undo: string }>();
  let edited = '';

  const startEach = async (one: EachCase) => {
    const run = await tests.start(
      createTestPlan({
        inputs: {
          ...{ stopAt: one.stopAt, stopStep: 'all', stopItem: STOP_ITEM },
          items: ITEMS,
        },
        steps: [
          {
            ...{ id: 'all', action: `harness:${one.effect}` },
            planned: one.effect,
            each: 'inputs.items',
            input: { sleep: 20 },
          },
          { id: 'after', action: 'harness:once', planned: 'once' },
        ],
      }),
    );
    ofItems.set(one, run.id);
  };

  const until = (runId: string, holds: (run: RunDetail) => boolean) =>
    eventually(() => tests.get(runId), holds, {
      withinMs: 40_000,
      what: `run ${runId}`,
    });

  const startUndo = async (stopAt: FailpointName) => {
    const undo = { action: 'harness:once', input: {} };
    const started = await tests.start(
      createTestPlan({
        inputs: { stopAt, stopStep: 'undoA' },
        steps: [
          { id: 'a', action: 'harness:once', planned: 'once', undo },
          { id: 'b', action: 'harness:once', planned: 'once', undo },
          {
            ...{ id: 'c', action: 'harness:once', planned: 'once' },
            input: { lose: true },
          },
        ],
      }),
    );
    const run = await until(started.id, one => one.state === 'needs-decision');
    const plan = await tests.planner.undo.plan({
      ...{ runId: run.id, requestedBy: actor, mayControl: true },
      signal: AbortSignal.timeout(10_000),
    });
    const { waiting } = await tests.engine.decide({
      ...{ runId: run.id, stepId: 'c', actor, plan },
      decision: {
        ...{ choice: 'undo', attempt: 1 },
        ...{ planId: plan.id, planHash: plan.hash },
      },
    });
    undone.set(stopAt, {
      run: run.id,
      undo: waiting?.for === 'undo' ? waiting.runId : '',
    });
  };

  const startEdited = async () => {
    const started = await tests.start(
      createTestPlan({
        steps: [
          { id: 'a', action: 'harness:once', planned: 'once' },
          {
            ...{ id: 'b', action: 'harness:once', planned: 'once' },
            input: { sleep: 'no number' },
          },
          { id: 'c', action: 'harness:once', planned: 'once' },
        ],
      }),
    );
    const run = await until(started.id, one => one.state === 'needs-decision');
    const plan = await tests.planner.continuation.plan({
      ...{ runId: run.id, stepId: 'b', input: { hold: 'after' } },
      ...{ requestedBy: actor, mayControl: true },
      signal: AbortSignal.timeout(10_000),
    });
    await tests.engine.decide({
      ...{ runId: run.id, stepId: 'b', actor, plan },
      decision: {
        ...{ choice: 'edit', attempt: 0 },
        ...{ planId: plan.id, planHash: plan.hash },
      },
    });
    edited = run.id;
  };

  beforeAll(async () => {
    tests = await startProcessTest();
    const killed = await tests.replica('killed', { armed: true, slots: 12 });
    for (const one of eachCases) {
      await startEach(one);
    }
    for (const stopAt of undoPlaces) {
      await startUndo(stopAt);
    }
    await startEdited();
    await eventually(
      () =>
        killed.stopped().length +
        tests.provider.held().filter(key => key === `${edited}:b`).length,
      count => count === eachCases.length + undoPlaces.length + 1,
      { withinMs: 40_000, what: 'all drives to stop' },
    );
    await tests.replica('survivor', { slots: 12 });
    await killed.kill();
    for (const { undo } of undone.values()) {
      await until(undo, isLeft);
    }
    for (const runId of [...ofItems.values(), edited]) {
      await until(runId, isLeft);
    }
  }, 180_000);

  afterAll(() => tests?.stop(), 30_000);

  const itemCount = (runId: string, item: number) =>
    tests.provider.ledger.filter(key => key === `${runId}:all:${item}`).length;
  const stepOf = (run: RunDetail, id: string) =>
    run.steps.find(one => one.id === id);

  const onceCases = eachCases.filter(({ effect }) => effect === 'once');

  it.each(onceCases)(
    'did each item of $effect at most once, and each that succeeded, cut off $stopAt',
    async one => {
      const run = await tests.get(ofItems.get(one) ?? '');
      const items = stepOf(run, 'all')?.items ?? [];
      expect(items).toHaveLength(ITEMS.length);
      const wrong = items.filter(({ index, state }) => {
        const count = itemCount(run.id, index);
        return state === 'succeeded'
          ? count !== 1
          : state !== 'unknown' || count > 1;
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(onceCases.filter(({ stopAt }) => stopAt !== 'after-settle'))(
    'asks about the item that was cut off $stopAt, and has looked',
    async one => {
      const run = await tests.get(ofItems.get(one) ?? '');
      expect(run.state).toBe('needs-decision');
      expect(stepOf(run, 'all')?.items?.[STOP_ITEM].state).toBe('unknown');
      expect(itemCount(run.id, STOP_ITEM)).toBe(
        one.stopAt === 'after-effect' ? 1 : 0,
      );
      expect(stepOf(run, 'all')?.probe?.message).toContain('The ledger has');
    },
  );

  it('does not ask about an item that was settled before', async () => {
    const run = await tests.get(ofItems.get(eachCases[2]) ?? '');
    expect(stepOf(run, 'all')?.items?.[STOP_ITEM].state).toBe('succeeded');
  });

  it('does an idempotent item that was cut off again, and none that was done', async () => {
    const runId = ofItems.get(eachCases[3]) ?? '';
    const run = await until(runId, ({ state }) => state === 'succeeded');
    const events = await tests.events(runId);
    const takenOver = events.find(
      ({ body }) =>
        body.type === 'driver-claimed' && body.replica === 'survivor',
    );
    const before = events.flatMap(({ seq, body }) =>
      body.type === 'item-state' &&
      body.state === 'succeeded' &&
      seq < (takenOver?.seq ?? 0)
        ? [body.index]
        : [],
    );
    for (const item of ITEMS) {
      expect([item, itemCount(runId, item) >= 1]).toEqual([item, true]);
    }
    for (const item of before) {
      expect([item, itemCount(runId, item)]).toEqual([item, 1]);
    }
    expect(stepOf(run, 'all')?.items?.[STOP_ITEM].attempt).toBe(2);
    expect(tests.provider.count(runId, 'after')).toBe(1);
  });

  it.each([
    ['after-intent', false],
    ['after-effect', true],
  ] as const)(
    'asks about a step of an undo that was cut off %s, and has looked',
    async (stopAt, happened) => {
      const { undo } = undone.get(stopAt) ?? { undo: '' };
      expect(stepOf(await tests.get(undo), 'undoA')).toMatchObject({
        state: 'unknown',
        error: { code: 'interrupted' },
        probe: { outcome: happened ? 'happened' : 'did-not-happen' },
      });
      await tests.engine.decide({
        ...{ runId: undo, stepId: 'undoA', actor },
        decision: {
          ...{ attempt: 1, choice: happened ? 'by-hand' : 'retry' },
          evidence: 'Looked into the ledger',
        },
      });
    },
  );

  it.each(undoPlaces)(
    'has brought the undo that was cut off %s to its end, each step once',
    async stopAt => {
      const { run, undo } = undone.get(stopAt) ?? { run: '', undo: '' };
      await until(undo, ({ state }) => state === 'succeeded');
      const over = await until(run, ({ state }) => state === 'failed');
      expect(over.undoneBy).toEqual([{ runId: undo, state: 'succeeded' }]);
      expect(['a', 'b'].map(id => stepOf(over, id)?.undoneBy)).toEqual([
        undo,
        undo,
      ]);
      expect(
        ['undoA', 'undoB'].map(id => tests.provider.count(undo, id)),
      ).toEqual([1, 1]);
    },
  );

  it('keeps the edited input of a step that was cut off, and does it once', async () => {
    const run = await tests.get(edited);
    expect(run.state).toBe('needs-decision');
    expect(stepOf(run, 'b')).toMatchObject({
      state: 'unknown',
      input: { hold: 'after' },
      probe: { outcome: 'happened' },
    });
    await tests.engine.decide({
      ...{ runId: edited, stepId: 'b', actor },
      decision: { choice: 'by-hand', attempt: 1, evidence: 'It is there' },
    });
    await until(edited, ({ state }) => state === 'succeeded');
    expect(['a', 'b', 'c'].map(id => tests.provider.count(edited, id))).toEqual(
      [1, 1, 1],
    );
  });
});

/** Neither the killed replica nor the one that took over is at it. */
function isLeft(run: RunDetail): boolean {
  return !['queued', 'running', 'waiting'].includes(run.state);
}
