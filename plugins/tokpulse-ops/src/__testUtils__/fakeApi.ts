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
  NumberedLogLine,
  ObservationNotice,
  PlanDifference,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ResponseError } from '@backstage/errors';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';
import { serviceDownPlan } from '../__fixtures__/plans';
import {
  healthMonitoring,
  serviceDownDetail,
  suggestedServiceDown,
} from '../__fixtures__/runbooks';
import { anApproval, aReview } from '../__fixtures__/approvals';
import { anEvidenceFile, aVerification } from '../__fixtures__/evidence';
import { aRun } from '../__fixtures__/runs';
import { anAbout } from '../__fixtures__/about';
import { aState, anIncident, downView } from '../__fixtures__/healthViews';
import { down, ready, tokpulse } from '../__fixtures__/services';
import {
  aCustomer,
  aDetail,
  anOverview,
  aStore,
  aSubscription,
} from '../__fixtures__/subscriptions';

/** What the backend answers when it refuses. */
export async function refusal(options: {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly nextStep?: string;
  readonly code?: string;
  readonly differences?: readonly PlanDifference[];
}): Promise<ResponseError> {
  const { status, ...error } = options;
  const { name } = error;
  const body = {
    error,
    response: { statusCode: status },
  };
  return ResponseError.fromResponse(
    new Response(JSON.stringify(body), {
      status,
      statusText: name,
      headers: { 'content-type': 'application/json' },
    }),
  );
}

/** A function of the API that always refuses. */
export function refuses(options: Parameters<typeof refusal>[0]) {
  return async (): Promise<never> => {
    throw await refusal(options);
  };
}

/** Output of a run, `total` lines of it. */
export function logLine(line: number, stepId = 'logs'): NumberedLogLine {
  return {
    line,
    stepId,
    at: new Date(Date.UTC(2026, 2, 1, 2, 0, 0) + line * 10).toISOString(),
    level: line % 50 === 49 ? 'error' : 'info',
    text: `line ${line}`,
  };
}

/** A stream of events that stays open until it is told to end. */
export function silentStream(): TokPulseOpsApi['followEvents'] {
  return async function* follow(options): AsyncGenerator<RunEvent> {
    options.onConnection?.('connected');
    await new Promise<void>(resolve => {
      options.signal?.addEventListener('abort', () => resolve());
    });
  };
}

/** A stream of notices that is there, and on which nothing is said. */
export function silentNotices(): TokPulseOpsApi['observations']['follow'] {
  return async function* follow(options): AsyncGenerator<ObservationNotice> {
    options?.onConnection?.('connected');
    await new Promise<void>(resolve => {
      options?.signal?.addEventListener('abort', () => resolve());
    });
  };
}

/** The parts of the API that are objects of their own. */
type Part =
  | 'approvals'
  | 'reviews'
  | 'locks'
  | 'evidence'
  | 'observations'
  | 'subscriptions';

export type FakeApiChanges = Partial<Omit<TokPulseOpsApi, Part>> & {
  readonly [Name in Part]?: Partial<TokPulseOpsApi[Name]>;
} & {
  /** The run that is shown. */
  readonly run?: RunDetail;
};

/** A backend that is well: every answer is there, and can be replaced. */
export function fakeApi(changes: FakeApiChanges = {}): TokPulseOpsApi {
  const {
    run = aRun(),
    approvals,
    reviews,
    locks,
    evidence,
    observations,
    subscriptions,
    ...methods
  } = changes;
  const answersRun = async () => run;
  return {
    getStatus: async () => ready,
    listServices: async () => [tokpulse],
    getService: async () => tokpulse,
    getServiceStatus: async () => down,
    getEntityService: async () => ({ kind: 'service', service: tokpulse }),
    listRunbooks: async () => [suggestedServiceDown, healthMonitoring],
    getRunbook: async () => serviceDownDetail,
    listActions: async () => [],
    createPlan: async () => serviceDownPlan,
    getPlan: async () => serviceDownPlan,
    startRun: answersRun,
    listRuns: async () => ({ items: [] }),
    getRun: answersRun,
    getRunPlan: async () => serviceDownPlan,
    listEvents: async () => ({ items: [], lastSeq: run.lastSeq }),
    followEvents: silentStream(),
    readLog: async ({ from = 0, limit = 1_000 }) => {
      const first = Number(from);
      const count = Math.max(0, Math.min(Number(limit), run.logLines - first));
      return {
        lines: Array.from({ length: count }, (_, index) =>
          logLine(first + index),
        ),
        total: run.logLines,
      };
    },
    confirmStep: answersRun,
    answerStep: answersRun,
    decideStep: answersRun,
    cancelRun: answersRun,
    replanStep: async () => serviceDownPlan,
    planUndo: async () => serviceDownPlan,
    changeLead: answersRun,
    breakGlass: answersRun,
    downloadBundle: async () => ({
      content: new Blob(['<!doctype html>'], { type: 'text/html' }),
      name: 'runbooks.html',
    }),
    approvals: {
      list: async () => ({ items: [] }),
      get: async () => anApproval(),
      decide: async () => anApproval({ state: 'approved' }),
      withdraw: async () => anApproval({ state: 'withdrawn' }),
      ...approvals,
    },
    reviews: {
      list: async () => ({ items: [] }),
      close: async () => aReview({ state: 'closed' }),
      ...reviews,
    },
    locks: {
      list: async () => [],
      steal: async () => [],
      ...locks,
    },
    evidence: {
      addFile: async ({ runId, stepId, name, content }) =>
        anEvidenceFile({ runId, stepId, name, bytes: content.size }),
      downloadFile: async () => ({ content: new Blob(['x']), name: 'x.txt' }),
      verify: async runId => aVerification({ runId }),
      exportRun: async ({ format }) => ({
        content: new Blob([format]),
        name: format === 'json' ? 'run.json' : 'run.md',
      }),
      ...evidence,
    },
    observations: {
      states: async () => [aState()],
      health: async () => downView(),
      refresh: async () => downView(),
      responseTimes: async () => ({ trends: [], markers: [] }),
      performance: async service => ({
        service,
        hosts: [],
        trends: [],
        markers: [],
        comparisons: [],
        notes: [],
      }),
      metrics: async () => ({ hosts: [], samples: [], total: 0, searches: [] }),
      metricHistory: async (_, { name }) => ({
        name,
        stepMs: 60_000,
        series: [],
      }),
      incidents: async () => ({ items: [] }),
      acknowledge: async () => anIncident(),
      about: async () => anAbout(),
      follow: silentNotices(),
      ...observations,
    },
    subscriptions: {
      overview: async () => anOverview(),
      list: async () => ({ items: [aSubscription()] }),
      lookUp: async () => aDetail(),
      lookUpCustomer: async () => ({ items: [aCustomer()] }),
      lookUpStore: async () => ({ items: [aStore()] }),
      reveal: async ({ customer }) => ({
        userId: customer,
        email: 'olga@acme.example',
        name: 'Olga Petrova',
      }),
      ...subscriptions,
    },
    ...methods,
  };
}
