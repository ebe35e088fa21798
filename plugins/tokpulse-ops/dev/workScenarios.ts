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
  ApprovalItem,
  RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TokPulseOpsApi } from '../src/api/tokpulseOpsApi';
import { aLock, anApproval, aReview } from '../src/__fixtures__/approvals';
import {
  longPlan,
  longRunbook,
  startableLongPlan,
} from '../src/__fixtures__/longPlan';
import { teamPlan } from '../src/__fixtures__/plans';
import { healthMonitoringDetail } from '../src/__fixtures__/runbooks';
import { aRun, aSummary, needsDecision } from '../src/__fixtures__/runs';
import { ago, ahead } from '../src/__fixtures__/times';
import { fakeApi, refuses } from '../src/__testUtils__/fakeApi';

const never = () => new Promise<never>(() => {});
const asksNothing = { getRunbook: async () => healthMonitoringDetail };
const from = ['group:default/tokpulse-approvers'];

const approvals: readonly ApprovalItem[] = [
  anApproval({ id: 'a1', from, planHash: teamPlan.hash }),
  anApproval({
    id: 'a2',
    from,
    planHash: teamPlan.hash,
    stepId: 'tell',
    stepName: 'Tell the others in the portal',
    inputHash: 'f00d',
    requestedAt: ago({ minutes: 41 }),
    expiresAt: ahead({ minutes: 9 }),
    runbook: {
      id: 'rotate',
      title: 'Rotate the session secret after a suspected breach',
      severity: 'P1',
    },
    typeTarget: 'tokpulse-partner-app',
    reason: undefined,
  }),
  anApproval({
    id: 'a3',
    requestedBy: 'user:default/guest',
    requestedAt: ago({ minutes: 3 }),
    mine: false,
    notMineBecause: 'You asked for it yourself: somebody else has to answer.',
    runbook: { id: 'cleanup', title: 'Clean up old sessions', severity: 'P3' },
    covers: 3,
  }),
];

const answered: readonly ApprovalItem[] = [
  anApproval({
    id: 'b1',
    state: 'approved',
    decidedBy: 'user:default/anna',
    decidedAt: ago({ hours: 2 }),
    requestedAt: ago({ hours: 2, minutes: 4 }),
  }),
  anApproval({
    id: 'b2',
    state: 'rejected',
    decidedBy: 'user:default/anna',
    decidedAt: ago({ hours: 29 }),
    comment: 'Not before the deployment is through',
    requestedAt: ago({ hours: 30 }),
  }),
  anApproval({ id: 'b3', state: 'void', requestedAt: ago({ days: 3 }) }),
  anApproval({ id: 'b4', state: 'expired', requestedAt: ago({ days: 4 }) }),
];

function leads(): RunSummary {
  const { steps, planId, inputs, lastSeq, logLines, undoneBy, ...run } =
    needsDecision();
  return run;
}

const history: readonly RunSummary[] = [
  aSummary({ id: '1', state: 'succeeded', finishedAt: ago({ minutes: 1 }) }),
  aSummary({
    id: '2',
    state: 'succeeded',
    undoes: '3',
    createdAt: ago({ hours: 5 }),
    startedAt: ago({ hours: 5 }),
    finishedAt: ago({ hours: 5, minutes: -2 }),
  }),
  aSummary({
    id: '3',
    state: 'failed',
    glassBroken: true,
    createdAt: ago({ hours: 6 }),
    startedAt: ago({ hours: 6 }),
    finishedAt: ago({ hours: 6, minutes: -30 }),
    lead: 'user:default/arne',
  }),
  aSummary({
    id: '4',
    state: 'cancelled',
    createdAt: ago({ days: 20 }),
    startedAt: ago({ days: 20 }),
    finishedAt: ago({ days: 20, seconds: -40 }),
    reason: undefined,
  }),
];

