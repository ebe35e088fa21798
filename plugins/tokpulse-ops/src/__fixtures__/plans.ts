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
  PlannedStep,
  StepDefinition,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ago, ahead } from './times';

const step = (
  definition: Pick<StepDefinition, 'id' | 'name' | 'action'> &
    Partial<StepDefinition>,
  planned: Partial<Omit<PlannedStep, 'step'>> = {},
): PlannedStep => ({
  step: {
    input: {},
    onFailure: 'stop',
    confirm: 'none',
    line: 20,
    ...definition,
  },
  effect: 'read',
  actionDescription: 'Does one thing',
  input: definition.input ?? {},
  late: [],
  previews: [],
  targets: [],
  ...planned,
});

export const serviceDownSteps: PlannedStep[] = [
  step(
    {
      id: 'health',
      name: 'Ask every host for its health',
      action: 'health:check',
      input: { hosts: ['api', 'app', 'dashboard'] },
      expect: 'output.status != "unhealthy"',
      onFailure: 'continue',
      manual:
        'curl -sS -w "%{http_code}" https://api.tokpulse.example/health | jq',
      differs:
        'it does not use curl -f, which throws away the reasons that a 503 carries.',
    },
    {
      actionDescription:
        'Asks hosts for their health and tells why they are not well',
      previews: [
        {
          kind: 'request',
          method: 'GET',
          url: 'https://api.tokpulse.example/health',
        },
        {
          kind: 'request',
          method: 'GET',
          url: 'https://app.tokpulse.example/',
        },
      ],
    },
  ),
  step(
    {
      id: 'deployment',
      name: 'See what Railway runs',
      action: 'railway:status',
      manual: 'railway status --json',
    },
    {
      actionDescription: 'Reads the active deployment of the service',
      previews: [
        {
          kind: 'fact',
          label: 'Active deployment',
          value: '7f3c1d9e (CRASHED)',
        },
      ],
    },
  ),
  step(
    {
      id: 'logs',
      name: 'Read the last 200 lines of its log',
      action: 'railway:logs',
      input: { lines: 200 },
      onFailure: 'continue',
    },
    {
      actionDescription: 'Reads the log of the deployment',
      input: { lines: 200, deployment: '${{ steps.deployment.output.id }}' },
      late: [{ path: 'steps.deployment.output.id', fromStep: 'deployment' }],
    },
  ),
  step(
    {
      id: 'sessions',
      name: 'Count the connections to the database',
      action: 'postgres:query',
      onFailure: 'continue',
    },
    {
      actionDescription: 'Runs one read-only statement and returns its rows',
      previews: [
        {
          kind: 'sql',
          text: 'SELECT state, count(*)\nFROM pg_stat_activity\nWHERE datname = $1\nGROUP BY state',
          values: ['tokpulse'],
        },
      ],
    },
  ),
  step(
    {
      id: 'restart',
      name: 'Restart the partner app',
      action: 'railway:restart',
      if: 'steps.health.output.status == "unhealthy"',
      confirm: 'once',
      manual: 'railway redeploy --service tokpulse-partner-app --yes',
      verify: {
        action: 'health:check',
        input: { hosts: ['api'] },
        until: 'output.restarted && output.regressions.size() == 0',
        within: '3m',
      },
      differs:
        '“railway service restart NAME” is not a command; the API restarts the deployment that is running.',
    },
    {
      effect: 'once',
      actionDescription: 'Restarts the deployment that is active now',
      input: { service: 'tokpulse-partner-app' },
      condition: {
        expression: 'steps.health.output.status == "unhealthy"',
        value: 'later',
      },
      previews: [
        {
          kind: 'request',
          method: 'POST',
          url: 'https://backboard.railway.example/graphql/v2',
          body: {
            query: 'mutation deploymentRestart($id: String!) { … }',
            variables: { id: '7f3c1d9e-52aa-4c0e-9d0c-54c5f3a3f9f0' },
          },
        },
        {
          kind: 'fact',
          label: 'Deployment that will be restarted',
          value: '7f3c1d9e (CRASHED)',
        },
      ],
      targets: ['tokpulse/railway'],
    },
  ),
  step(
    { id: 'settle', name: 'Wait for it to settle', action: 'flow:wait' },
    {
      actionDescription: 'Waits, without keeping anything busy',
      previews: [{ kind: 'wait', milliseconds: 15_000 }],
    },
  ),
  step(
    {
      id: 'storefront',
      name: 'Redeploy the storefront by hand if it is down',
      action: 'flow:checklist',
    },
    {
      actionDescription:
        'Asks somebody to do something and to say that it is done',
      previews: [
        { kind: 'ask', message: 'Redeploy the storefront, if it is down' },
      ],
    },
  ),
  step(
    {
      id: 'tell',
      name: 'Tell the others in the portal',
      action: 'notify:backstage',
      reason:
        'a message cannot be unsent; the log says whether it was accepted',
    },
    {
      effect: 'idempotent',
      actionDescription: 'Sends a notification in the portal',
      previews: [
        {
          kind: 'message',
          channel: 'Backstage notifications',
          recipients: ['group:default/tokpulse-ops'],
          text: 'TokPulse was down and has been restarted',
        },
      ],
    },
  ),
  step(
    {
      id: 'escalate',
      name: 'Escalate',
      action: 'flow:checklist',
      if: 'inputs.notifyCustomers',
    },
    {
      actionDescription:
        'Asks somebody to do something and to say that it is done',
      condition: { expression: 'inputs.notifyCustomers', value: false },
    },
  ),
];

