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
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';

/** What steps come to, and what the run does about it. */
describe('outcomes of steps', () => {
  let tests: TestEngine;
  let calls: Record<string, number> = {};
  let failures = 0;

  const counted = (name: string) => {
    calls[name] = (calls[name] ?? 0) + 1;
    return calls[name];
  };

  beforeAll(async () => {
    tests = await startTestEngine({
      projection: { id: 'demo', health: { status: 'unhealthy' } },
      secrets: ['s3cr3t-token'],
      actions: [
        scriptedAction({
          id: 'test:echo',
          effect: 'read',
          execute: ({ input }) => {
            counted('echo');
            return done(input.value ?? null);
          },
        }),
        scriptedAction({
          id: 'test:flaky',
          effect: 'read',
          execute: () => {
            if (counted('flaky') <= failures) {
              throw new ActionError({
                code: 'unreachable',
                message: 'Nobody answers at s3cr3t-token',
                nextStep: 'Wait',
              });
            }
            return done('at last');
          },
        }),
        scriptedAction({
          id: 'test:refused',
          effect: 'once',
          execute: () => {
            counted('refused');
            throw new ActionError({ code: 'refused', message: 'No' });
          },
        }),
        scriptedAction({
          id: 'test:lost',
          effect: 'once',
          execute: () => {
            counted('lost');
            throw new ActionError({
              code: 'connection-lost',
              message: 'The reply was lost',
              effect: 'possible',
            });
          },
          probe: async () => ({
            outcome: 'happened',
            message: 'It is there: s3cr3t-token',
          }),
        }),
        scriptedAction({
          id: 'test:crash',
          effect: 'idempotent',
          execute: () => {
            throw new TypeError('cannot read s3cr3t-token of undefined');
          },
        }),
        scriptedAction({
          id: 'test:large',
          effect: 'read',
          execute: () => done('x'.repeat(300 * 1024)),
        }),
        scriptedAction({
          id: 'test:sleep',
          effect: 'idempotent',
          execute: ({ signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            }),
        }),
        scriptedAction({
          id: 'test:odd',
          effect: 'read',
          execute: ({ log }) => {
            log.info('a\u0000b \ud800');
            return done({ text: 'nul \u0000 and half \udc00' });
          },
        }),
      ],
    });
  }, 60_000);

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    calls = {};
    failures = 0;
  });

  const step = (run: Awaited<ReturnType<TestEngine['get']>>, id: string) =>
    run.steps.find(one => one.id === id);

  it('gives conditions the inputs, the service, the run and earlier outputs', async () => {
    const { id } = await tests.start(
      [
        { id: 'first', action: 'test:echo', input: { value: { n: 2 } } },
        {
          id: 'second',
          action: 'test:echo',
          if: 'inputs.go && service.health.status == "unhealthy" && run.requestedBy == "user:default/operator" && steps.first.status == "succeeded" && steps.first.output.n == 2',
          input: { value: '${{ steps.first.output }}' },
          expect: 'output.n == 2',
        },
      ],
      { inputs: { go: true } },
    );
    const run = await tests.until(id, 'succeeded');
    expect(step(run, 'second')).toMatchObject({
      state: 'succeeded',
      output: { n: 2 },
      input: { value: { n: 2 } },
    });
    expect(run).toMatchObject({ withFailures: false, reason: 'A test' });
  });

  it('fails a step whose condition reads what is not there, and asks', async () => {
    const { id } = await tests.start([
      { id: 'first', action: 'test:echo', if: 'false' },
      {
        id: 'second',
        action: 'test:echo',
        if: 'steps.first.output.n == 2',
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(step(run, 'second')).toMatchObject({
      state: 'failed',
      error: { code: 'condition-failed' },
      attempts: [],
    });
    expect(run.currentStepId).toBe('second');
    expect(calls.echo).toBeUndefined();
  });

  it('keeps the output of a step that is not as expected, and goes on when told to', async () => {
    const { id } = await tests.start([
      {
        id: 'health',
        action: 'test:echo',
        input: { value: { status: 'unhealthy' } },
        expect: 'output.status != "unhealthy"',
        onFailure: 'continue',
      },
      {
        id: 'next',
        action: 'test:echo',
        if: 'steps.health.output.status == "unhealthy"',
        input: { value: 'restarted' },
      },
    ]);
    const run = await tests.until(id, 'succeeded');
    expect(run.withFailures).toBe(true);
    expect(step(run, 'health')).toMatchObject({
      state: 'failed',
      handled: true,
      error: { code: 'expectation-failed' },
      output: { status: 'unhealthy' },
    });
    expect(step(run, 'next')).toMatchObject({ output: 'restarted' });
  });

  it('goes on at the step that onFailure names and skips those between', async () => {
    const { id } = await tests.start([
      { id: 'one', action: 'test:refused', onFailure: 'three' },
      { id: 'two', action: 'test:echo' },
      { id: 'three', action: 'test:echo', input: { value: 3 } },
    ]);
    const run = await tests.until(id, 'succeeded');
    expect(run.steps.map(one => one.state)).toEqual([
      'failed',
      'skipped',
      'succeeded',
    ]);
    expect(step(run, 'two')?.skippedBecause).toContain("'one' failed");
  });

  it('tries a read again as often as the step allows, each try an attempt', async () => {
    failures = 2;
    const { id } = await tests.start([
      {
        id: 'one',
        action: 'test:flaky',
        retry: { count: 2, backoff: '1ms' },
      },
    ]);
    const run = await tests.until(id, 'succeeded');
    expect(step(run, 'one')?.attempts.map(one => one.state)).toEqual([
      'failed',
      'failed',
      'succeeded',
    ]);
  });

  it('stops trying when the tries are used up, and redacts the error', async () => {
    failures = 9;
    const { id } = await tests.start([
      {
        id: 'one',
        action: 'test:flaky',
        retry: { count: 1, backoff: '1ms' },
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(calls.flaky).toBe(2);
    expect(step(run, 'one')?.error).toEqual({
      code: 'unreachable',
      message: 'Nobody answers at [redacted]',
      nextStep: 'Wait',
    });
  });

  it('tries a once step again when its error says that nothing happened', async () => {
    const { id } = await tests.start([
      {
        id: 'one',
        action: 'test:refused',
        planned: 'once',
        retry: { count: 1, backoff: '1ms' },
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(calls.refused).toBe(2);
    expect(step(run, 'one')?.state).toBe('failed');
  });

  it('never repeats a once step whose effect is possible: probes and asks', async () => {
    const { id } = await tests.start([
      {
        id: 'one',
        action: 'test:lost',
        planned: 'once',
        retry: { count: 5, backoff: '1ms' },
        onFailure: 'continue',
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(calls.lost).toBe(1);
    expect(step(run, 'one')).toMatchObject({
      state: 'unknown',
      error: { code: 'connection-lost' },
      probe: { outcome: 'happened', message: 'It is there: [redacted]' },
      attempts: [{ number: 1, state: 'unknown' }],
    });
  });

  it('keeps the words of an unexpected error to itself', async () => {
    const { id } = await tests.start([{ id: 'one', action: 'test:crash' }]);
    const run = await tests.until(id, 'needs-decision');
    const error = step(run, 'one')?.error;
    expect(error?.code).toBe('internal');
    expect(JSON.stringify(error)).not.toContain('cannot read');
    expect(error?.correlationId).toEqual(expect.any(String));
  });

  it('refuses an output that is too large to keep, and says so', async () => {
    const { id } = await tests.start([{ id: 'one', action: 'test:large' }]);
    const run = await tests.until(id, 'needs-decision');
    expect(step(run, 'one')?.error).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('262144 are kept'),
    });
    expect(step(run, 'one')?.output).toBeUndefined();
  });

  it('stops an attempt that takes longer than the step allows', async () => {
    const { id } = await tests.start([
      { id: 'one', action: 'test:sleep', timeout: '50ms' },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(step(run, 'one')?.error?.code).toBe('timeout');
  });

  it('makes a once step that timed out unknown', async () => {
    const { id } = await tests.start([
      {
        id: 'one',
        action: 'test:sleep',
        effect: 'once',
        timeout: '50ms',
        retry: { count: 3, backoff: '1ms' },
      },
    ]);
    const run = await tests.until(id, 'needs-decision');
    expect(step(run, 'one')).toMatchObject({
      state: 'unknown',
      attempts: [{ state: 'unknown' }],
    });
  });

  it('stores text that PostgreSQL would refuse', async () => {
    const { id } = await tests.start([{ id: 'one', action: 'test:odd' }]);
    const run = await tests.until(id, 'succeeded');
    expect(step(run, 'one')?.output).toEqual({
      text: 'nul \ufffd and half \ufffd',
    });
  });

  it.each([
    ['an action that does not exist', { action: 'test:nobody' }, 'not-found'],
    [
      'an input that refers to nothing',
      { action: 'test:echo', input: { value: '${{ inputs.missing }}' } },
      'unresolved-input',
    ],
  ])('fails before any attempt with %s', async (_what, given, code) => {
    const { id } = await tests.start([{ id: 'one', ...given }]);
    const run = await tests.until(id, 'needs-decision');
    expect(step(run, 'one')).toMatchObject({
      state: 'failed',
      attempts: [],
      error: { code },
    });
  });
});
