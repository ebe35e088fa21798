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
  Effect,
  Plan,
  PlannedStep,
  Severity,
  StepDefinition,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';

/** One step of a test plan: what is not given has the format's default. */
export type TestStep = Partial<StepDefinition> & {
  readonly id: string;
  readonly action: string;
  /** The planned effect; the action's own in a real plan. */
  readonly planned?: Effect;
  readonly targets?: readonly string[];
  readonly previews?: PlannedStep['previews'];
  /** In team mode: the approval that the step needs. */
  readonly asks?: PlannedStep['approval'];
};

/** A plan as the planner would make it, without a planner. */
export function createTestPlan(options: {
  readonly steps: readonly TestStep[];
  readonly inputs?: Plan['inputs'];
  readonly service?: string;
  readonly severity?: Severity;
  readonly runbook?: string;
  readonly requestedBy?: string;
  readonly lifetimeMs?: number;
  readonly approvals?: Plan['approvals'];
  readonly editors?: readonly string[];
}): Plan {
  const id = uuid();
  const now = Date.now();
  const service = options.service ?? 'demo';
  return {
    id,
    hash: createHash('sha256').update(id).digest('hex'),
    service,
    serviceTitle: 'Demo',
    runbook: {
      id: options.runbook ?? 'test-runbook',
      title: 'Test runbook',
      severity: options.severity,
      contentHash: 'c0ffee',
      path: 'runbooks/test-runbook.md',
    },
    inputs: options.inputs ?? {},
    serviceFingerprint: 'fingerprint',
    steps: options.steps.map(
      ({ planned, targets, previews, asks, ...step }, index) => ({
        step: {
          name: `Step ${step.id}`,
          input: {},
          onFailure: 'stop',
          confirm: 'none',
          line: index + 1,
          ...step,
        },
        effect: step.effect ?? planned ?? 'read',
        actionDescription: 'A step of a test',
        input: {},
        late: [],
        previews: [...(previews ?? [])],
        targets: [...(targets ?? [])].sort(),
        confirmTarget: step.confirm === 'type-target' ? service : undefined,
        ...(options.approvals === 'team' && asks && { approval: asks }),
      }),
    ),
    findings: [],
    approvals: options.approvals ?? 'solo',
    dependents: [],
    editors: [...(options.editors ?? [])],
    requestedBy: options.requestedBy ?? 'user:default/operator',
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + (options.lifetimeMs ?? 3_600_000)).toISOString(),
  };
}
