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
  Plan,
  PlannedStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What a plan amounts to. Steps that will be skipped count as nothing else. */
export interface PlanSummary {
  readonly steps: number;
  readonly reads: number;
  /** Steps with an effect other than `read`. */
  readonly changes: readonly PlannedStep[];
  /** Changing steps that run without another question. */
  readonly unconfirmed: readonly PlannedStep[];
  /** Steps that ask the operator something. */
  readonly asks: number;
  readonly skipped: number;
}

/** Counts what the steps of a plan do. */
export function summarisePlan(plan: Pick<Plan, 'steps'>): PlanSummary {
  const skipped = plan.steps.filter(step => step.condition?.value === false);
  const rest = plan.steps.filter(step => !skipped.includes(step));
  const asks = rest.filter(step =>
    step.previews.some(({ kind }) => kind === 'ask'),
  );
  const changes = rest.filter(step => step.effect !== 'read');
  return {
    steps: plan.steps.length,
    reads: rest.filter(step => step.effect === 'read' && !asks.includes(step))
      .length,
    changes,
    unconfirmed: changes.filter(({ step }) => step.confirm === 'none'),
    asks: asks.filter(step => step.effect === 'read').length,
    skipped: skipped.length,
  };
}
