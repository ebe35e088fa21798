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

import {
  type RunDetail,
  type RunEvent,
  type RunEventBody,
  type RunStep,
  type StepState,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { applyItemState } from './applyItemState';
import { applyStepState } from './applyStepState';

type BodyOf<T extends RunEventBody['type']> = Extract<
  RunEventBody,
  { type: T }
>;

/** States in which a step is what the run is about now. */
const currentStates: ReadonlySet<StepState> = new Set<StepState>([
  'running',
  'waiting',
  'failed',
  'unknown',
]);

function changeStep(
  run: RunDetail,
  stepId: string,
  change: (step: RunStep) => RunStep,
): RunDetail {
  return {
    ...run,
    steps: run.steps.map(step => (step.id === stepId ? change(step) : step)),
  };
}

/** The run went on behind a failure, so somebody or the runbook handled it. */
function handleEarlierFailures(run: RunDetail, stepId: string): RunDetail {
  const left = run.steps.some(
    step => step.id !== stepId && step.state === 'failed' && !step.handled,
  );
  return left
    ? {
        ...run,
        withFailures: true,
        steps: run.steps.map(step =>
          step.id !== stepId && step.state === 'failed'
            ? { ...step, handled: true }
            : step,
        ),
      }
    : run;
}

function onRunState(
  run: RunDetail,
  body: BodyOf<'run-state'>,
  at: string,
): RunDetail {
  const over = terminalRunStates.includes(body.state);
  return {
    ...run,
    state: body.state,
    waiting: body.waiting,
    startedAt: run.startedAt ?? (body.state === 'running' ? at : undefined),
    finishedAt: over ? at : undefined,
    currentStepId: body.state === 'succeeded' ? undefined : run.currentStepId,
  };
}

function onStepState(
  run: RunDetail,
  body: BodyOf<'step-state'>,
  at: string,
): RunDetail {
  const changed = changeStep(run, body.stepId, step =>
    applyStepState(step, body, at),
  );
  const begun =
    body.state === 'running'
      ? handleEarlierFailures(changed, body.stepId)
      : changed;
  return currentStates.has(body.state)
    ? { ...begun, currentStepId: body.stepId }
    : begun;
}

/** A run that takes back the run, as it stands now. */
function withUndo(
  run: RunDetail,
  undo: RunDetail['undoneBy'][number],
): RunDetail {
  const others = run.undoneBy.filter(({ runId }) => runId !== undo.runId);
  return { ...run, undoneBy: [...others, undo] };
}

function onUndoEnded(run: RunDetail, body: BodyOf<'undo-ended'>): RunDetail {
  const undone = new Set(body.undone);
  return {
    ...withUndo(run, { runId: body.runId, state: body.state }),
    steps: run.steps.map(step =>
      undone.has(step.id) ? { ...step, undoneBy: body.runId } : step,
    ),
  };
}

function applyBody(run: RunDetail, body: RunEventBody, at: string): RunDetail {
  switch (body.type) {
    case 'run-state':
      return onRunState(run, body, at);
    case 'step-state':
      return onStepState(run, body, at);
    case 'verification':
      return changeStep(run, body.stepId, step => ({
        ...step,
        state: 'running',
        verification: {
          satisfied: body.satisfied,
          readings: body.reading,
          message: body.message,
          deadline: body.deadline,
        },
      }));
    case 'log':
      return {
        ...run,
        logLines: Math.max(run.logLines, body.firstLine + body.lines.length),
      };
    case 'item-state':
      return changeStep(run, body.stepId, step => applyItemState(step, body));
    case 'cancel-requested':
      return { ...run, cancelRequested: true };
    case 'lead-changed':
      return { ...run, lead: body.to };
    case 'glass-broken':
      return { ...run, glassBroken: true };
    case 'plan-changed':
      return { ...run, planId: body.planId, planHash: body.planHash };
    case 'undo-started':
      return withUndo(run, { runId: body.runId, state: 'queued' });
    case 'undo-ended':
      return onUndoEnded(run, body);
    case 'run-created':
    case 'driver-claimed':
    case 'confirmed':
    case 'answered':
    case 'decided':
    case 'approval-requested':
    case 'approval-decided':
    case 'review-closed':
    case 'lock-acquired':
    case 'lock-released':
    case 'lock-stolen':
    case 'late-result':
      return run;
    default:
      return body satisfies never;
  }
}

/** How an event stands to a run: next in line, known already, or too far ahead. */
export function orderOf(
  run: Pick<RunDetail, 'lastSeq'>,
  event: Pick<RunEvent, 'seq'>,
): 'next' | 'known' | 'gap' {
  if (event.seq <= run.lastSeq) {
    return 'known';
  }
  return event.seq === run.lastSeq + 1 ? 'next' : 'gap';
}

/**
 * The run after one more event. An event that is contained already changes
 * nothing; one that would leave a gap is an error of the caller, who has to
 * read what is missing first.
 */
export function applyEvent(run: RunDetail, event: RunEvent): RunDetail {
  switch (orderOf(run, event)) {
    case 'known':
      return run;
    case 'next':
      return {
        ...applyBody(run, event.body, event.at),
        lastSeq: event.seq,
      };
    default:
      throw new RangeError(
        `Event ${event.seq} of run ${event.runId} does not follow ${run.lastSeq}`,
      );
  }
}
