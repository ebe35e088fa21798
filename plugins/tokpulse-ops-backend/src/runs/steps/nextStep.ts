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

import type { StepRecord } from '../store/records';

/** Whether the run goes on behind this step. */
export function isSettled(step: StepRecord): boolean {
  switch (step.state) {
    case 'succeeded':
    case 'skipped':
    case 'by-hand':
      return true;
    case 'failed':
      return step.handled;
    case 'pending':
    case 'waiting':
    case 'running':
    case 'unknown':
      return false;
    default: {
      const never: never = step.state;
      throw new Error(`Unexpected step state '${never}'`);
    }
  }
}

/** The first step that is not settled; undefined when all are. */
export function nextStep(steps: readonly StepRecord[]): StepRecord | undefined {
  return steps.find(step => !isSettled(step));
}
