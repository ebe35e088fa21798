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
  RunState,
  StepState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { canBeUndone, finalChoice } from './cases';
import type { DrillRun } from './DrillRun';
import { drillStep, drillSteps, withDependents } from './steps';

/** What a choice promises of a run that is over. */
export interface Promised {
  readonly state: RunState;
  /** States that each step may have in the end. */
  readonly steps: ReadonlyMap<string, readonly StepState[]>;
  /** Somebody, or the runbook, went on from a failure. */
  readonly withFailures: boolean;
  /** Another run has taken back what this one did. */
  readonly undone: boolean;
}

/** What the combination promises, by the words of the choice alone. */
export function promisedOf(drill: DrillRun): Promised {
  const { one } = drill;
  const choice = finalChoice(one);
  const position = drillSteps.findIndex(({ id }) => id === one.stepId);
  const undone = choice === 'undo' && canBeUndone(one);
  const ended = choice === 'stop' || choice === 'undo';
  return {
    state: ended ? 'failed' : 'succeeded',
    undone,
    withFailures:
      choice === 'runbook'
        ? one.stepId === 'tidy'
        : choice !== 'retry' && choice !== 'edit',
    steps: new Map(
      drillSteps.map(({ id }, index) => {
        if (!ended) {
          return [id, goneOn(drill, id)];
        }
        if (index === position) {
          return [id, ['failed', 'unknown'] as const];
        }
        return [
          id,
          index < position ? doneStates(drill, id) : (['skipped'] as const),
        ];
      }),
    ),
  };
}

/** States of a step of a run that went on to its end. */
function goneOn(drill: DrillRun, id: string): readonly StepState[] {
  const { one } = drill;
  const choice = finalChoice(one);
  const drilled = id === one.stepId;
  switch (choice) {
    case 'retry':
    case 'edit':
      return doneStates(drill, id);
    case 'skip':
      return withDependents(one.stepId).includes(id)
        ? ['skipped']
        : doneStates(drill, id);
    case 'by-hand-text':
    case 'by-hand-file':
      if (drilled) {
        return ['by-hand'];
      }
      return withDependents(one.stepId).includes(id)
        ? ['skipped']
        : doneStates(drill, id);
    case 'runbook':
      if (one.stepId !== 'tidy') {
        return ['succeeded'];
      }
      if (drilled) {
        return ['failed'];
      }
      return id === 'compare' ? ['skipped'] : ['succeeded'];
    case 'stop':
    case 'undo':
      throw new Error(`A run does not go on after '${choice}'`);
    default:
      throw new Error(`Unexpected choice '${choice satisfies never}'`);
  }
}

/** What was cut off after it had happened is not done again by the careful. */
function doneStates(drill: DrillRun, id: string): readonly StepState[] {
  const { stopped, one } = drill;
  const cutOff =
    one.kill?.moment === 'recovering' &&
    stopped?.stepId === id &&
    drillStep(id).effect === 'once';
  return cutOff ? ['succeeded', 'by-hand'] : ['succeeded'];
}

/** Ids of steps whose effects an undo takes back. */
export function takenBack(drill: DrillRun, run: RunDetail): readonly string[] {
  const { one } = drill;
  const position = drillSteps.findIndex(({ id }) => id === one.stepId);
  const before = drillSteps.slice(0, position);
  const drilled = run.steps.find(({ id }) => id === one.stepId);
  // What was done and did not show is known to have happened.
  const itself =
    drillStep(one.stepId).items !== undefined ||
    (one.manner === 'unseen' && drilled?.state === 'failed');
  return [
    ...before.flatMap(step => (step.undo ? [step.id] : [])),
    ...(itself && drillStep(one.stepId).undo ? [one.stepId] : []),
  ];
}
