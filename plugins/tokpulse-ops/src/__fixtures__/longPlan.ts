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
  RunbookDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { serviceDownPlan } from './plans';
import { serviceDownDetail } from './runbooks';

const restart = serviceDownPlan.steps.find(({ step }) => step.id === 'restart');

/** A step that reads; other facts come on top. */
function aStep(
  id: string,
  name: string,
  changes: Partial<Omit<PlannedStep, 'step'>> & {
    readonly step?: Partial<PlannedStep['step']>;
  } = {},
): PlannedStep {
  const { step, ...planned } = changes;
  return {
    step: {
      id,
      name,
      action: 'postgres:query',
      input: {},
      onFailure: 'stop',
      confirm: 'none',
      line: 30,
      ...step,
    },
    effect: 'read',
    actionDescription: 'Runs one read-only statement and returns its rows',
    input: {},
    late: [],
    previews: [
      {
        kind: 'sql',
        text: `SELECT count(*) FROM "${id}"\nWHERE "createdAt" > $1`,
        values: ['2026-11-24'],
      },
    ],
    targets: [],
    ...planned,
  };
}

const approval = { from: ['group:default/tokpulse-approvers'], late: false };

const changing: readonly PlannedStep[] = [
  aStep('holdBilling', 'Hold billing while the schema changes', {
    effect: 'idempotent',
    actionDescription: 'Sets variables and deploys once',
    approval,
    step: {
      action: 'railway:variables',
      confirm: 'type-target',
      undo: { action: 'railway:variables', input: {} },
    },
    confirmTarget: 'tokpulse-partner-app',
    targets: ['tokpulse/railway'],
    previews: [
      {
        kind: 'fact',
        label: 'Deployment that comes back',
        value: '7f3c1d9e (SUCCESS, 2 days old)',
        pinned: true,
      },
      {
        kind: 'variables',
        items: [
          { name: 'BILLING_PAUSED', change: 'added' },
          { name: 'RATE_LIMIT_MAX', change: 'changed' },
          { name: 'LEGACY_WEBHOOKS', change: 'removed' },
        ],
      },
    ],
  }),
  aStep('mend', 'Mend subscriptions without a plan', {
    effect: 'once',
    actionDescription: 'Changes rows after a look at each',
    approval,
    step: {
      action: 'postgres:update',
      confirm: 'once',
      each: 'steps.anomalies.output.rows',
      onFailure: 'undo',
      undo: { action: 'postgres:update', input: {} },
    },
    targets: ['tokpulse/postgres'],
    previews: [
      {
        kind: 'rows',
        table: 'Subscription',
        columns: ['id', 'planId', 'status', 'currentPeriodEnd'],
        rows: [
          {
            before: ['sub_1041', null, 'active', '2026-12-01'],
            after: ['sub_1041', 'pro', 'active', '2026-12-01'],
          },
          {
            before: ['sub_1077', null, 'past_due', '2026-11-20'],
            after: ['sub_1077', 'starter', 'active', '2026-12-20'],
          },
          { before: ['sub_1102', 'starter', 'active', '2026-12-11'] },
        ],
        total: 118,
      },
    ],
  }),
  aStep('tellCustomers', 'Write to the customers concerned', {
    effect: 'once',
    actionDescription: 'Sends a message to each recipient',
    approval: { ...approval, late: true },
    step: { action: 'mail:send', confirm: 'once' },
    late: [
      { path: 'steps.mend.output.customers', fromStep: 'mend' },
      { path: 'run.reason' },
    ],
    previews: [
      {
        kind: 'message',
        channel: 'mail',
        recipients: ['those that “mend” names'],
        text: 'Hello,\n\nyour subscription was shown with the wrong plan for two hours. It is right again and you were charged nothing.\n\nTokPulse',
      },
    ],
  }),
  ...(restart === undefined ? [] : [{ ...restart, approval }]),
  aStep('storefront', 'Look at the storefront in a private window', {
    actionDescription: 'Asks somebody to do something and to say it is done',
    step: { action: 'flow:checklist' },
    previews: [{ kind: 'ask', message: 'Does it show products?' }],
  }),
];

const sectionNames = [
  '1. Look at what is wrong',
  '2. Prepare',
  '3. Mend the data',
  '4. Restart and look again',
  '5. Tell people',
];

const reads = Array.from({ length: 35 }, (_, index) =>
  aStep(
    `check${index + 1}`,
    `Check ${index + 1}: count what is in table ${index + 1}`,
  ),
);

/** Each section has seven reads and one of the steps above at its end. */
const steps = sectionNames.flatMap((_, section) => [
  ...reads.slice(section * 7, section * 7 + 7),
  changing[section],
]);

/** A plan of forty steps with a preview of every kind, in team mode. */
export const longPlan: PlanAnswer = {
  ...serviceDownPlan,
  id: '01990000-0000-7000-8000-00000000a040',
  approvals: 'team',
  steps,
  findings: [
    {
      level: 'warning',
      code: 'target-locked',
      stepId: 'restart',
      message:
        'Another run holds `tokpulse/railway` since 7 min: “Roll back the partner app”, led by arne.',
      nextStep: 'This run will wait for it. Look at the locks.',
    },
    {
      level: 'blocking',
      code: 'credential-refused',
      stepId: 'check3',
      message: 'PostgreSQL refuses the read-only connection of TokPulse.',
      nextStep:
        'Correct tokpulseOps.services.tokpulse.postgres.primary.readOnlyConnection.',
    },
  ],
};

/** The same, with nothing in its way. */
export const startableLongPlan: PlanAnswer = {
  ...longPlan,
  findings: longPlan.findings.filter(({ level }) => level !== 'blocking'),
};

/** The text that {@link longPlan} was made from, with its headings. */
export const longRunbook: RunbookDetail = {
  ...serviceDownDetail,
  inputs: undefined,
  contentHash: longPlan.runbook.contentHash,
  body: sectionNames
    .map((name, section) =>
      [
        `## ${name}`,
        ...steps
          .slice(section * 8, section * 8 + 8)
          .map(({ step }) => `\`\`\`yaml step\nid: ${step.id}\n\`\`\``),
      ].join('\n\n'),
    )
    .join('\n\n'),
};