/** Somebody for whom much waits. */
function busy(changes: Parameters<typeof fakeApi>[0] = {}): TokPulseOpsApi {
  let open = approvals;
  return fakeApi({
    run: aRun({ approvals: 'team', state: 'running' }),
    getRunPlan: async () => teamPlan,
    listRuns: async ({ person, state } = {}) => {
      if (state === undefined) {
        return { items: [...history], nextCursor: 'older' };
      }
      return {
        items: [
          leads(),
          ...(person === undefined
            ? [
                aSummary({
                  id: 'w',
                  state: 'waiting',
                  lead: 'user:default/olga',
                  currentStepId: 'restart',
                  waiting: {
                    for: 'approval',
                    kind: 'approval',
                    stepId: 'restart',
                    since: ago({ minutes: 2 }),
                    from,
                  },
                }),
              ]
            : []),
        ],
      };
    },
    approvals: {
      list: async ({ state = [], mine } = {}) => ({
        items: state.includes('open')
          ? open.filter(item => mine !== 'true' || item.mine)
          : [...answered],
      }),
      decide: async ({ approvalId }) => {
        open = open.filter(({ id }) => id !== approvalId);
        return anApproval({ id: approvalId, state: 'approved' });
      },
    },
    reviews: {
      list: async ({ state } = {}) => ({
        items:
          state === 'closed'
            ? [
                aReview({
                  state: 'closed',
                  closedBy: 'user:default/anna',
                  closedAt: ago({ days: 2 }),
                  openedAt: ago({ days: 3 }),
                  note: 'It was right: the approvers were on a plane. There are three of them now.',
                }),
              ]
            : [
                aReview({
                  mine: true,
                  notMineBecause: undefined,
                  openedBy: 'user:default/arne',
                }),
                aReview({
                  id: 'solo',
                  mode: 'solo',
                  openedBy: 'user:default/guest',
                  runbookTitle: 'Restore the database to a point in time',
                  notMineBecause:
                    'You can close it from tomorrow on, with a clear head.',
                  closableAt: ahead({ hours: 9 }),
                }),
              ],
      }),
    },
    locks: {
      list: async () => [
        aLock(),
        aLock({
          target: 'tokpulse/postgres',
          holder: {
            ...aLock().holder,
            runId: 'mine',
            runbookTitle: 'Backup',
            severity: 'P3',
            lead: 'user:default/guest',
            state: 'running',
          },
          queue: [],
        }),
      ],
    },
    ...changes,
  });
}

const forbidden = refuses({
  status: 403,
  name: 'NotAllowedError',
  message: 'You are not allowed to do this',
});
const unavailable = refuses({
  status: 503,
  name: 'ServiceUnavailableError',
  message: 'The database of the plugin does not answer',
});

/** Every list of work answers the same. */
function lists(answer: () => Promise<never>): TokPulseOpsApi {
  return busy({
    listRuns: answer,
    approvals: { list: answer },
    reviews: { list: answer },
    locks: { list: answer },
  });
}

/** What waits for people, and plans that many people are asked about. */
export const workScenarios: Readonly<Record<string, () => TokPulseOpsApi>> = {
  busy: () => busy(),
  calm: () => fakeApi(),
  workLoading: () => lists(never),
  workForbidden: () => lists(forbidden),
  workError: () => lists(unavailable),
  team: () => busy({ ...asksNothing, createPlan: async () => teamPlan }),
  forty: () =>
    busy({
      getRunbook: async () => longRunbook,
      createPlan: async () => startableLongPlan,
    }),
  fortyBlocked: () =>
    busy({
      getRunbook: async () => longRunbook,
      createPlan: async () => longPlan,
    }),
};

/** Starting this plan is refused: things have changed since. */
export const planDiffers = refuses({
  status: 409,
  name: 'ConflictError',
  message: 'What would run now is not what was planned',
  nextStep: 'Plan again and look at what it would do now.',
  code: 'plan-differs',
  differences: [
    {
      what: "Step 'restart': Deployment that will be restarted",
      planned: '7f3c1d9e (CRASHED)',
      now: '91aa02bb (SUCCESS)',
    },
    { what: 'Configuration of the service', planned: 'f1f2f3', now: 'a0b1c2' },
  ],
});
