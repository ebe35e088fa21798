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
  endsUnknown,
  interruptedCases,
  type InterruptedCase,
} from '../../../harness/cases';
import type { EngineProcess } from '../../../harness/startEngineProcess';
import {
  startProcessTest,
  type ProcessTest,
} from '../../../harness/startProcessTest';
import { eventually } from '../../testing';

const SEED = 2026;

/**
 * One replica is killed and another frozen, each in the middle of 21 runs at
 * every place where a driver can be lost; a third takes all of them over.
 */
describe('a driver that is lost', () => {
  let tests: ProcessTest;
  const killedCases = interruptedCases({ seed: SEED, prefix: 'killed' });
  const frozenCases = interruptedCases({ seed: SEED + 1, prefix: 'frozen' });
  const ids = new Map<InterruptedCase, string>();
  const idOf = (one: InterruptedCase) => ids.get(one) ?? '';
  let lostAt: number;

  const startAll = async (
    replica: EngineProcess,
    cases: readonly InterruptedCase[],
  ) => {
    for (const one of cases) {
      const run = await tests.start(one.plan);
      ids.set(one, run.id);
    }
    const held = () =>
      cases.filter(one => tests.provider.held().includes(`${idOf(one)}:b`));
    await eventually(
      () => replica.stopped().length + held().length,
      count => count === cases.length,
      { withinMs: 30_000, what: `all drives of ${replica.replica} to stop` },
    );
  };

  beforeAll(async () => {
    tests = await startProcessTest();
    const slots = killedCases.length;
    const killed = await tests.replica('killed', { armed: true, slots });
    await startAll(killed, killedCases);
    const frozen = await tests.replica('frozen', { armed: true, slots });
    await startAll(frozen, frozenCases);
    await tests.replica('survivor', { slots: slots * 2 });

    lostAt = Date.now();
    frozen.freeze();
    await killed.kill();
    await eventually(
      async () => {
        const all = await Promise.all([...ids.values()].map(tests.get));
        return all.filter(run =>
          ['queued', 'running', 'waiting'].includes(run.state),
        ).length;
      },
      left => left === 0,
      { withinMs: 40_000, what: 'all runs to be taken over' },
    );
  }, 120_000);

  afterAll(() => tests?.stop(), 30_000);

  const claimOfSurvivor = async (one: InterruptedCase) => {
    const events = await tests.events(idOf(one));
    return events.find(
      ({ body }) =>
        body.type === 'driver-claimed' && body.replica === 'survivor',
    );
  };

  it('is replaced in less than 15 seconds', async () => {
    for (const one of [...killedCases, ...frozenCases]) {
      const claim = await claimOfSurvivor(one);
      const tookMs = new Date(claim?.at ?? 0).getTime() - lostAt;
      expect([one.name, tookMs > 0 && tookMs < 15_000]).toEqual([
        one.name,
        true,
      ]);
    }
  });

  const named = (cases: readonly InterruptedCase[]) =>
    cases.map(one => [one.name, one] as const);
  const allCases = [...killedCases, ...frozenCases];

  it.each(named(allCases.filter(one => !endsUnknown(one))))(
    '%s: goes on',
    async (_name, one) => {
      const run = await tests.get(idOf(one));
      expect(run.state).toBe('succeeded');
      expect(run.steps.find(({ id }) => id === 'b')?.state).toBe('succeeded');
    },
  );

  it.each(named(allCases.filter(endsUnknown)))(
    '%s: asks, since nobody can know',
    async (_name, one) => {
      const run = await tests.get(idOf(one));
      const count = tests.provider.count(run.id, 'b');
      expect(run.state).toBe('needs-decision');
      expect(run.steps.find(({ id }) => id === 'b')).toMatchObject({
        state: 'unknown',
        error: { code: 'interrupted' },
        probe: { outcome: count > 0 ? 'happened' : 'did-not-happen' },
      });
    },
  );

  const lateResultOf = (one: InterruptedCase) =>
    eventually(
      () => tests.events(idOf(one)),
      events => events.some(({ body }) => body.type === 'late-result'),
      { what: `the late result of ${one.name}` },
    );

  describe('and comes back', () => {
    beforeAll(async () => {
      const [, frozen] = tests.replicas();
      frozen.thaw();
      tests.provider.release();
      const late = frozenCases.filter(
        one => endsUnknown(one) && one.stopAt !== 'after-intent',
      );
      for (const one of late) {
        await lateResultOf(one);
      }
    }, 60_000);

    it('has added its late result as evidence and changed nothing', async () => {
      for (const one of frozenCases.filter(endsUnknown)) {
        const run = await tests.get(idOf(one));
        expect([one.name, run.state]).toEqual([one.name, 'needs-decision']);
      }
    });

    it('has not begun an effect that it had only intended', async () => {
      const intended = frozenCases.filter(
        one => one.stopAt === 'after-intent' && one.effect === 'once',
      );
      expect(intended).toHaveLength(1);
      for (const one of intended) {
        expect(tests.provider.count(idOf(one), 'b')).toBe(0);
      }
    });

    it('has broken no promise: every once effect once, no run stuck, no event lost or doubled', async () => {
      await tests.finish();
      expect(await tests.violations()).toEqual([]);
      for (const one of [...killedCases, ...frozenCases]) {
        expect(tests.provider.count(idOf(one), 'a')).toBe(1);
        expect(tests.provider.count(idOf(one), 'c')).toBe(1);
      }
    }, 60_000);
  });
});
