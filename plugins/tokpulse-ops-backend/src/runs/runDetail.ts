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
  PlannedStep,
  RunDetail,
  RunStep,
  StepItem,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from './Database';
import { countItems } from './store/doneItems';
import { loadItemSummaries } from './store/items';
import type { RunRecord, StepRecord } from './store/records';
import { undosOf } from './store/undosOf';
import type { ActionRegistry } from './types';
import { undoabilityOf, type ItemCounts } from './undo/undoable';

/** What a run shows beside what is stored with it. */
export interface RunExtras {
  readonly items: ReadonlyMap<string, readonly StepItem[]>;
  readonly counts: ReadonlyMap<string, ItemCounts>;
  readonly undoneBy: RunDetail['undoneBy'];
  readonly actions: Pick<ActionRegistry, 'get'>;
}

/** A stored run as the API shows it, with its items and who takes it back. */
export async function readRunDetail(
  db: Queryable,
  run: RunRecord,
  actions: Pick<ActionRegistry, 'get'>,
): Promise<RunDetail> {
  const withItems = run.plan.steps.some(hasItems);
  const [items, counts, undoneBy] = await Promise.all([
    withItems ? loadItemSummaries(db, run.id) : new Map(),
    withItems ? countItems(db, run.id) : new Map(),
    undosOf(db, run.id),
  ]);
  return toRunDetail(run, { items, counts, undoneBy, actions });
}

function hasItems({ step, items }: PlannedStep): boolean {
  return step.each !== undefined || items !== undefined;
}

function toRunDetail(run: RunRecord, extras: RunExtras): RunDetail {
  const { plan } = run;
  const steps = new Map(run.steps.map(step => [step.stepId, step]));
  return {
    id: run.id,
    service: plan.service,
    entityRef: plan.entityRef,
    runbook: {
      id: plan.runbook.id,
      title: plan.runbook.title,
      severity: plan.runbook.severity,
      contentHash: plan.runbook.contentHash,
    },
    planId: plan.id,
    planHash: plan.hash,
    state: run.state,
    withFailures: run.withFailures,
    waiting: run.waiting ?? undefined,
    requestedBy: run.requestedBy,
    lead: run.lead,
    reason: run.reason ?? undefined,
    createdAt: run.createdAt,
    startedAt: run.startedAt ?? undefined,
    finishedAt: run.finishedAt ?? undefined,
    currentStepId: run.currentStepId ?? undefined,
    cancelRequested: run.cancelRequested,
    approvals: run.approvals,
    glassBroken: run.glassBroken,
    inputs: plan.inputs,
    steps: plan.steps.flatMap(planned => {
      const step = steps.get(planned.step.id);
      return step === undefined ? [] : [toRunStep(planned, step, extras)];
    }),
    lastSeq: run.head.seq,
    logLines: run.logLines,
    undoes: run.undoes ?? undefined,
    undoneBy: extras.undoneBy,
  };
}

function toRunStep(
  planned: PlannedStep,
  step: StepRecord,
  extras: RunExtras,
): RunStep {
  const items = hasItems(planned)
    ? extras.items.get(step.stepId) ?? []
    : undefined;
  return {
    id: step.stepId,
    name: planned.step.name,
    action: planned.step.action,
    effect: planned.effect,
    state: step.state,
    confirm: planned.step.confirm,
    attempts: [...step.attempts],
    input: step.input ?? undefined,
    output: step.output ?? undefined,
    error: step.error ?? undefined,
    probe: step.probe ?? undefined,
    verification: step.verification ?? undefined,
    skippedBecause: step.skippedBecause ?? undefined,
    manual: planned.step.manual,
    handled: step.handled,
    items: items && [...items],
    undo: undoOf(planned, step, extras),
    undoneBy: step.undoneBy ?? undefined,
    startedAt: step.startedAt ?? undefined,
    finishedAt: step.finishedAt ?? undefined,
  };
}

function undoOf(
  planned: PlannedStep,
  step: StepRecord,
  { counts, actions }: RunExtras,
): RunStep['undo'] {
  const undoability = undoabilityOf({
    ...{ planned, step, actions },
    items: hasItems(planned)
      ? counts.get(step.stepId) ?? { done: 0, unknown: 0 }
      : undefined,
  });
  switch (undoability.kind) {
    case 'nothing':
      return undefined;
    case 'possible':
      return { possible: true };
    case 'impossible':
      return { possible: false, because: undoability.because };
    default: {
      const never: never = undoability;
      throw new Error(`Unexpected undoability '${never}'`);
    }
  }
}
