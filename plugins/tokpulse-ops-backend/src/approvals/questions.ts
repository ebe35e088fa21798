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

import { createHash } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import type {
  Plan,
  PlannedStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { canonicalJson } from '../runs/canonicalJson';
import type { Question } from './store/askApproval';

/** A plan under which steps ask. */
export type AskingPlan = Pick<Plan, 'id' | 'hash' | 'steps'>;

/** Whether the step may ask somebody: one whose `if` is false already does not. */
function asks(planned: PlannedStep): boolean {
  return planned.approval !== undefined && planned.condition?.value !== false;
}

/**
 * The steps that one yes to the whole plan lets run: all whose input was known
 * when the plan was made and that ask the same people. A step that asks others
 * has a question of its own, or one group could answer for another.
 */
function coveredTogether(plan: AskingPlan): readonly PlannedStep[] {
  const known = plan.steps.filter(
    planned => asks(planned) && planned.approval?.late === false,
  );
  const [first] = known;
  return first === undefined
    ? []
    : known.filter(planned => fromOf(planned) === fromOf(first));
}

function fromOf(planned: PlannedStep): string {
  return JSON.stringify([...new Set(planned.approval?.from)].sort());
}

/**
 * The question about a whole plan; undefined when no step needs it.
 *
 * @param settled - ids of steps that are behind the run
 */
export function planQuestion(
  plan: AskingPlan,
  settled: ReadonlySet<string> = new Set(),
): Question | undefined {
  const covered = coveredTogether(plan).filter(
    ({ step }) => !settled.has(step.id),
  );
  const [first] = covered;
  if (first === undefined) {
    return undefined;
  }
  const targets = covered.flatMap(({ step, confirmTarget }) =>
    step.confirm === 'type-target' && confirmTarget !== undefined
      ? [confirmTarget]
      : [],
  );
  return {
    planId: plan.id,
    planHash: plan.hash,
    from: first.approval?.from ?? [],
    covers: covered.length,
    ...(targets.length > 0 && {
      typeTarget: [...new Set(targets)].sort().join(', '),
    }),
  };
}

/** What a step asks when it is about to begin with this input. */
export function stepQuestion(options: {
  readonly plan: AskingPlan;
  readonly planned: PlannedStep;
  readonly input: JsonValue;
  readonly settled: ReadonlySet<string>;
}): Question {
  const { plan, planned, input, settled } = options;
  const together = coveredTogether(plan).some(
    ({ step }) => step.id === planned.step.id,
  );
  const whole = together ? planQuestion(plan, settled) : undefined;
  if (whole !== undefined) {
    return whole;
  }
  const { step, confirmTarget, approval } = planned;
  return {
    planId: plan.id,
    planHash: plan.hash,
    step: {
      id: step.id,
      name: step.name,
      inputHash: hashInput(step.id, input),
    },
    from: approval?.from ?? [],
    covers: 1,
    ...(step.confirm === 'type-target' && { typeTarget: confirmTarget }),
  };
}

/** Hex SHA-256 over the input that a step is about to get. */
export function hashInput(stepId: string, input: JsonValue): string {
  return createHash('sha256')
    .update(canonicalJson({ stepId, input }))
    .digest('hex');
}
