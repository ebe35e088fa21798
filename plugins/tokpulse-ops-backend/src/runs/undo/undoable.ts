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

import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunRecord, StepRecord } from '../store/records';
import type { ActionRegistry } from '../types';

/** Whether what a step did can be taken back. */
export type Undoability =
  /** It did nothing, or only read. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'possible' }
  | { readonly kind: 'impossible'; readonly because: string };

/** Items of a step with `each`, counted. */
export interface ItemCounts {
  /** Were done, and not taken back. */
  readonly done: number;
  readonly unknown: number;
}

/**
 * Whether what a step did can be taken back, and if not why, in words.
 *
 * @param options - `items`: of a step with `each`
 */
export function undoabilityOf(options: {
  readonly planned: PlannedStep;
  readonly step: StepRecord;
  readonly items?: ItemCounts;
  readonly actions: Pick<ActionRegistry, 'get'>;
}): Undoability {
  const { planned, step, items, actions } = options;
  if (planned.effect === 'read' || step.attempt === 0) {
    return { kind: 'nothing' };
  }
  if (step.undoneBy !== null) {
    return impossible('It was taken back');
  }
  if (step.state === 'by-hand') {
    return impossible('It was done by hand, so it is taken back by hand');
  }
  const happened =
    items === undefined
      ? step.state === 'succeeded' || step.executed
      : items.done > 0;
  if (!happened) {
    return step.state === 'unknown' || (items?.unknown ?? 0) > 0
      ? impossible('Nobody knows whether it was done; decide that first')
      : notDone(step);
  }
  const own = actions.get(planned.step.action)?.undo !== undefined;
  return planned.step.undo !== undefined || own
    ? { kind: 'possible' }
    : impossible(
        `The runbook says nothing about how it is taken back, and '${planned.step.action}' cannot do that by itself`,
      );
}

/** A step that an undo of a whole run takes back, in the order in which it does. */
export function inUndoOrder(steps: readonly StepRecord[]): StepRecord[] {
  return [...steps].sort(
    (a, b) =>
      Date.parse(b.finishedAt ?? '') - Date.parse(a.finishedAt ?? '') ||
      b.position - a.position,
  );
}

/** The definition that a run follows for a step. */
export function plannedOf(run: RunRecord, stepId: string): PlannedStep {
  const planned = run.plan.steps.find(({ step }) => step.id === stepId);
  if (planned === undefined) {
    throw new Error(`The plan has no step '${stepId}'`);
  }
  return planned;
}

function notDone(step: StepRecord): Undoability {
  return step.state === 'failed'
    ? impossible(
        'It failed before it was done; look whether it has changed anything',
      )
    : { kind: 'nothing' };
}

function impossible(because: string): Undoability {
  return { kind: 'impossible', because };
}
