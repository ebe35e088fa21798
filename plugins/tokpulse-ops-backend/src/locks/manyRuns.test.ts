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

import { mockServices } from '@backstage/backend-test-utils';
import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { createRunEngine } from '../runs/RunEngine';
import type { RunEngine } from '../runs/types';
import {
  createTestActions,
  createTestServices,
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';

jest.setTimeout(120_000);

const TARGETS = ['demo/a', 'demo/b', 'demo/c', 'demo/d', 'demo/e'];
const SEVERITIES: readonly (Severity | undefined)[] = [
  'P0',
  'P1',
  'P2',
  'P3',
  undefined,
];

const workSchema = z.object({ name: z.string(), targets: z.array(z.string()) });

/** Park–Miller; the same sets in every run of the test. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

describe('many runs over few targets, driven by several replicas', () => {
  /** Who is at work on each target now. */
  const atWork = new Map<string, number>();
  const collisions: string[] = [];
  const order: string[] = [];
  let open = true;
  let tests: TestEngine;
  const replicas: RunEngine[] = [];

  const change = scriptedAction({
    id: 'test:change',
    effect: 'once',
    execute: async ({ input }) => {
      const { targets, name } = workSchema.parse(input.value);
      order.push(name);
      for (const target of targets) {
        if ((atWork.get(target) ?? 0) > 0) {
          collisions.push(`${name} at ${target}`);
        }
        atWork.set(target, (atWork.get(target) ?? 0) + 1);
      }
      await eventually(
        async () => open,
        yes => yes,
      );
      await nextTurn();
      for (const target of targets) {
        atWork.set(target, (atWork.get(target) ?? 0) - 1);
      }
      return done(null);
    },
  });

  beforeAll(async () => {
    tests = await startTestEngine({ actions: [change], slots: 4 });
    for (const replica of ['second', 'third']) {
      const engine = createRunEngine({
        knex: tests.database.knex,
        actions: createTestActions([change]),
        services: createTestServices(),
        logger: mockServices.logger.mock(),
        slots: 4,
        replica,
      });
      await engine.open();
      replicas.push(engine);
    }
  });
  afterAll(async () => {
    await Promise.all(replicas.map(engine => engine.close({ graceMs: 100 })));
    await tests?.stop();
  });
  beforeEach(() => {
    order.length = 0;
    collisions.length = 0;
    open = true;
  });

  const start = (
    name: string,
    targets: readonly string[],
    severity?: Severity,
  ) =>
    tests.start(
      [
        {
          id: 'change',
          action: 'test:change',
          planned: 'once',
          targets,
          input: { value: { name, targets: [...targets] } },
        },
      ],
      { severity },
    );

  it('all come to an end, and never two at one target', async () => {
    const pick = random(20_261_124);
    const runs = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const wanted = TARGETS.filter(() => pick(2) === 0);
        // In no order: sorting is the business of the engine.
        const targets =
          wanted.length === 0 ? [TARGETS[pick(5)]] : wanted.reverse();
        return start(`run ${index}`, targets, SEVERITIES[pick(5)]);
      }),
    );
    await eventually(
      () => tests.database.knex('runs').whereNot({ state: 'succeeded' }),
      left => left.length === 0,
      { withinMs: 60_000, what: 'all runs to succeed' },
    );
    expect(runs).toHaveLength(50);
    expect(order).toHaveLength(50);
    expect(collisions).toEqual([]);
    expect(await tests.database.knex('locks')).toEqual([]);
    expect(await tests.database.knex('lock_queue')).toEqual([]);
    const claimed = await tests.database
      .knex('run_events')
      .whereRaw("body ->> 'type' = 'driver-claimed'")
      .distinct(tests.database.knex.raw("body ->> 'replica' as replica"));
    expect(claimed.length).toBeGreaterThan(1);
  });

  it('are served by severity, then by arrival', async () => {
    open = false;
    const first = await start('first', TARGETS);
    await eventually(
      async () => order.length,
      count => count === 1,
    );
    const names = ['P3', 'P1', 'none', 'P0', 'P2', 'P0 later'];
    const waiting = [];
    for (const name of names) {
      const severity = SEVERITIES.find(one => one && name.startsWith(one));
      const run = await start(name, ['demo/b', 'demo/a'], severity);
      await tests.until(run.id, 'waiting');
      waiting.push(run);
    }
    const [lock] = await tests.engine.locks.list({});
    expect(
      lock.queue.map(one => ('severity' in one ? one.severity : undefined)),
    ).toEqual(['P0', 'P0', 'P1', 'P2', 'P3', undefined]);
    open = true;
    for (const { id } of [first, ...waiting]) {
      await tests.until(id, 'succeeded');
    }
    expect(order).toEqual([
      'first',
      'P0',
      'P0 later',
      'P1',
      'P2',
      'P3',
      'none',
    ]);
  });
});
