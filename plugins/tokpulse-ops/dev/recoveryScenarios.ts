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

import type { TokPulseOpsApi } from '../src/api/tokpulseOpsApi';
import { anApproval, aLock, aReview } from '../src/__fixtures__/approvals';
import { aVerification } from '../src/__fixtures__/evidence';
import {
  aHistory,
  editedPlan,
  failedAfterChanges,
  itemsFailed,
  teamPlan,
  UNDO_RUN_ID,
  undoPlan,
  waitingForApproval,
  waitingForLock,
  waitingForUndo,
} from '../src/__fixtures__/recovery';
import { needsDecision, succeeded, verifying } from '../src/__fixtures__/runs';
import type { FakeApiChanges } from '../src/__testUtils__/fakeApi';

type Scenarios = Readonly<Record<string, () => TokPulseOpsApi>>;

const someone = 'user:default/olga';
const me = 'user:default/guest';

const lists = (items: Parameters<typeof anApproval>[0][]) => ({
  list: async () => ({ items: items.map(item => anApproval(item)) }),
});

const schemaOfRestart = {
  id: 'railway:restart',
  description: 'Restarts the deployment that is active now',
  effect: 'once' as const,
  input: {
    type: 'object',
    required: ['service'],
    properties: {
      service: { type: 'string', title: 'Service' },
      wait: { type: 'integer', title: 'Seconds to wait', default: 30 },
    },
  },
  output: {},
  untemplated: [],
  hasVerify: true,
  hasUndo: false,
};

/** Runs that people approve, take over, recover, take back and prove. */
export function recoveryScenarios(
  lived: (changes: FakeApiChanges) => TokPulseOpsApi,
): Scenarios {
  const team = { getRunPlan: async () => teamPlan };
  return {
    approve: () =>
      lived({ ...team, run: waitingForApproval(), approvals: lists([{}]) }),
    approveTarget: () =>
      lived({
        ...team,
        run: waitingForApproval(),
        approvals: lists([{ typeTarget: 'tokpulse-partner-app' }]),
      }),
    approveLate: () =>
      lived({
        ...team,
        run: waitingForApproval({
          steps: waitingForApproval().steps.map(step =>
            step.id === 'restart'
              ? { ...step, input: { service: 'tokpulse-partner-app' } }
              : step,
          ),
        }),
        approvals: lists([
          {
            stepId: 'restart',
            stepName: 'Restart the partner app',
            inputHash: 'abc',
          },
        ]),
      }),
    approvalAsked: () =>
      lived({
        ...team,
        run: waitingForApproval({ lead: me, requestedBy: me }),
        approvals: lists([
          {
            requestedBy: me,
            mine: false,
            notMineBecause:
              'You asked for it: another person has to say yes or no.',
          },
        ]),
      }),
    approvalOpen: () =>
      lived({
        ...team,
        run: { ...verifying(), approvals: 'team', lead: someone },
        approvals: lists([{}]),
      }),
    glass: () =>
      lived({
        ...team,
        run: { ...verifying(), approvals: 'team', glassBroken: true, lead: me },
        reviews: { list: async () => ({ items: [aReview()] }) },
      }),
    observe: () =>
      lived({
        run: { ...needsDecision(), lead: someone, approvals: 'team' },
      }),
    lock: () =>
      lived({
        run: waitingForLock({ lead: me }),
        locks: {
          list: async () => [
            aLock({
              queue: [
                {
                  ...aLock().holder,
                  runId: 'another',
                  runbookTitle: 'Rotate the session secret',
                  severity: 'P0',
                },
                ...aLock().queue,
              ],
            }),
          ],
        },
      }),
    ownLock: () =>
      lived({
        run: waitingForLock({ lead: me }),
        locks: {
          list: async () => [
            aLock({ holder: { ...aLock().holder, lead: me } }),
          ],
        },
      }),
    lead: () =>
      lived({
        run: { ...needsDecision(), lead: me, approvals: 'team' },
        approvals: lists([{ state: 'approved', decidedBy: someone }]),
        listActions: async () => [schemaOfRestart],
        replanStep: async () => editedPlan,
      }),
    items: () => lived({ run: { ...itemsFailed(), lead: me } }),
    undo: () =>
      lived({
        run: { ...failedAfterChanges(), lead: me },
        planUndo: async () => undoPlan,
      }),
    undoing: () =>
      lived({
        run: waitingForUndo(),
        getRun: async runId =>
          runId === UNDO_RUN_ID ? verifying() : waitingForUndo(),
      }),
    record: () =>
      lived({
        ...team,
        run: {
          ...succeeded(),
          approvals: 'team',
          lastSeq: aHistory().length,
          undoneBy: [{ runId: UNDO_RUN_ID, state: 'succeeded' }],
        },
        approvals: lists([
          {
            state: 'approved',
            decidedBy: someone,
            decidedAt: anApproval().requestedAt,
            comment: 'Yes, it is really down',
          },
        ]),
        listEvents: async ({ after = 0 }) => ({
          items: aHistory().filter(({ seq }) => seq > Number(after)),
          lastSeq: aHistory().length,
        }),
      }),
    tampered: () =>
      lived({
        run: succeeded(),
        evidence: {
          verify: async runId =>
            aVerification({
              runId,
              valid: false,
              firstBad: {
                seq: 41,
                problem: 'edited',
                message:
                  'Its code does not fit what it says: somebody changed it after it was written',
              },
            }),
        },
      }),
  };
}
