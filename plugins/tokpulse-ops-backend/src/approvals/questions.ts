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

/** Whom the step asks, in an order that is always the same. */
function fromOf(planned: PlannedStep): string[] {
  return [...new Set(planned.approval?.from)].sort();
}

/**
 * The questions about a plan: one, or one for each group of people where steps
 * ask different ones, since nobody may answer for somebody else. Together they
 * cover all steps whose input was known when the plan was made.
 *
 * @param settled - ids of steps that are behind the run
 */
export function planQuestions(
  plan: AskingPlan,
  settled: ReadonlySet<string> = new Set(),
): readonly Question[] {
  const groups = new Map<string, PlannedStep[]>();
  for (const planned of plan.steps) {
    const { approval, step } = planned;
    if (asks(planned) && approval?.late === false && !settled.has(step.id)) {
      const key = JSON.stringify(fromOf(planned));
      groups.set(key, [...(groups.get(key) ?? []), planned]);
    }
  }
  return [...groups.values()].map(covered => {
    const targets = covered.flatMap(({ step, confirmTarget }) =>
      step.confirm === 'type-target' && confirmTarget !== undefined
        ? [confirmTarget]
        : [],
    );
    return {
      planId: plan.id,
      planHash: plan.hash,
      from: fromOf(covered[0]),
      covers: covered.length,
      ...(targets.length > 0 && {
        typeTarget: [...new Set(targets)].sort().join(', '),
      }),
    };
  });
}

/** What a step asks when it is about to begin with this input. */
export function stepQuestion(options: {
  readonly plan: AskingPlan;
  readonly planned: PlannedStep;
  readonly input: JsonValue;
  readonly settled: ReadonlySet<string>;
}): Question {
  const { plan, planned, input, settled } = options;
  const { step, confirmTarget, approval } = planned;
  const from = fromOf(planned);
  const together =
    approval?.late === false
      ? planQuestions(plan, settled).find(
          one => JSON.stringify(one.from) === JSON.stringify(from),
        )
      : undefined;
  return (
    together ?? {
      planId: plan.id,
      planHash: plan.hash,
      step: {
        id: step.id,
        name: step.name,
        inputHash: hashInput(step.id, input),
      },
      covers: 1,
      ...(step.confirm === 'type-target' && { typeTarget: confirmTarget }),
      from,
    }
  );
}

/** Hex SHA-256 over the input that a step is about to get. */
export function hashInput(stepId: string, input: JsonValue): string {
  return createHash('sha256')
    .update(canonicalJson({ stepId, input }))
    .digest('hex');
}
