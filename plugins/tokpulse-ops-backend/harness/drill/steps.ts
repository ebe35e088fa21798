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

import type { Effect } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Manner } from './ledger';

/** What the drill knows of a step, apart from what the engine says about it. */
export interface DrillStep {
  readonly id: string;
  readonly effect: Effect;
  /** Number of its items, with `each`. */
  readonly items?: number;
  /** Somebody has to agree before it runs. */
  readonly guarded?: true;
  /** What it did can be taken back. */
  readonly undo?: true;
  readonly verify?: true;
  /** What happens by itself when it has failed. */
  readonly onFailure?: 'undo' | 'report';
  /** Is passed over when this step has not succeeded. */
  readonly needs?: string;
}

/** The steps of the runbook, in its order. */
export const drillSteps: readonly DrillStep[] = [
  { id: 'look', effect: 'read' },
  { id: 'list', effect: 'read' },
  { id: 'drain', effect: 'idempotent', items: 3, undo: true, needs: 'list' },
  { id: 'pause', effect: 'once', guarded: true, undo: true, verify: true },
  { id: 'inspect', effect: 'read' },
  { id: 'copy', effect: 'idempotent', undo: true, verify: true },
  {
    ...{ id: 'restart', effect: 'once', guarded: true, undo: true },
    ...{ verify: true, onFailure: 'undo' },
  },
  { id: 'notify', effect: 'once', items: 3, guarded: true },
  {
    ...{ id: 'announce', effect: 'once', guarded: true, undo: true },
    needs: 'copy',
  },
  { id: 'tidy', effect: 'once', undo: true, onFailure: 'report' },
  { id: 'compare', effect: 'read' },
  { id: 'report', effect: 'read' },
];

/** Values of the items of `notify`; those of `drain` come from `list`. */
export const RECIPIENTS = ['ann', 'bob', 'cleo'];

/** The step with this id. */
export function drillStep(id: string): DrillStep {
  const found = drillSteps.find(step => step.id === id);
  if (found === undefined) {
    throw new Error(`The runbook has no step '${id}'`);
  }
  return found;
}

/** The step itself, and those that are passed over without its output. */
export function withDependents(id: string): readonly string[] {
  return [
    id,
    ...drillSteps.flatMap(step => (step.needs === id ? [step.id] : [])),
  ];
}

/** Keys under which the provider knows what a step of a run did. */
export function keysOf(runId: string, { id, items }: DrillStep): string[] {
  return items === undefined
    ? [`${runId}:${id}`]
    : Array.from({ length: items }, (_, item) => `${runId}:${id}:${item}`);
}

/** In which ways a step can fail so that somebody has to decide. */
export function mannersOf(step: DrillStep): readonly Manner[] {
  const { effect, verify, onFailure } = step;
  const lost: readonly Manner[] =
    effect === 'read' ? [] : ['lose-before', 'lose-after'];
  return [
    // The runbook itself has an answer to a plain failure.
    ...(onFailure === 'report' ? [] : (['refuse'] as const)),
    ...lost,
    ...(verify === true ? (['unseen'] as const) : []),
  ];
}

/** In which ways it can fail so that it is right to try it again. */
export function repeatableMannersOf(step: DrillStep): readonly Manner[] {
  return step.effect === 'once'
    ? mannersOf(step).filter(one => one === 'refuse' || one === 'lose-before')
    : mannersOf(step);
}
