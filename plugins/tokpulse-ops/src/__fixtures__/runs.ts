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
  RunEvent,
  RunEventBody,
  RunStep,
  RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { serviceDownPlan } from './plans';
import { ago } from './times';

export const RUN_ID = '01990000-0000-7000-8000-0000000000b1';

/** The steps of a run as they are before it begins. */
export function freshSteps(): RunStep[] {
  return serviceDownPlan.steps.map(({ step, effect }) => ({
    id: step.id,
    name: step.name,
    action: step.action,
    effect,
    state: 'pending',
    confirm: step.confirm,
    attempts: [],
    handled: false,
    ...(step.manual !== undefined && { manual: step.manual }),
  }));
}

/** Steps with some of them changed, by id. */
export function stepsWith(
  changes: Readonly<Record<string, Partial<RunStep>>>,
): RunStep[] {
  return freshSteps().map(step => ({ ...step, ...changes[step.id] }));
}

/** A run; by default it was just created. */
export function aRun(changes: Partial<RunDetail> = {}): RunDetail {
  return {
    id: RUN_ID,
    service: 'tokpulse',
    entityRef: 'component:default/tokpulse-partner-app',
    runbook: {
      id: 'service-down',
      title: 'P0 – Service down',
      severity: 'P0',
      contentHash: 'c0ffee',
    },
    planId: serviceDownPlan.id,
    planHash: serviceDownPlan.hash,
    state: 'queued',
    withFailures: false,
    requestedBy: 'user:default/guest',
    lead: 'user:default/guest',
    reason: 'The status page says 502',
    createdAt: ago({ minutes: 3, seconds: 10 }),
    cancelRequested: false,
    approvals: 'solo',
    glassBroken: false,
    undoneBy: [],
    inputs: serviceDownPlan.inputs,
    steps: freshSteps(),
    lastSeq: 2,
    logLines: 0,
    ...changes,
  };
}

/** A run as a list shows it. */
export function aSummary(changes: Partial<RunSummary> = {}): RunSummary {
  const { planId, inputs, steps, lastSeq, logLines, undoneBy, ...summary } =
    aRun();
  return { ...summary, ...changes };
}

/** An event of {@link RUN_ID}. */
export function anEvent(
  seq: number,
  body: RunEventBody,
  at = ago({ seconds: 1 }),
): RunEvent {
  return { runId: RUN_ID, seq, at, actor: 'system', body };
}

const begun = () => ago({ minutes: 3, seconds: 8 });
const done = (seconds: number, from = 180): Partial<RunStep> => ({
  state: 'succeeded',
  startedAt: ago({ seconds: from }),
  finishedAt: ago({ seconds: from - seconds }),
  attempts: [
    {
      number: 1,
      state: 'succeeded',
      startedAt: ago({ seconds: from }),
      finishedAt: ago({ seconds: from - seconds }),
    },
  ],
});

/** The first four steps, as they are once the run is at the restart. */
export const lookedAround = (): Readonly<Record<string, Partial<RunStep>>> => ({
  health: {
    ...done(2, 186),
    state: 'failed',
    handled: true,
    attempts: [
      {
        number: 1,
        state: 'failed',
        startedAt: ago({ seconds: 186 }),
        finishedAt: ago({ seconds: 184 }),
      },
    ],
    output: {
      status: 'unhealthy',
      hosts: { api: { answer: 'edge-error', httpStatus: 502 } },
    },
    error: {
      code: 'expectation-failed',
      message:
        'The step expects \'output.status != "unhealthy"\', and that is not so',
      nextStep: 'Look at the output of the step',
    },
  },
  deployment: {
    ...done(1, 184),
    output: { id: '7f3c1d9e', status: 'CRASHED' },
  },
  logs: done(2, 183),
  sessions: {
    ...done(0.08, 181),
    output: { rows: [{ state: 'idle', count: 4 }], truncated: false },
  },
});

export const waitingForConfirmation = (): RunDetail =>
  aRun({
    state: 'waiting',
    withFailures: true,
    startedAt: begun(),
    currentStepId: 'restart',
    lastSeq: 40,
    logLines: 218,
    waiting: {
      for: 'approval',
      stepId: 'restart',
      since: ago({ minutes: 2, seconds: 50 }),
      kind: 'confirm',
    },
    steps: stepsWith({ ...lookedAround(), restart: { state: 'waiting' } }),
  });

export const verifying = (): RunDetail =>
  aRun({
    state: 'running',
    withFailures: true,
    startedAt: begun(),
    currentStepId: 'restart',
    lastSeq: 44,
    logLines: 221,
    steps: stepsWith({
      ...lookedAround(),
      restart: {
        state: 'running',
        startedAt: ago({ seconds: 35 }),
        attempts: [
          { number: 1, state: 'running', startedAt: ago({ seconds: 35 }) },
        ],
        input: { service: 'tokpulse-partner-app' },
        verification: {
          satisfied: false,
          readings: 4,
          message:
            'api answers 503 since the restart: database is not connected yet',
          deadline: new Date(Date.now() + 145_000).toISOString(),
        },
      },
    }),
  });

export const needsDecision = (): RunDetail =>
  aRun({
    state: 'needs-decision',
    withFailures: true,
    startedAt: begun(),
    currentStepId: 'restart',
    lastSeq: 50,
    logLines: 221,
    steps: stepsWith({
      ...lookedAround(),
      restart: {
        state: 'unknown',
        startedAt: ago({ seconds: 35 }),
        finishedAt: ago({ seconds: 5 }),
        attempts: [
          {
            number: 1,
            state: 'unknown',
            startedAt: ago({ seconds: 35 }),
            finishedAt: ago({ seconds: 5 }),
          },
        ],
        input: { service: 'tokpulse-partner-app' },
        error: {
          code: 'connection-lost',
          message: 'Railway cut the connection before it answered',
          nextStep: 'See in Railway whether the deployment was restarted',
          correlationId: 'b7f0c2d4',
        },
        probe: {
          outcome: 'unknown',
          message:
            'The deployment has the same id; its start time could not be read',
        },
      },
    }),
  });

export const succeeded = (): RunDetail =>
  aRun({
    state: 'succeeded',
    withFailures: true,
    startedAt: begun(),
    finishedAt: ago({ seconds: 2 }),
    lastSeq: 70,
    logLines: 260,
    steps: stepsWith({
      ...lookedAround(),
      restart: {
        ...done(62, 120),
        verification: {
          satisfied: true,
          readings: 6,
          message: 'api answers 200, and nothing is worse than before',
          deadline: ago({ seconds: 10 }),
        },
      },
      settle: done(15, 50),
      storefront: {
        state: 'by-hand',
        startedAt: ago({ seconds: 34 }),
        finishedAt: ago({ seconds: 9 }),
      },
      tell: done(0.3, 8),
      escalate: {
        state: 'skipped',
        finishedAt: ago({ seconds: 4 }),
        skippedBecause: 'inputs.notifyCustomers is false',
      },
    }),
  });