export const serviceDownPlan: PlanAnswer = {
  id: '01990000-0000-7000-8000-00000000a001',
  hash: '5e0c4ab19f77d2c36a1f0b7a2d9c41e88b6f5d3a0c9e7f1b2a4d6c8e0f1a3b5c',
  service: 'tokpulse',
  serviceTitle: 'TokPulse',
  entityRef: 'component:default/tokpulse-partner-app',
  runbook: {
    id: 'service-down',
    title: 'P0 – Service down',
    severity: 'P0',
    respondWithin: '5m',
    contentHash: 'c0ffee',
    path: 'runbooks/service-down.md',
  },
  inputs: { reason: 'The status page says 502', window: '15m' },
  serviceFingerprint: 'f1f2f3',
  steps: serviceDownSteps,
  findings: [
    {
      level: 'warning',
      code: 'no-vercel-token',
      stepId: 'storefront',
      message:
        'The storefront cannot be redeployed from here: no Vercel token is configured.',
      nextStep: 'The step shows the command to type instead.',
    },
  ],
  approvals: 'solo',
  dependents: [
    {
      entityRef: 'component:default/merchant-dashboard',
      title: 'Merchant dashboard',
      distance: 1,
    },
    { entityRef: 'api:default/partner-webhooks', distance: 1 },
    { entityRef: 'component:default/billing-reports', distance: 2 },
  ],
  editors: ['user:default/guest'],
  requestedBy: 'user:default/guest',
  createdAt: ago({ seconds: 10 }),
  expiresAt: ahead({ minutes: 60 }),
  runbookChanged: false,
};

export const readOnlyPlan: PlanAnswer = {
  ...serviceDownPlan,
  id: '01990000-0000-7000-8000-00000000a002',
  hash: 'aa0c4ab19f77d2c36a1f0b7a2d9c41e88b6f5d3a0c9e7f1b2a4d6c8e0f1a3b5c',
  runbook: {
    id: 'health-monitoring',
    title: 'Health monitoring',
    severity: 'P2',
    contentHash: 'decaf',
    path: 'runbooks/health-monitoring.md',
  },
  inputs: {},
  steps: serviceDownSteps.slice(0, 4),
  findings: [],
};

/** The same in team mode: a restart that asks at once, a message that asks late. */
export const teamPlan: PlanAnswer = {
  ...serviceDownPlan,
  id: '01990000-0000-7000-8000-00000000a003',
  approvals: 'team',
  steps: serviceDownSteps.map(planned => {
    const from = ['group:default/tokpulse-approvers'];
    switch (planned.step.id) {
      case 'restart':
        return { ...planned, approval: { from, late: false } };
      case 'tell':
        return {
          ...planned,
          late: [{ path: 'steps.health.output.summary', fromStep: 'health' }],
          approval: { from, late: true },
        };
      default:
        return planned;
    }
  }),
};
