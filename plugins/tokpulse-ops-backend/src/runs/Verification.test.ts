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
import type { Json } from './steps/json';

describe('verification of a step', () => {
  let tests: TestEngine;
  let effects = 0;
  let readings: Json[] = [];
  let read = 0;

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:restart',
          effect: 'once',
          execute: () => {
            effects += 1;
            return done({ before: 'old' });
          },
        }),
        scriptedAction({
          id: 'test:health',
          effect: 'read',
          execute: ({ input }) => {
            const reading = readings[Math.min(read, readings.length - 1)];
            read += 1;
            return done({ reading, comparedWith: input.value ?? null });
          },
        }),
        scriptedAction({
          id: 'test:change',
          effect: 'idempotent',
          execute: () => done(null),
        }),
      ],
    });
  }, 60_000);

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    effects = 0;
    read = 0;
  });

  const restart = (
    verify: Partial<NonNullable<TestStep['verify']>> = {},
  ): TestStep => ({
    id: 'restart',
    action: 'test:restart',
    planned: 'once',
    retry: { count: 3, backoff: '1ms' },
    verify: {
      action: 'test:health',
      input: { value: '${{ steps.restart.output.before }}' },
      until: 'output.reading == "up" && output.comparedWith == "old"',
      within: '5s',
      every: '20ms',
      ...verify,
    },
  });

  it('reads until the condition holds, each reading an event', async () => {
    readings = ['down', 'down', 'up'];
    const { id } = await tests.start([restart()]);
    const run = await tests.until(id, 'succeeded');
    expect(run.steps[0]).toMatchObject({
      output: { before: 'old' },
      attempts: [{ state: 'succeeded' }],
      verification: { satisfied: true, readings: 3 },
    });
    const events = await tests.events(id);
    expect(
      events.flatMap(({ body }) =>
        body.type === 'verification' ? [[body.reading, body.satisfied]] : [],
      ),
    ).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(effects).toBe(1);
  });

  it('fails when the time is over, and never repeats a once step for it', async () => {
    readings = ['down'];
    const { id } = await tests.start([restart({ within: '100ms' })]);
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0]).toMatchObject({
      state: 'failed',
      error: { code: 'verification-failed' },
      output: { before: 'old' },
    });
    expect(effects).toBe(1);
  });

  it('fails at once when the condition reads what is not there', async () => {
    readings = ['down'];
    const { id } = await tests.start([
      restart({ until: 'output.missing == 1' }),
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0].error?.code).toBe('condition-failed');
    expect(read).toBe(1);
  });

  it('refuses to verify with an action that changes something', async () => {
    const { id } = await tests.start([
      restart({ action: 'test:change', until: 'true' }),
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(run.steps[0].error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('changes something'),
    });
  });

  it('parks the run between readings that are far apart', async () => {
    readings = ['down'];
    const { id } = await tests.start([restart({ every: '20s', within: '1h' })]);
    const run = await tests.until(id, 'waiting');
    expect(run.waiting).toMatchObject({ for: 'timer', stepId: 'restart' });
    await tests.engine.cancel({ runId: id, actor: 'user:default/lead' });
    const end = await tests.until(id, 'cancelled');
    expect(end.steps[0]).toMatchObject({
      state: 'failed',
      error: { code: 'cancelled' },
    });
  });

  it('ends at once when the run is cancelled', async () => {
    readings = ['down'];
    const { id } = await tests.start([restart({ every: '10s', within: '1h' })]);
    await eventually(
      () => tests.get(id),
      run => run.steps[0].verification?.readings === 1,
    );
    const asked = performance.now();
    await tests.engine.cancel({ runId: id, actor: 'user:default/lead' });
    const run = await tests.until(id, 'cancelled');
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(run.steps[0].error?.code).toBe('cancelled');
  });

  it('is continued by another driver with the first deadline', async () => {
    readings = ['down', 'up'];
    const { id } = await tests.start([restart({ every: '20s', within: '1h' })]);
    const { steps } = await tests.until(id, 'waiting');
    const deadline = steps[0].verification?.deadline;
    await tests.database
      .knex('runs')
      .where({ id })
      .update({
        wake_at: new Date(0),
      });
    const run = await tests.until(id, 'succeeded');
    expect(run.steps[0].verification).toMatchObject({ deadline, readings: 2 });
    expect(effects).toBe(1);
  }, 20_000);
});
