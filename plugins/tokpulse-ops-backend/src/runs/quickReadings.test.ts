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
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';

/** Readings have no effect that an intent must precede, so they share writes. */
describe('quick readings', () => {
  let tests: TestEngine;
  let release: () => void = () => {};
  const gate = new Promise<void>(resolve => {
    release = resolve;
  });

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:read',
          effect: 'read',
          execute: ({ input, log }) => {
            log.info(`read ${JSON.stringify(input.value)}`);
            return done(input.value ?? null);
          },
        }),
        scriptedAction({
          id: 'test:slow',
          effect: 'read',
          execute: async () => {
            await gate;
            return done('slow');
          },
        }),
        scriptedAction({
          id: 'test:refused',
          effect: 'read',
          execute: ({ log }) => {
            log.warn('about to fail');
            throw new ActionError({ code: 'refused', message: 'No' });
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    release();
    await tests.stop();
  });

  const readings = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `s${index}`,
      action: 'test:read',
      input: { value: index },
    }));

  it('are written together, and each is seen from its start to its end', async () => {
    const run = await tests.start(readings(20));
    const ended = await tests.until(run.id, 'succeeded');
    const [{ writes }] = await tests.database
      .knex('runs')
      .where({ id: run.id });
    expect(Number(writes)).toBeLessThan(20);
    for (const step of ended.steps) {
      expect(step).toMatchObject({
        state: 'succeeded',
        attempts: [{ number: 1, state: 'succeeded' }],
      });
      expect(step.startedAt).toBeDefined();
      expect(step.attempts[0].finishedAt).toBeDefined();
    }
    const told = (await tests.events(run.id)).flatMap(({ body }) => {
      switch (body.type) {
        case 'step-state':
          return [`${body.stepId} ${body.state}`];
        case 'log':
          return [`${body.stepId} ${body.firstLine} ${body.lines[0].text}`];
        default:
          return [];
      }
    });
    expect(told).toEqual(
      readings(20).flatMap(({ id }, index) => [
        `${id} running`,
        `${id} ${index} read ${index}`,
        `${id} succeeded`,
      ]),
    );
    expect(
      (await tests.engine.log({ runId: run.id, from: 0, limit: 100 })).total,
    ).toBe(20);
  });

  it('that take their time are seen to be under way', async () => {
    const run = await tests.start([
      ...readings(1),
      { id: 'slow', action: 'test:slow' },
    ]);
    const seen = await eventually(
      () => tests.get(run.id),
      ({ steps }) => steps[1].state === 'running',
      { what: 'the slow reading to be seen' },
    );
    expect(seen.steps[1].attempts).toMatchObject([{ state: 'running' }]);
    release();
    await tests.until(run.id, 'succeeded');
  });

  it('that fail keep the lines they wrote, and their one attempt', async () => {
    const run = await tests.start([
      ...readings(1),
      { id: 'no', action: 'test:refused' },
    ]);
    const failed = await tests.until(run.id, 'needs-decision');
    expect(failed.steps[1]).toMatchObject({
      state: 'failed',
      error: { code: 'refused' },
      attempts: [{ number: 1, state: 'failed', error: { code: 'refused' } }],
    });
    const { lines } = await tests.engine.log({
      runId: run.id,
      from: 0,
      limit: 10,
    });
    expect(lines.map(({ text }) => text)).toEqual(['read 0', 'about to fail']);
  });
});

describe('runs that are started together', () => {
  it('are driven at once, each by a worker of its own', async () => {
    let running = 0;
    let most = 0;
    let release: () => void = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    const tests = await startTestEngine({
      slots: 4,
      actions: [
        scriptedAction({
          id: 'test:meet',
          effect: 'read',
          execute: async () => {
            running += 1;
            most = Math.max(most, running);
            await gate;
            running -= 1;
            return done(null);
          },
        }),
      ],
    });
    try {
      const began = performance.now();
      const runs = await Promise.all(
        Array.from({ length: 4 }, () =>
          tests.start([{ id: 's', action: 'test:meet' }]),
        ),
      );
      await eventually(
        () => most,
        count => count === 4,
        { what: 'four runs to be driven at once' },
      );
      // Well before any of them would have looked by itself.
      expect(performance.now() - began).toBeLessThan(1_500);
      release();
      await Promise.all(runs.map(({ id }) => tests.until(id, 'succeeded')));
    } finally {
      release();
      await tests.stop();
    }
  });
});
