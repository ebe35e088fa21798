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
  done,
  waitForInput,
  waitForTimer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type ScriptContext,
  type TestEngine,
  type TestStep,
} from '../../testing';

jest.setTimeout(60_000);

const actor = 'user:default/operator';

/** Steps that run once for each item of a list. */
describe('a step with each', () => {
  let tests: TestEngine;
  let calls: unknown[] = [];
  let busy = 0;
  let mostBusy = 0;
  /** Milliseconds that an item takes. */
  let pace = 2;
  /** Items that fail, and how often they still do. */
  let failing = new Map<unknown, number>();
  let verified = new Set<unknown>();
  let happened = new Set<unknown>();
  let hold: Promise<void> | undefined;

  const work = async ({ input }: ScriptContext) => {
    busy += 1;
    mostBusy = Math.max(mostBusy, busy);
    try {
      await sleep(pace);
      calls.push(input.value);
      const left = failing.get(input.value) ?? 0;
      if (left > 0) {
        failing.set(input.value, left - 1);
        throw new ActionError({
          code: 'refused',
          message: `Not ${String(input.value)}`,
        });
      }
      return done({ did: input.value ?? null });
    } finally {
      busy -= 1;
    }
  };

  beforeAll(async () => {
    tests = await startTestEngine({
      secrets: ['s3cr3t-token'],
      actions: [
        scriptedAction({
          id: 'test:work',
          effect: 'idempotent',
          execute: work,
        }),
        scriptedAction({ id: 'test:look', effect: 'read', execute: work }),
        scriptedAction({
          id: 'test:echo',
          effect: 'read',
          execute: ({ input }) => done(input.value ?? null),
        }),
        scriptedAction({
          id: 'test:send',
          effect: 'once',
          execute: ({ input, idempotencyKey }) => {
            calls.push(idempotencyKey);
            if (String(input.value).startsWith('lost') && calls.length <= 4) {
              throw new ActionError({
                code: 'connection-lost',
                message: 'No answer',
                effect: 'possible',
              });
            }
            return done(input.value ?? null);
          },
          probe: async ({ idempotencyKey }) => ({
            outcome: happened.has(idempotencyKey.split(':').at(-1))
              ? 'happened'
              : 'did-not-happen',
            message: `Nothing under ${idempotencyKey.split(':').at(-1)}`,
          }),
        }),
        scriptedAction({
          id: 'test:check',
          effect: 'read',
          execute: ({ input }) => {
            calls.push(['check', input.value]);
            return done({ up: verified.has(input.value) });
          },
        }),
        scriptedAction({
          id: 'test:hang',
          effect: 'once',
          execute: async ({ input, signal }) => {
            calls.push(input.value);
            if (input.value === 'slow') {
              await new Promise((_resolve, reject) => {
                signal.addEventListener('abort', () => reject(signal.reason));
              });
            }
            await hold;
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:later',
          effect: 'read',
          execute: ({ resumed }) =>
            resumed === 'again'
              ? done('at last')
              : waitForTimer({
                  milliseconds: 10,
                  reason: 'A while',
                  state: 'again',
                }),
        }),
        scriptedAction({
          id: 'test:ask',
          effect: 'read',
          execute: () =>
            waitForInput({ request: { kind: 'confirm', message: 'Really?' } }),
        }),
      ],
    });
  });

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    calls = [];
    busy = 0;
    mostBusy = 0;
    pace = 2;
    failing = new Map();
    verified = new Set();
    happened = new Set();
    hold = undefined;
  });

  const each = (more: Partial<TestStep>): TestStep => ({
    id: 'all',
    action: 'test:work',
    each: 'inputs.items',
    input: { value: '${{ item }}' },
    planned: 'idempotent',
    ...more,
  });
  const start = (
    items: readonly (string | number | Record<string, string>)[],
    more: Partial<TestStep> = {},
    rest: readonly TestStep[] = [],
  ) => tests.start([each(more), ...rest], { inputs: { items: [...items] } });
  const step = (run: RunDetail) => run.steps[0];
  const statesOf = (run: RunDetail) =>
    step(run).items?.map(({ state }) => state);
  const decide = (
    run: RunDetail,
    more: { readonly failedItemsOnly?: boolean } = {},
  ) =>
    tests.engine.decide({
      runId: run.id,
      stepId: 'all',
      actor,
      decision: {
        choice: 'retry',
        attempt: step(run).attempts.length,
        ...more,
      },
    });

  it('runs once for each item, a few at once, and gives the outputs in order', async () => {
    pace = 50;
    const items = Array.from({ length: 12 }, (_, index) => index);
    const { id } = await start(items, {}, [
      {
        id: 'after',
        action: 'test:echo',
        input: { value: '${{ steps.all.output }}' },
        expect: 'output.size() == 12 && output[11].did == 11',
      },
    ]);
    const run = await tests.until(id, 'succeeded');
    expect(step(run).output).toEqual(items.map(did => ({ did })));
    expect(step(run).items).toEqual(
      items.map(index => ({
        ...{ index, label: `${index}`, state: 'succeeded', attempt: 1 },
        error: undefined,
      })),
    );
    expect(mostBusy).toBe(4);
    expect([...calls].sort()).toEqual([...items].sort());
  });

  it('calls an item by its name, and keeps secrets out of it', async () => {
    const { id } = await start([
      { name: 'North' },
      { id: 'shop-2', token: 's3cr3t-token' },
      'with s3cr3t-token in it',
      'x'.repeat(100),
    ]);
    const run = await tests.until(id, 'succeeded');
    const labels = step(run).items?.map(({ label }) => label) ?? [];
    expect(labels.slice(0, 3)).toEqual([
      'North',
      'shop-2',
      'with [redacted] in it',
    ]);
    expect(labels[3]).toHaveLength(80);
    const { rows } = await tests.database.knex.raw(
      `select string_agg(i::text, '') as text from run_items i`,
    );
    expect(rows[0].text).not.toContain('s3cr3t-token');
  });

  it('tells of every item as it goes, with what it got and gave', async () => {
    const { id } = await start(['a']);
    await tests.until(id, 'succeeded');
    const events = await tests.events(id);
    const states = events.flatMap(({ body }) =>
      body.type === 'item-state' ? [body] : [],
    );
    expect(states).toEqual([
      {
        ...{ type: 'item-state', stepId: 'all', index: 0, label: 'a' },
        ...{ state: 'running', attempt: 1, input: { value: 'a' } },
      },
      {
        ...{ type: 'item-state', stepId: 'all', index: 0, label: 'a' },
        ...{ state: 'succeeded', attempt: 1, output: { did: 'a' } },
      },
    ]);
  });

  it('tries all, fails when one failed, and on a retry does only what failed', async () => {
    failing.set('b', 1).set('d', 1);
    const { id } = await start(['a', 'b', 'c', 'd']);
    const failed = await tests.until(id, 'needs-decision');
    expect(statesOf(failed)).toEqual([
      'succeeded',
      'failed',
      'succeeded',
      'failed',
    ]);
    expect(step(failed)).toMatchObject({
      state: 'failed',
      error: {
        code: 'refused',
        message: '2 of 4 items failed: b (Not b), d (Not d)',
      },
      output: [{ did: 'a' }, null, { did: 'c' }, null],
    });
    calls = [];
    await decide(failed);
    const run = await tests.until(id, 'succeeded');
    expect([...calls].sort()).toEqual(['b', 'd']);
    expect(step(run)).toMatchObject({
      attempts: [{ state: 'failed' }, { state: 'succeeded' }],
      output: [{ did: 'a' }, { did: 'b' }, { did: 'c' }, { did: 'd' }],
    });
    expect(step(run).items?.map(({ attempt }) => attempt)).toEqual([
      1, 2, 1, 2,
    ]);
  });

  it('does all again when the lead says so', async () => {
    failing.set('b', 1);
    const { id } = await start(['a', 'b']);
    const failed = await tests.until(id, 'needs-decision');
    calls = [];
    await decide(failed, { failedItemsOnly: false });
    await tests.until(id, 'succeeded');
    expect([...calls].sort()).toEqual(['a', 'b']);
  });

  it('tries an item again as the step allows, without the others waiting', async () => {
    failing.set('a', 2);
    const { id } = await start(['a', 'b', 'c'], {
      retry: { count: 2, backoff: '30ms' },
    });
    const run = await tests.until(id, 'succeeded');
    expect(step(run).attempts).toHaveLength(1);
    expect(step(run).items?.map(({ attempt }) => attempt)).toEqual([3, 1, 1]);
    expect(calls.at(-1)).toBe('a');
  });

  it('waits for a long time without a worker, and finishes the item that waits', async () => {
    failing.set('a', 1);
    const { id } = await start(['a', 'b'], {
      retry: { count: 1, backoff: '20s' },
    });
    const waiting = await tests.until(id, 'waiting');
    expect(waiting.waiting).toMatchObject({
      for: 'timer',
      reason: '1 of 2 items wait',
    });
    expect(statesOf(waiting)).toEqual(['waiting', 'succeeded']);
    await tests.database.knex.raw(
      `update run_items set due_at = clock_timestamp() where run_id = ?`,
      [id],
    );
    await tests.database.knex.raw(
      `update runs set wake_at = clock_timestamp() where id = ?`,
      [id],
    );
    const run = await tests.until(id, 'succeeded');
    expect(calls).toEqual(['a', 'b', 'a']);
    expect(step(run).attempts).toHaveLength(1);
  });

  it('judges each item by its own output, and stops one that takes too long', async () => {
    const { id } = await start(['a', 'b'], {
      expect: 'output.did == item && item != "b"',
    });
    const run = await tests.until(id, 'needs-decision');
    expect(step(run).items?.[1]).toMatchObject({
      state: 'failed',
      error: { code: 'expectation-failed' },
    });
    const slow = await start(['fast', 'slow'], {
      action: 'test:hang',
      planned: 'once',
      timeout: '80ms',
    });
    const unknown = await tests.until(slow.id, 'needs-decision');
    expect(statesOf(unknown)).toEqual(['succeeded', 'unknown']);
    expect(step(unknown).items?.[1].error?.code).toBe('timeout');
  });

  it('verifies each item with the item, until it is so', async () => {
    verified = new Set(['a']);
    const { id } = await start(['a', 'b'], {
      verify: {
        action: 'test:check',
        input: { value: '${{ steps.all.output.did }}' },
        until: 'output.up && item != ""',
        within: '150ms',
        every: '20ms',
      },
      retry: { count: 1, backoff: '1ms' },
    });
    await eventually(
      () => calls.filter(call => call === 'b').length,
      count => count === 2,
    );
    verified.add('b');
    const run = await tests.until(id, 'succeeded', 'needs-decision');
    expect(statesOf(run)).toEqual(['succeeded', 'succeeded']);
    expect(step(run).items?.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('asks about items of which nobody knows, having probed each, and never repeats them by itself', async () => {
    const { id } = await start(['a', 'lost', 'b'], {
      action: 'test:send',
      planned: 'once',
      retry: { count: 3, backoff: '1ms' },
      onFailure: 'continue',
    });
    const run = await tests.until(id, 'needs-decision');
    expect(statesOf(run)).toEqual(['succeeded', 'unknown', 'succeeded']);
    expect(step(run)).toMatchObject({
      state: 'unknown',
      error: {
        message: expect.stringContaining('Of 1 of 3 items nobody knows'),
      },
      probe: { outcome: 'did-not-happen', message: 'lost: Nothing under 1' },
    });
    expect(calls).toEqual([`${id}:all:0`, `${id}:all:1`, `${id}:all:2`]);
  });

  it('does not repeat on a retry what the probe has found', async () => {
    happened.add('1');
    const { id } = await start(['a', 'lost', 'lost too', 'b'], {
      action: 'test:send',
      planned: 'once',
    });
    const unknown = await tests.until(id, 'needs-decision');
    expect(statesOf(unknown)).toEqual([
      'succeeded',
      'unknown',
      'unknown',
      'succeeded',
    ]);
    calls = calls.slice(0, 4);
    await decide(unknown);
    const run = await tests.until(id, 'succeeded');
    expect(calls.slice(4)).toEqual([`${id}:all:2`]);
    expect(step(run).items?.map(({ attempt }) => attempt)).toEqual([
      1, 1, 2, 1,
    ]);
    expect(step(run).output).toEqual(['a', null, 'lost too', 'b']);
    expect(
      (await tests.events(id)).flatMap(({ body, actor: who }) =>
        body.type === 'item-state' && body.probe?.outcome === 'happened'
          ? [[body.index, body.state, who]]
          : [],
      ),
    ).toEqual([
      [1, 'unknown', expect.anything()],
      [1, 'succeeded', actor],
    ]);
  });

  it('lets an action wait a while for one item, and refuses one that asks a person', async () => {
    const { id } = await start(['a', 'b'], {
      action: 'test:later',
      planned: 'read',
    });
    const run = await tests.until(id, 'succeeded');
    expect(step(run).output).toEqual(['at last', 'at last']);
    const asks = await start(['a'], { action: 'test:ask', planned: 'read' });
    const asked = await tests.until(asks.id, 'needs-decision');
    expect(step(asked).items?.[0].error?.message).toContain('asks a person');
  });

  it('passes over what has not begun when the run is cancelled', async () => {
    let go: () => void = () => undefined;
    hold = new Promise(resolve => {
      go = resolve;
    });
    const items = Array.from({ length: 8 }, (_, index) => `slow ${index}`);
    const { id } = await start(items, { action: 'test:hang', planned: 'once' });
    await eventually(
      () => calls.length,
      count => count === 4,
    );
    await tests.engine.cancel({ runId: id, actor, reason: 'Enough' });
    go();
    const run = await tests.until(id, 'cancelled');
    const states = statesOf(run) ?? [];
    expect(states.slice(4)).toEqual(Array(4).fill('skipped'));
    expect(calls).toHaveLength(4);
  });

  it.each([
    ['no list', 'inputs', 'gives no list'],
    ['a list that is too long', 'inputs.many', 'the limit is 1000'],
    ['what is not there', 'inputs.none', 'inputs.none does not exist'],
  ])('begins nothing with %s', async (_what, expression, message) => {
    const { id } = await tests.start([each({ each: expression })], {
      inputs: { many: Array.from({ length: 1001 }, (_, index) => index) },
    });
    const run = await tests.until(id, 'needs-decision');
    expect(step(run)).toMatchObject({
      state: 'failed',
      error: { code: 'condition-failed' },
      attempts: [],
    });
    expect(step(run).error?.message).toContain(message);
    expect(calls).toEqual([]);
  });

  it('has nothing to do with an empty list, and says why it is skipped by if', async () => {
    const empty = await start([]);
    const run = await tests.until(empty.id, 'succeeded');
    expect(step(run)).toMatchObject({ state: 'succeeded', output: [] });
    const { id } = await start(['a'], { if: 'inputs.items.size() > 3' });
    const skipped = await tests.until(id, 'succeeded');
    expect(step(skipped)).toMatchObject({
      state: 'skipped',
      skippedBecause: 'inputs.items.size() > 3 is false: inputs.items is ["a"]',
    });
  });

  it('does a thousand items with writes that do not grow with their number', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => index);
    const { id } = await start(items);
    const run = await eventually(
      () => tests.get(id),
      ({ state }) => state === 'succeeded',
      { withinMs: 40_000, what: 'a thousand items' },
    );
    expect(step(run).items).toHaveLength(1000);
    const { rows } = await tests.database.knex.raw(
      `select max(bytes) filter (where body ->> 'type' = 'item-state') as item,
        count(*) filter (where body ->> 'type' = 'item-state')::int as items
       from run_events where run_id = ?`,
      [id],
    );
    expect(rows[0].items).toBe(2000);
    expect(rows[0].item).toBeLessThan(300);
    const attempts = await tests.database
      .knex('attempts')
      .where({ run_id: id })
      .count();
    expect(Number(attempts[0].count)).toBe(1001);
  });
});
