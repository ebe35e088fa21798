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

import type { LogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  AttemptChanges,
  ItemChanges,
  NewEvent,
  RunChange,
  RunProgress,
  RunRecord,
  StepProgress,
} from './records';

/** What somebody wants to change; what is not named stays as it is. */
export interface Change {
  readonly run?: Partial<Omit<RunProgress, 'logLines'>>;
  /** Milliseconds from now until the run wants to be driven again. */
  readonly wakeInMs?: number;
  readonly steps?: readonly ({
    readonly stepId: string;
  } & Partial<StepProgress>)[];
  readonly attempts?: AttemptChanges;
  readonly items?: ItemChanges;
  /** In order; lines of output get their numbers when they are written. */
  readonly events: readonly (NewEvent | NewLines)[];
}

/** Lines of output of a step. */
export interface NewLines {
  readonly stepId: string;
  readonly lines: readonly LogLine[];
}

/**
 * A change with everything filled in from the run as it was read.
 *
 * @param at - the database's time; default: that at which the run was read
 */
export function completeChange(
  run: RunRecord,
  change: Change,
  at: Date = run.readAt,
): RunChange {
  const { state, waiting, currentStepId, withFailures, logLines } = run;
  const progress = { state, waiting, currentStepId, withFailures };
  const numbered = numberLines(change.events, logLines);
  return {
    runId: run.id,
    fence: run.fence,
    writes: run.writes,
    head: run.head,
    at,
    run: { ...progress, ...change.run, logLines: logLines + numbered.lines },
    wakeInMs: change.wakeInMs,
    steps: change.steps?.map(step => ({
      ...stepOf(run, step.stepId),
      ...step,
    })),
    attempts: change.attempts,
    items: change.items,
    events: numbered.events,
  };
}

function numberLines(
  events: Change['events'],
  firstLine: number,
): { readonly events: readonly NewEvent[]; readonly lines: number } {
  let lines = 0;
  const numbered = events.map((event): NewEvent => {
    if (!('lines' in event)) {
      return event;
    }
    const first = firstLine + lines;
    lines += event.lines.length;
    return {
      actor: 'system',
      body: {
        type: 'log',
        stepId: event.stepId,
        firstLine: first,
        lines: [...event.lines],
      },
    };
  });
  return { events: numbered, lines };
}

/** The step of a run with an id; it exists, or the caller is wrong. */
export function stepOf(run: RunRecord, stepId: string): RunRecord['steps'][0] {
  const step = run.steps.find(one => one.stepId === stepId);
  if (step === undefined) {
    throw new Error(`Run ${run.id} has no step '${stepId}'`);
  }
  return step;
}

/** Two changes as one; where both name something, the second has the say. */
export function mergeChanges(first: Change | undefined, then: Change): Change {
  if (first === undefined) {
    return then;
  }
  const steps = new Map(first.steps?.map(step => [step.stepId, step]));
  for (const step of then.steps ?? []) {
    steps.set(step.stepId, { ...steps.get(step.stepId), ...step });
  }
  return {
    run: { ...first.run, ...then.run },
    wakeInMs: then.wakeInMs,
    steps: [...steps.values()],
    attempts: {
      start: [
        ...(first.attempts?.start ?? []),
        ...(then.attempts?.start ?? []),
      ],
      finish: [
        ...(first.attempts?.finish ?? []),
        ...(then.attempts?.finish ?? []),
      ],
    },
    items: mergeItems(first.items, then.items),
    events: [...first.events, ...then.events],
  };
}

function mergeItems(
  first: ItemChanges | undefined,
  then: ItemChanges | undefined,
): ItemChanges | undefined {
  if (first === undefined || then === undefined) {
    return first ?? then;
  }
  const updates = [...(first.update ?? []), ...(then.update ?? [])];
  return {
    freeze: [...(first.freeze ?? []), ...(then.freeze ?? [])],
    // Of one item the last word counts, since each says everything.
    update: [
      ...new Map(
        updates.map(one => [`${one.item}:${one.stepId}`, one]),
      ).values(),
    ],
  };
}
