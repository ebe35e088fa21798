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
  PlanAnswer,
  RunDetail,
  RunEvent,
  StepItem,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { anApproval, OTHER_RUN_ID } from './approvals';
import { anEvidenceFile } from './evidence';
import { serviceDownPlan } from './plans';
import {
  anEvent,
  aRun,
  lookedAround,
  needsDecision,
  stepsWith,
  succeeded,
  waitingForConfirmation,
} from './runs';
import { ago, ahead } from './times';

/** The plan of the service that is down, in a team. */
export const teamPlan: PlanAnswer = {
  ...serviceDownPlan,
  approvals: 'team',
  steps: serviceDownPlan.steps.map(planned =>
    planned.step.id === 'restart'
      ? {
          ...planned,
          approval: { from: ['group:default/tokpulse-ops'], late: false },
        }
      : planned,
  ),
};

/** A run that waits for something, at the restart. */
export function waitingFor(
  waiting: Waiting,
  changes: Partial<RunDetail> = {},
): RunDetail {
  return aRun({
    ...waitingForConfirmation(),
    waiting,
    currentStepId: 'stepId' in waiting ? waiting.stepId : undefined,
    steps: stepsWith({
      ...lookedAround(),
      ...('stepId' in waiting && { [waiting.stepId]: { state: 'waiting' } }),
    }),
    ...changes,
  });
}

/** A run of a team that waits for a second person. */
export const waitingForApproval = (
  changes: Partial<RunDetail> = {},
): RunDetail =>
  waitingFor(
    {
      for: 'approval',
      stepId: 'restart',
      since: ago({ minutes: 2, seconds: 50 }),
      kind: 'approval',
      approvalId: anApproval().id,
      from: ['group:default/tokpulse-ops'],
      expiresAt: ahead({ hours: 3 }),
    },
    {
      approvals: 'team',
      requestedBy: 'user:default/olga',
      lead: 'user:default/olga',
      ...changes,
    },
  );

export const waitingForLock = (changes: Partial<RunDetail> = {}): RunDetail =>
  waitingFor(
    {
      for: 'lock',
      since: ago({ seconds: 42 }),
      target: 'tokpulse/railway',
      heldBy: {
        runId: OTHER_RUN_ID,
        runbookTitle: 'Roll back the partner app',
        lead: 'user:default/arne',
        since: ago({ minutes: 7 }),
      },
    },
    changes,
  );

export const UNDO_RUN_ID = '01990000-0000-7000-8000-0000000000d0';

/** A run that waits for the run that takes back what it did. */
export const waitingForUndo = (): RunDetail =>
  waitingFor(
    {
      for: 'undo',
      stepId: 'restart',
      since: ago({ seconds: 12 }),
      runId: UNDO_RUN_ID,
    },
    { undoneBy: [{ runId: UNDO_RUN_ID, state: 'running' }] },
  );

/** Items of which every `every`th failed. */
export function someItems(count: number, every = 20): StepItem[] {
  return Array.from({ length: count }, (_, index) =>
    index % every === every - 1
      ? {
          index,
          label: `store-${String(index + 1).padStart(4, '0')}`,
          state: 'failed',
          attempt: 1,
          error: {
            code: 'timeout',
            message: 'The shop did not answer within 10 s',
            nextStep: 'Try it again when the shop is quiet',
          },
        }
      : {
          index,
          label: `store-${String(index + 1).padStart(4, '0')}`,
          state: 'succeeded',
          attempt: 1,
        },
  );
}

/** A run whose step with `each` failed for some items. */
export const itemsFailed = (count = 1_000): RunDetail =>
  aRun({
    ...needsDecision(),
    currentStepId: 'tell',
    steps: needsDecision().steps.map(step => {
      switch (step.id) {
        case 'restart':
          return { ...step, ...succeeded().steps[4] };
        case 'tell':
          return {
            ...step,
            name: 'Tell every store that it is up again',
            state: 'failed',
            startedAt: ago({ seconds: 40 }),
            finishedAt: ago({ seconds: 3 }),
            items: someItems(count),
            attempts: [
              {
                number: 1,
                state: 'failed',
                startedAt: ago({ seconds: 40 }),
                finishedAt: ago({ seconds: 3 }),
              },
            ],
            error: {
              code: 'timeout',
              message: `${count / 20} of ${count} items failed`,
              nextStep: 'Retry the items that failed',
            },
          };
        default:
          return step;
      }
    }),
  });

/** A failed step, after two that changed something. */
export const failedAfterChanges = (): RunDetail =>
  aRun({
    ...itemsFailed(20),
    steps: itemsFailed(20).steps.map(step => ({
      ...step,
      ...(step.id === 'restart' && {
        undo: {
          possible: false,
          because: 'a restart brings back nothing that could be taken away',
        },
      }),
      ...(step.id === 'tell' && { undo: { possible: true } }),
    })),
  });

/** The plan that takes back what {@link failedAfterChanges} did. */
export const undoPlan: PlanAnswer = {
  ...serviceDownPlan,
  id: '01990000-0000-7000-8000-00000000a0d0',
  hash: 'dd0c4ab19f77d2c36a1f0b7a2d9c41e88b6f5d3a0c9e7f1b2a4d6c8e0f1a3b5c',
  undoes: aRun().id,
  findings: [],
  steps: serviceDownPlan.steps
    .filter(({ step }) => step.id === 'tell')
    .map(planned => ({
      ...planned,
      step: { ...planned.step, id: 'undoTell', name: 'Take back: Tell' },
      actionDescription: 'Deletes the notification in the portal',
      undoes: 'tell',
    })),
};

/** The plan of the rest of a run, with another input. */
export const editedPlan: PlanAnswer = {
  ...serviceDownPlan,
  id: '01990000-0000-7000-8000-00000000a0ed',
  hash: 'ed0c4ab19f77d2c36a1f0b7a2d9c41e88b6f5d3a0c9e7f1b2a4d6c8e0f1a3b5c',
  continues: { runId: aRun().id, stepId: 'restart' },
  steps: serviceDownPlan.steps.slice(4),
};

/** What happened in a run that people recovered. */
export function aHistory(): RunEvent[] {
  const olga = 'user:default/olga';
  const guest = 'user:default/guest';
  const bodies: readonly (readonly [string, RunEvent['body']])[] = [
    [olga, { type: 'run-created', planHash: teamPlan.hash }],
    ['system', { type: 'run-state', state: 'running' }],
    [
      'system',
      { type: 'step-state', stepId: 'restart', state: 'unknown', attempt: 1 },
    ],
    [
      guest,
      {
        type: 'lead-changed',
        from: olga,
        to: guest,
        reason: 'Olga is on the train',
      },
    ],
    [
      guest,
      {
        type: 'plan-changed',
        stepId: 'restart',
        planId: editedPlan.id,
        planHash: editedPlan.hash,
        input: { service: 'tokpulse-partner-app-2' },
      },
    ],
    [
      guest,
      {
        type: 'decided',
        stepId: 'storefront',
        choice: 'by-hand',
        evidence: 'Restarted in the console of Railway at 02:14',
        files: [anEvidenceFile({ stepId: 'storefront' })],
      },
    ],
    ['system', { type: 'lock-released', targets: ['tokpulse/railway'] }],
  ];
  return bodies.map(([actor, body], index) => ({
    ...anEvent(index + 1, body, ago({ seconds: 180 - index * 20 })),
    actor,
  }));
}
