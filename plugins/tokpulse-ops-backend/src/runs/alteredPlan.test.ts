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
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';
import type { FailpointName } from './failpoints';

jest.setTimeout(60_000);

const lead = 'user:default/operator';

/** Somebody changes the stored plan of a run while its driver is dead. */
describe('a run whose plan was altered', () => {
  let tests: TestEngine;
  /** Where the driver dies next, once. */
  let dies:
    | {
        readonly at: FailpointName;
        readonly forge: string;
        /** Somebody cancels the run meanwhile. */
        readonly cancelled?: true;
      }
    | undefined;
  const looks = { probed: 0 };
  const effects: string[] = [];

  const action = (effect: 'once' | 'idempotent' | 'read') =>
    scriptedAction({
      id: `test:${effect}`,
      effect,
      execute: ({ input }) => {
        effects.push(`${effect} ${JSON.stringify(input.value ?? null)}`);
        return done(null);
      },
      ...(effect === 'once' && {
        probe: async () => {
          looks.probed += 1;
          return { outcome: 'did-not-happen', message: 'Nothing to see' };
        },
      }),
    });

  /** @param path - of what is changed in the first step, and its JSON */
  const alter = (runId: string, change: string) => {
    const at = change.indexOf('=');
    const [path, value] = [change.slice(0, at), change.slice(at + 1)];
    return tests.database.knex.raw(
      `update plans set document = jsonb_set(document, ?::text[], ?::jsonb)
       where id = (select plan_id from runs where id = ?)`,
      [`{steps,0,${path}}`, value, runId],
    );
  };

  beforeAll(async () => {
    tests = await startTestEngine({
      hashKey: 'a key',
      actions: [action('once'), action('idempotent'), action('read')],
      testing: {
        failpoint: async (name, { runId }) => {
          if (dies?.at !== name) {
            return;
          }
          const { forge, cancelled } = dies;
          dies = undefined;
          await alter(runId, forge);
          if (cancelled) {
            await tests.engine.cancel({ runId, actor: lead });
          }
          throw new Error('The driver died');
        },
      },
    });
  });
  afterAll(() => tests?.stop());
  beforeEach(() => {
    effects.length = 0;
    looks.probed = 0;
  });
  afterEach(() => tests.endRuns());

  const altered = {
    code: 'precondition-failed',
    message: 'The stored plan of the run is not what was agreed to',
  };
  const decide = (runId: string, choice: 'retry' | 'stop', attempt: number) =>
    tests.engine.decide({
      ...{ runId, stepId: 'change', actor: lead },
      decision: { choice, attempt, reason: 'Somebody changed it' },
    });

  it.each([
    ['once', 'effect="idempotent"'],
    ['idempotent', 'step,input={"value":"forged"}'],
    ['read', 'step,action="test:once"'],
  ] as const)(
    'is not carried on when a step (%s) was cut off before its effect',
    async (effect, forge) => {
      dies = { at: 'after-intent', forge };
      const { id } = await tests.start([
        { id: 'change', action: `test:${effect}`, planned: effect },
      ]);
      const run = await tests.until(id, 'needs-decision');
      expect(run.steps[0]).toMatchObject({
        state: 'unknown',
        error: altered,
        attempts: [{ number: 1, state: 'unknown' }],
      });
      expect(effects).toEqual([]);
      expect(looks.probed).toBe(0);

      // Nor by anything a person chooses, but to end it.
      await decide(id, 'retry', 1);
      const again = await tests.until(id, 'needs-decision');
      expect(again.steps[0]).toMatchObject({ state: 'failed', error: altered });
      expect(effects).toEqual([]);
      await decide(id, 'stop', 1);
      await tests.until(id, 'failed');
    },
  );

  it('is not verified either, and keeps that the effect happened', async () => {
    const { id } = await tests.start([
      {
        id: 'change',
        action: 'test:idempotent',
        planned: 'idempotent',
        verify: {
          action: 'test:read',
          input: { value: 'look' },
          until: 'false',
          within: '10m',
          every: '5m',
        },
      },
    ]);
    await tests.until(id, 'waiting');
    expect(effects).toEqual(['idempotent null', 'read "look"']);
    await alter(id, 'step,verify,until="true"');
    await tests.database
      .knex('runs')
      .where({ id })
      .update({ wake_at: tests.database.knex.fn.now() });
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({ state: 'failed', error: altered });
    expect(effects).toHaveLength(2);
  });

  it('closes the items of a step, done or not', async () => {
    dies = { at: 'after-intent', forge: 'effect="read"' };
    const { id } = await tests.start([
      {
        ...{ id: 'change', action: 'test:once', planned: 'once' },
        each: '["a", "b", "c"]',
        input: { value: '${{ item }}' },
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({ state: 'unknown', error: altered });
    const states = run.steps[0].items?.map(({ state }) => state) ?? [];
    expect(states).toContain('unknown');
    expect(states.filter(state => state === 'running')).toEqual([]);
  });

  it('does not skip, go on, or begin by what the plan says now', async () => {
    dies = { at: 'after-claim', forge: 'step,if="false"' };
    const { id } = await tests.start([
      { id: 'change', action: 'test:once', planned: 'once' },
      { id: 'next', action: 'test:once', planned: 'once' },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps.map(({ state }) => state)).toEqual(['failed', 'pending']);
    expect(effects).toEqual([]);
  });

  it('can be cancelled, which leaves what was under way unknown', async () => {
    dies = { at: 'after-intent', forge: 'effect="read"', cancelled: true };
    const { id } = await tests.start([
      { id: 'change', action: 'test:once', planned: 'once' },
      { id: 'next', action: 'test:once', planned: 'once' },
    ]);
    const run = await tests.until(id, 'cancelled');
    expect(run.steps.map(({ state }) => state)).toEqual(['unknown', 'skipped']);
    expect(run.steps[0].error).toMatchObject(altered);
    expect(looks.probed).toBe(0);
  });

  it('is driven to its end when nobody touched it, whoever dies', async () => {
    dies = { at: 'after-intent', forge: 'actionDescription="shown only"' };
    const { id } = await tests.start([
      { id: 'change', action: 'test:idempotent', planned: 'idempotent' },
    ]);
    await tests.until(id, 'succeeded');
    expect(effects).toEqual(['idempotent null']);
  });
});
