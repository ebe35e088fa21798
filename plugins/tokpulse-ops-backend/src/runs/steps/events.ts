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
  RunEventBody,
  RunState,
  SafeError,
  StepState,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { AttemptChanges, NewEvent, StepRecord } from '../store/records';

/** An event that no person caused. */
export function system(body: RunEventBody): NewEvent {
  return { actor: 'system', body };
}

export function stepState(
  stepId: string,
  state: StepState,
  details: Omit<
    Extract<RunEventBody, { type: 'step-state' }>,
    'type' | 'stepId' | 'state'
  > = {},
): NewEvent {
  return system({ type: 'step-state', stepId, state, ...details });
}

export function runState(state: RunState, waiting?: Waiting): NewEvent {
  return system({ type: 'run-state', state, waiting });
}

/** Whether the step is parked in the middle of an attempt. */
export function hasOpenAttempt(step: StepRecord): boolean {
  return step.state === 'running' || isParkedInAttempt(step);
}

function isParkedInAttempt(step: StepRecord): boolean {
  return (
    step.state === 'waiting' && step.wait !== null && step.wait !== 'retry'
  );
}

/** The end of a step's open attempt; nothing when it has none. */
export function finishAttempt(
  step: StepRecord,
  state: 'succeeded' | 'failed' | 'unknown',
  error?: SafeError,
): AttemptChanges | undefined {
  return hasOpenAttempt(step)
    ? { finish: [{ stepId: step.stepId, number: step.attempt, state, error }] }
    : undefined;
}
