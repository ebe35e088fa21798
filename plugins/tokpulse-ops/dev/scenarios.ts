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
import { fakeApi, logLine, refuses } from '../src/__testUtils__/fakeApi';
import { serviceDownPlan } from '../src/__fixtures__/plans';
import {
  brokenRunbook,
  healthMonitoring,
  serviceDown,
  suggestedServiceDown,
} from '../src/__fixtures__/runbooks';
import {
  aSummary,
  needsDecision,
  succeeded,
  verifying,
  waitingForConfirmation,
} from '../src/__fixtures__/runs';
import { waitingFor } from '../src/__fixtures__/recovery';
import {
  degraded,
  down,
  healthy,
  readOnly,
} from '../src/__fixtures__/services';
import { ago, ahead } from '../src/__fixtures__/times';
import { observationScenarios } from './observationScenarios';
import { anAbout } from '../src/__fixtures__/about';
import { anOverview } from '../src/__fixtures__/subscriptions';
import { healthyView } from '../src/__fixtures__/healthViews';
import { quickActions } from '../src/__fixtures__/quickActions';
import { recoveryScenarios } from './recoveryScenarios';
import { serviceScenarios } from './serviceScenarios';
import { workScenarios } from './workScenarios';

const never = () => new Promise<never>(() => {});

