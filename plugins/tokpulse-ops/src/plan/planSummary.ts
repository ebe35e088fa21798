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
import { kindOf, type PlacedStep, type StepKind } from './planOutline';

/** What a second person will be asked in team mode. */
export interface ComingApproval {
  /** Entity refs; empty: everybody with the permission. */
  readonly from: readonly string[];
  readonly steps: readonly PlacedStep[];
  /**
   * `start`: as soon as the run starts. `reached`: when the run gets there, since
   * the input is known only then or since others are asked.
   */
  readonly when: 'start' | 'reached';
}

/** What a plan amounts to. Steps that will be skipped count as nothing else. */
export interface PlanSummary {
  readonly steps: number;
  readonly reads: number;
  /** Steps with an effect other than `read`. */
  readonly changes: readonly PlacedStep[];
  /** Changing steps that run without another question. */
  readonly unconfirmed: readonly PlacedStep[];
  /** Steps that ask the operator something. */
  readonly asks: number;
  readonly skipped: number;
  /** What the changes touch, sorted. */
  readonly targets: readonly string[];
  /** Steps whose whole input is known only during the run. */
  readonly late: readonly PlacedStep[];
  readonly approvals: readonly ComingApproval[];
}

type Summarised = Pick<Plan, 'steps'> & Partial<Pick<Plan, 'approvals'>>;

/** The steps of a plan with their places. */
export function placeSteps(plan: Pick<Plan, 'steps'>): PlacedStep[] {
  return plan.steps.map((planned, index) => ({ planned, number: index + 1 }));
}

function asksNothing({ step, approval }: PlannedStep): boolean {
  return step.confirm === 'none' && approval === undefined;
}

function fromOf({ approval }: PlannedStep): readonly string[] {
  return [...new Set(approval?.from)].sort();
}

/** The first group whose input is known is asked at once, every other later. */
function comingApprovals(changes: readonly PlacedStep[]): ComingApproval[] {
  const asked = changes.filter(({ planned }) => planned.approval !== undefined);
  const first = asked.find(({ planned }) => planned.approval?.late === false);
  const groups = new Map<string, ComingApproval>();
  for (const step of asked) {
    const from = fromOf(step.planned);
    const when =
      step.planned.approval?.late === false &&
      first !== undefined &&
      JSON.stringify(fromOf(first.planned)) === JSON.stringify(from)
        ? 'start'
        : 'reached';
    const key = JSON.stringify([when, from]);
    const steps = [...(groups.get(key)?.steps ?? []), step];
    groups.set(key, { from, when, steps });
  }
  return [...groups.values()].sort(
    (a, b) => Number(a.when === 'reached') - Number(b.when === 'reached'),
  );
}

/** Counts what the steps of a plan do. */
export function summarisePlan(plan: Summarised): PlanSummary {
  const steps = placeSteps(plan);
  const of = (kind: StepKind) =>
    steps.filter(({ planned }) => kindOf(planned) === kind);
  const changes = of('changes');
  const skipped = of('skipped');
  return {
    steps: steps.length,
    reads: of('checks').length,
    changes,
    unconfirmed: changes.filter(({ planned }) => asksNothing(planned)),
    asks: of('by-hand').length,
    skipped: skipped.length,
    targets: [
      ...new Set(changes.flatMap(({ planned }) => planned.targets)),
    ].sort(),
    late: steps.filter(
      step => step.planned.late.length > 0 && !skipped.includes(step),
    ),
    approvals: plan.approvals === 'team' ? comingApprovals(changes) : [],
  };
}
