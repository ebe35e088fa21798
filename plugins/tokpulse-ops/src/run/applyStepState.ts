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
  Attempt,
  RunEventBody,
  RunStep,
  StepState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

type StepStateBody = Extract<RunEventBody, { type: 'step-state' }>;

const settledStates: ReadonlySet<StepState> = new Set<StepState>([
  'succeeded',
  'failed',
  'skipped',
  'unknown',
  'by-hand',
]);

function attemptStateOf(state: StepState): Attempt['state'] | undefined {
  switch (state) {
    case 'running':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return state;
    case 'pending':
    case 'waiting':
    case 'skipped':
    case 'by-hand':
      return undefined;
    default:
      return state satisfies never;
  }
}

/** An attempt that a new one follows was cut off if nobody saw its end. */
function closeOpen(attempts: readonly Attempt[], at: string): Attempt[] {
  return attempts.map(attempt =>
    attempt.state === 'running'
      ? { ...attempt, state: 'failed', finishedAt: at }
      : attempt,
  );
}

function applyAttempt(
  attempts: readonly Attempt[],
  body: StepStateBody,
  at: string,
): Attempt[] {
  const state = attemptStateOf(body.state);
  if (body.attempt === undefined || state === undefined) {
    return [...attempts];
  }
  const known = attempts.find(({ number }) => number === body.attempt);
  const changed: Attempt = {
    number: body.attempt,
    state,
    startedAt: known?.startedAt ?? at,
    finishedAt: state === 'running' ? undefined : at,
    error: body.error,
  };
  return known === undefined
    ? [...closeOpen(attempts, at), changed]
    : attempts.map(attempt => (attempt === known ? changed : attempt));
}

/** A step as it is when a new attempt begins: without what the last one left. */
function cleared(step: RunStep): RunStep {
  return {
    ...step,
    output: undefined,
    error: undefined,
    probe: undefined,
    verification: undefined,
    skippedBecause: undefined,
    handled: false,
  };
}

/** A step after it changed its state. */
export function applyStepState(
  step: RunStep,
  body: StepStateBody,
  at: string,
): RunStep {
  const isNewAttempt =
    body.attempt !== undefined &&
    step.attempts.every(({ number }) => number !== body.attempt);
  const before = isNewAttempt ? cleared(step) : step;
  return {
    ...before,
    state: body.state,
    attempts: applyAttempt(step.attempts, body, at),
    startedAt: step.startedAt ?? (body.state === 'running' ? at : undefined),
    finishedAt: settledStates.has(body.state) ? at : undefined,
    input: body.input ?? before.input,
    output: body.output ?? before.output,
    error: body.error ?? before.error,
    probe: body.probe ?? before.probe,
    skippedBecause: body.skippedBecause ?? before.skippedBecause,
  };
}