const history = [
  aSummary({ id: '1', state: 'succeeded', finishedAt: ago({ minutes: 1 }) }),
  aSummary({
    id: '2',
    state: 'succeeded',
    withFailures: true,
    createdAt: ago({ days: 2 }),
    startedAt: ago({ days: 2 }),
    finishedAt: ago({ days: 2, minutes: -4 }),
    lead: 'user:default/arne',
  }),
  aSummary({
    id: '3',
    state: 'failed',
    createdAt: ago({ days: 9 }),
    startedAt: ago({ days: 9 }),
    finishedAt: ago({ days: 9, hours: -2 }),
    reason: undefined,
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

/** A service with some of everything in its lists. */
function lived(changes: Parameters<typeof fakeApi>[0] = {}): TokPulseOpsApi {
  return fakeApi({
    listRunbooks: async () => [
      suggestedServiceDown,
      healthMonitoring,
      brokenRunbook,
      ...quickActions,
    ],
    listRuns: async ({ state } = {}) => ({
      items: state === undefined ? history : [waitingForConfirmation()],
      ...(state === undefined && { nextCursor: 'older' }),
    }),
    ...changes,
  });
}

const unavailable = refuses({
  status: 503,
  name: 'ServiceUnavailableError',
  message: 'The database of the plugin does not answer',
});
const forbidden = refuses({
  status: 403,
  name: 'NotAllowedError',
  message: 'You are not allowed to do this',
});

/** What the harness can show, by the name in `?scenario=`. */
export const scenarios: Readonly<Record<string, () => TokPulseOpsApi>> = {
  ...workScenarios,
  ...observationScenarios,
  down: () => lived(),
  healthy: () =>
    lived({
      getServiceStatus: async () => healthy,
      observations: { health: async () => healthyView() },
      listRunbooks: async () => [
        serviceDown,
        healthMonitoring,
        ...quickActions,
      ],
      listRuns: async ({ state } = {}) => ({
        items: state === undefined ? history : [],
      }),
    }),
  degraded: () => lived({ getServiceStatus: async () => degraded }),
  readOnly: () => lived({ getStatus: async () => readOnly }),
  ...serviceScenarios(lived),
  empty: () =>
    fakeApi({
      listRunbooks: async () => [],
      getServiceStatus: async () => ({ ...down, hosts: [] }),
      observations: {
        states: async () => [],
        about: async () =>
          anAbout({
            contacts: [],
            escalation: [],
            links: [],
            statusPage: undefined,
            flags: undefined,
            missing: [
              {
                what: 'People to call',
                key: 'tokpulseOps.services.tokpulse.contacts',
              },
            ],
          }),
      },
      subscriptions: {
        overview: async () =>
          anOverview({
            schema: {
              variant: 'none',
              told: 'There is no table subscriptions.',
            },
          }),
      },
    }),
  notConfigured: () =>
    fakeApi({
      getEntityService: async () => ({
        kind: 'not-configured',
        message:
          'The annotation names the service "tokpulse", which does not list this entity.',
        nextStep:
          'Add component:default/tokpulse-partner-app to tokpulseOps.services.tokpulse.entities.',
      }),
    }),
  loading: () =>
    fakeApi({
      getServiceStatus: never,
      observations: { health: never, states: never, about: never },
      subscriptions: { overview: never },
      listRunbooks: never,
      listRuns: never,
      getRun: never,
    }),
  error: () =>
    fakeApi({
      getServiceStatus: unavailable,
      observations: {
        health: unavailable,
        states: unavailable,
        about: unavailable,
        performance: unavailable,
        metrics: unavailable,
      },
      subscriptions: { overview: unavailable },
      listRunbooks: unavailable,
      listRuns: unavailable,
      getRun: unavailable,
      createPlan: unavailable,
    }),
  forbidden: () =>
    fakeApi({
      getServiceStatus: forbidden,
      observations: {
        health: forbidden,
        states: forbidden,
        about: forbidden,
        performance: forbidden,
        metrics: forbidden,
      },
      subscriptions: { overview: forbidden },
      listRunbooks: forbidden,
      listRuns: forbidden,
      getRun: forbidden,
    }),
  blocked: () =>
    lived({
      createPlan: async () => ({
        ...serviceDownPlan,
        findings: [
          {
            level: 'blocking',
            code: 'no-railway-token',
            stepId: 'restart',
            message: 'No Railway token is configured for TokPulse.',
            nextStep: 'Set tokpulseOps.services.tokpulse.railway.token.',
          },
          ...serviceDownPlan.findings,
        ],
      }),
    }),
  confirm: () => lived({ run: waitingForConfirmation() }),
  target: () =>
    lived({
      run: waitingFor({
        for: 'approval',
        stepId: 'restart',
        since: ago({ seconds: 30 }),
        kind: 'type-target',
        target: 'tokpulse-partner-app',
      }),
    }),
  question: () =>
    lived({
      run: waitingFor({
        for: 'input',
        stepId: 'storefront',
        since: ago({ seconds: 30 }),
        request: {
          kind: 'confirm',
          message: 'Does the storefront show products again?',
        },
      }),
    }),
  checklist: () =>
    lived({
      run: waitingFor({
        for: 'input',
        stepId: 'storefront',
        since: ago({ seconds: 30 }),
        request: {
          kind: 'checklist',
          message: 'Redeploy the storefront, if it is down.',
          evidence: true,
          items: [
            {
              id: 'redeploy',
              label: 'Redeploy the last good deployment',
              command:
                'vercel redeploy $LAST_GOOD_DEPLOYMENT --token $VERCEL_TOKEN',
              required: true,
            },
            {
              id: 'look',
              label: 'Look at it in a private window',
              required: false,
            },
          ],
        },
      }),
    }),
  timer: () =>
    lived({
      run: waitingFor({
        for: 'timer',
        stepId: 'settle',
        since: ago({ seconds: 2 }),
        until: ahead({ seconds: 72 }),
        reason: 'Waiting for it to settle',
      }),
    }),
  verifying: () => lived({ run: verifying() }),
  decide: () => lived({ run: needsDecision() }),
  ...recoveryScenarios(lived),
  done: () => lived({ run: succeeded() }),
  long: () =>
    lived({
      run: { ...verifying(), logLines: 300_000 },
      readLog: async ({ from = 0, limit = 1_000 }) => {
        const count = Math.min(Number(limit), 300_000 - Number(from));
        return {
          lines: Array.from({ length: count }, (_, index) => ({
            ...logLine(Number(from) + index),
            text: `GET /api/stores/${index} 200 ${
              index % 97
            } ms  \u001b[32mok\u001b[0m`,
          })),
          total: 300_000,
        };
      },
    }),
  reconnecting: () =>
    lived({
      run: verifying(),
      followEvents: async function* lost(options) {
        options.onConnection?.('lost');
        await never();
        yield* [];
      },
    }),
};
