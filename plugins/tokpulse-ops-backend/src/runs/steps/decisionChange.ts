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

import { InputError } from '@backstage/errors';
import type {
  DecideStep,
  EvidenceFile,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../../problems';
import type { Change } from '../store/completeChange';
import type { NewEvent, RunRecord, StepRecord } from '../store/records';
import { skipSteps } from './afterFailure';
import { runState, stepState } from './events';

/** An answer that needs no plan: `edit` and `undo` do. */
export type PlainDecision = Omit<DecideStep, 'choice'> & {
  readonly choice: Exclude<DecideStep['choice'], 'edit' | 'undo'>;
};

/** A step that is tried again because a person said so. */
export const beginAnew = {
  state: 'pending',
  tries: 0,
  interruptions: 0,
  executed: false,
  wait: null,
  answer: null,
  resumed: null,
} as const;

/** What the lead's answer to a failed or unknown step changes. */
export function decisionChange(options: {
  readonly run: RunRecord;
  readonly step: StepRecord;
  readonly decision: PlainDecision;
  /** Of the decision: files that were added to the step. */
  readonly files: readonly EvidenceFile[];
  readonly actor: string;
}): Change {
  const { run, step, decision, files, actor } = options;
  const { choice, reason, evidence } = decision;
  const { stepId } = step;
  const decided: NewEvent = {
    actor,
    body: {
      ...{ type: 'decided', stepId, choice, reason, evidence },
      ...(files.length > 0 && { files: [...files] }),
    },
  };
  switch (choice) {
    case 'retry':
      return {
        run: { state: 'running', waiting: null },
        steps: [{ stepId, ...beginAnew }],
        events: [decided, stepState(stepId, 'pending'), runState('running')],
      };
    case 'skip': {
      const skippedBecause = required(reason, 'Say why the step is skipped');
      return {
        run: { state: 'running', waiting: null, withFailures: true },
        steps: [{ stepId, state: 'skipped', handled: true, skippedBecause }],
        events: [
          decided,
          stepState(stepId, 'skipped', { skippedBecause }),
          runState('running'),
        ],
      };
    }
    case 'by-hand':
      if (files.length === 0) {
        required(
          evidence,
          'Paste what shows that the step was done by hand, or add a file',
        );
      }
      return {
        run: { state: 'running', waiting: null, withFailures: true },
        steps: [{ stepId, state: 'by-hand', handled: true }],
        events: [decided, stepState(stepId, 'by-hand'), runState('running')],
      };
    case 'stop': {
      required(reason, 'Say why the run stops here');
      const left = run.steps.filter(
        one => one.state === 'pending' || one.state === 'waiting',
      );
      const skipped = skipSteps(left, 'The run was stopped before');
      return {
        run: { state: 'failed', waiting: null },
        steps: skipped.steps,
        events: [decided, ...skipped.events, runState('failed')],
      };
    }
    default: {
      const never: never = choice;
      throw new Error(`Unexpected choice '${never}'`);
    }
  }
}

function required(text: string | undefined, message: string): string {
  if (text === undefined || text.trim() === '') {
    throw withProblem(new InputError(message), {
      code: 'reason-needed',
      nextStep: 'Add it and decide again',
    });
  }
  return text;
}
