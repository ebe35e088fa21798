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
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { anEvent, aRun } from '../__fixtures__/runs';
import { applyEvent, orderOf } from './applyEvent';

const at = (second: number) =>
  `2026-03-01T02:00:${String(second).padStart(2, '0')}.000Z`;

/** What happens in a run that fails, is retried by itself and then verified. */
const story: RunEvent[] = [
  anEvent(3, { type: 'driver-claimed', fence: 1, replica: 'a' }, at(1)),
  anEvent(4, { type: 'run-state', state: 'running' }, at(1)),
  anEvent(
    5,
    {
      type: 'step-state',
      stepId: 'health',
      state: 'running',
      attempt: 1,
      input: { hosts: ['api'] },
    },
    at(2),
  ),
  anEvent(
    6,
    {
      type: 'log',
      stepId: 'health',
      firstLine: 0,
      lines: [
        { at: at(2), level: 'info', text: 'Asking api' },
        { at: at(3), level: 'warn', text: '502' },
      ],
    },
    at(3),
  ),
  anEvent(
    7,
    {
      type: 'step-state',
      stepId: 'health',
      state: 'failed',
      attempt: 1,
      error: { code: 'expectation-failed', message: 'It is unhealthy' },
    },
    at(4),
  ),
  anEvent(
    8,
    { type: 'step-state', stepId: 'restart', state: 'waiting' },
    at(5),
  ),
  anEvent(
    9,
    {
      type: 'run-state',
      state: 'waiting',
      waiting: {
        for: 'approval',
        stepId: 'restart',
        since: at(5),
        kind: 'confirm',
      },
    },
    at(5),
  ),
  anEvent(
    10,
    {
      type: 'confirmed',
      stepId: 'restart',
      planHash: 'x',
      kind: 'self-confirmed',
    },
    at(9),
  ),
  anEvent(11, { type: 'run-state', state: 'running' }, at(10)),
  anEvent(
    12,
    { type: 'step-state', stepId: 'restart', state: 'running', attempt: 1 },
    at(11),
  ),
  anEvent(
    13,
    {
      type: 'verification',
      stepId: 'restart',
      satisfied: false,
      reading: 1,
      message: 'not yet',
      deadline: at(59),
    },
    at(15),
  ),
  anEvent(
    14,
    {
      type: 'step-state',
      stepId: 'restart',
      state: 'succeeded',
      attempt: 1,
      output: { deployment: '7f3c' },
    },
    at(20),
  ),
  anEvent(
    15,
    {
      type: 'step-state',
      stepId: 'escalate',
      state: 'skipped',
      skippedBecause: 'inputs.notifyCustomers is false',
    },
    at(21),
  ),
  anEvent(16, { type: 'run-state', state: 'succeeded' }, at(22)),
];

const created = aRun({ createdAt: at(0) });

const play = (run: RunDetail, events: readonly RunEvent[]) =>
  events.reduce(applyEvent, run);
const stepOf = (run: RunDetail, id: string) =>
  run.steps.find(step => step.id === id);

