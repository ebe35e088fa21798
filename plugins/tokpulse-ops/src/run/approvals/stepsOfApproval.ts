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
  Approval,
  Plan,
  PlannedStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** A step that an approval lets run, with its place in the plan. */
export interface CoveredStep {
  readonly number: number;
  readonly planned: PlannedStep;
}

const text = (refs: readonly string[]) =>
  JSON.stringify([...new Set(refs)].sort());

function same(a: readonly string[], b: readonly string[]): boolean {
  return text(a) === text(b);
}

/**
 * The steps that a yes lets run: the one that the approval names, or every
 * step of the plan that asks the same people and whose input was known.
 */
export function stepsOfApproval(
  plan: Pick<Plan, 'steps'>,
  approval: Pick<Approval, 'stepId'> & Partial<Pick<Approval, 'from'>>,
): readonly CoveredStep[] {
  return plan.steps
    .map((planned, index) => ({ number: index + 1, planned }))
    .filter(({ planned }) =>
      approval.stepId === undefined
        ? planned.approval?.late === false &&
          planned.condition?.value !== false &&
          same(approval.from ?? planned.approval.from, planned.approval.from)
        : planned.step.id === approval.stepId,
    );
}
