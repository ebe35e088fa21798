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
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { UNDO_RUN_ID } from '../__fixtures__/recovery';
import { anEvent, aRun } from '../__fixtures__/runs';
import { applyEvent } from './applyEvent';

const after = (...bodies: RunEventBody[]): RunDetail =>
  bodies.reduce(
    (run, body) => applyEvent(run, anEvent(run.lastSeq + 1, body)),
    aRun(),
  );

const item = (
  index: number,
  state: 'running' | 'succeeded' | 'failed',
  attempt = 1,
): RunEventBody => ({
  type: 'item-state',
  stepId: 'tell',
  index,
  label: `store-${index}`,
  state,
  attempt,
  ...(state === 'failed' && {
    error: { code: 'timeout', message: 'No answer' },
  }),
});

const itemsOf = (run: RunDetail) =>
  run.steps.find(({ id }) => id === 'tell')?.items;

describe('A run after what people do', () => {
  it('has another lead', () => {
    const run = after({
      type: 'lead-changed',
      from: 'user:default/guest',
      to: 'user:default/arne',
    });

    expect(run.lead).toBe('user:default/arne');
  });

  it('has its glass broken', () => {
    const run = after({ type: 'glass-broken', reviewId: '1', reason: 'Down' });

    expect(run.glassBroken).toBe(true);
  });

  it('follows another plan', () => {
    const run = after({
      type: 'plan-changed',
      stepId: 'restart',
      planId: 'p2',
      planHash: 'h2',
      input: {},
    });

    expect(run).toMatchObject({ planId: 'p2', planHash: 'h2' });
  });

  it('knows the run that takes it back, and which steps it took back', () => {
    const run = after(
      { type: 'undo-started', runId: UNDO_RUN_ID, steps: ['tell'] },
      {
        type: 'undo-ended',
        runId: UNDO_RUN_ID,
        state: 'succeeded',
        undone: ['tell'],
      },
    );

    expect(run.undoneBy).toEqual([{ runId: UNDO_RUN_ID, state: 'succeeded' }]);
    expect(
      run.steps.filter(({ undoneBy }) => undoneBy === UNDO_RUN_ID),
    ).toHaveLength(1);
  });

  it('has items in the order of their list, however they arrive', () => {
    const run = after(
      item(1, 'running'),
      item(0, 'running'),
      item(1, 'succeeded'),
    );

    expect(itemsOf(run)?.map(({ index, state }) => [index, state])).toEqual([
      [0, 'running'],
      [1, 'succeeded'],
    ]);
  });

  it('forgets the error of an item that is tried again', () => {
    const run = after(item(0, 'failed'), item(0, 'running', 2));

    expect(itemsOf(run)).toEqual([
      { index: 0, label: 'store-0', state: 'running', attempt: 2 },
    ]);
  });
});