describe('applyEvent', () => {
  it('shows a running step with its input and attempt', () => {
    const run = play(created, story.slice(0, 3));

    expect(run).toMatchObject({
      state: 'running',
      startedAt: at(1),
      currentStepId: 'health',
      lastSeq: 5,
    });
    expect(stepOf(run, 'health')).toMatchObject({
      state: 'running',
      startedAt: at(2),
      input: { hosts: ['api'] },
      attempts: [{ number: 1, state: 'running', startedAt: at(2) }],
    });
  });

  it('counts lines of output', () => {
    expect(play(created, story.slice(0, 4)).logLines).toBe(2);
  });

  it('waits for a confirmation, and no longer once the run goes on', () => {
    const waiting = play(created, story.slice(0, 7));
    expect(waiting).toMatchObject({
      state: 'waiting',
      currentStepId: 'restart',
      waiting: { for: 'approval', stepId: 'restart' },
    });

    const running = play(created, story.slice(0, 9));
    expect(running.state).toBe('running');
    expect(running.waiting).toBeUndefined();
  });

  it('sees that a failure was handled once the run goes on behind it', () => {
    const run = play(created, story.slice(0, 10));

    expect(run.withFailures).toBe(true);
    expect(stepOf(run, 'health')).toMatchObject({
      state: 'failed',
      handled: true,
      error: { code: 'expectation-failed' },
      attempts: [{ number: 1, state: 'failed', finishedAt: at(4) }],
    });
  });

  it('ends with what every step came to', () => {
    const run = play(created, story);

    expect(run).toMatchObject({ state: 'succeeded', finishedAt: at(22) });
    expect(run.currentStepId).toBeUndefined();
    expect(stepOf(run, 'restart')).toMatchObject({
      state: 'succeeded',
      output: { deployment: '7f3c' },
      verification: { readings: 1 },
      startedAt: at(11),
      finishedAt: at(20),
    });
    expect(stepOf(run, 'escalate')).toMatchObject({
      state: 'skipped',
      skippedBecause: 'inputs.notifyCustomers is false',
    });
  });

  it('begins a new attempt without what the last one left', () => {
    const failed = play(created, story.slice(0, 5));
    const again = applyEvent(
      failed,
      anEvent(
        8,
        { type: 'step-state', stepId: 'health', state: 'running', attempt: 2 },
        at(30),
      ),
    );

    expect(stepOf(again, 'health')).toMatchObject({
      state: 'running',
      startedAt: at(2),
      attempts: [
        { number: 1, state: 'failed' },
        { number: 2, state: 'running', startedAt: at(30) },
      ],
    });
    expect(stepOf(again, 'health')?.error).toBeUndefined();
    expect(stepOf(again, 'health')?.finishedAt).toBeUndefined();
  });

  it('keeps the output when the same attempt is resumed', () => {
    const verified = play(created, story.slice(0, 12));
    const resumed = applyEvent(
      { ...verified, lastSeq: 20 },
      anEvent(21, {
        type: 'step-state',
        stepId: 'restart',
        state: 'running',
        attempt: 1,
      }),
    );

    expect(stepOf(resumed, 'restart')?.output).toEqual({ deployment: '7f3c' });
    expect(stepOf(resumed, 'restart')?.attempts).toHaveLength(1);
  });

  it('closes an attempt that was cut off when the next one begins', () => {
    const run = play(created, [
      ...story.slice(0, 3),
      anEvent(
        6,
        { type: 'step-state', stepId: 'health', state: 'running', attempt: 2 },
        at(30),
      ),
    ]);

    expect(stepOf(run, 'health')?.attempts).toMatchObject([
      { number: 1, state: 'failed', finishedAt: at(30) },
      { number: 2, state: 'running' },
    ]);
  });

  it('remembers that cancelling was asked for', () => {
    const run = applyEvent(created, anEvent(3, { type: 'cancel-requested' }));
    expect(run.cancelRequested).toBe(true);
  });

  it('changes nothing when an event comes twice', () => {
    const run = play(created, story.slice(0, 6));
    expect(play(run, story.slice(0, 6))).toBe(run);
  });

  it('refuses to leave a gap', () => {
    expect(() => applyEvent(created, story[2])).toThrow(RangeError);
  });

  it.each(story.map((_, index) => index))(
    'comes to the same from a snapshot after %d events as from the beginning',
    index => {
      const reloaded = play(created, story.slice(0, index));
      expect(play(reloaded, story.slice(index))).toEqual(play(created, story));
      // A stream that begins too early repeats what the snapshot has.
      expect(play(reloaded, story)).toEqual(play(created, story));
    },
  );
});

describe('orderOf', () => {
  it('tells the next event from known ones and from a gap', () => {
    const run = { lastSeq: 5 };
    expect(orderOf(run, { seq: 5 })).toBe('known');
    expect(orderOf(run, { seq: 6 })).toBe('next');
    expect(orderOf(run, { seq: 8 })).toBe('gap');
  });
});
