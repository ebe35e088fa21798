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

import {
  checkCondition,
  type Effect,
  type PlannedStep,
  type RunbookStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { approverRef } from '../../approvals/approverRef';
import type { StepFindings } from './findings';
import { lateAmong, type LateValue } from './lateValues';
import type { ResolveContext } from './resolveStep';

/**
 * Whose yes a step needs, in a team: a changing step that the runbook would have
 * confirmed, and every step that names approvers. Alone, the same step is
 * confirmed by the one person there is.
 */
export function resolveApproval(
  step: RunbookStep,
  options: {
    readonly effect: Effect;
    readonly late: readonly LateValue[];
    readonly context: ResolveContext;
    readonly findings: StepFindings;
  },
): PlannedStep['approval'] {
  const { effect, late, context, findings } = options;
  const named = step.approval?.from;
  const asks =
    named !== undefined || (effect !== 'read' && step.confirm !== 'none');
  if (context.approvals === 'solo' || !asks) {
    return undefined;
  }
  const from = (named ?? context.approvers).flatMap(text => {
    try {
      return [approverRef(text)];
    } catch (error) {
      findings.block({
        code: 'unknown-approver',
        message: `'${text}' cannot approve: ${
          error instanceof Error ? error.message : String(error)
        }`,
        nextStep:
          'Write the entity ref of a group or a user into approval.from of the step',
      });
      return [];
    }
  });
  return {
    from: [...new Set(from)].sort(),
    late: isLate(step, late, context),
  };
}

/**
 * Whether what it would do is known only when it is about to do it. What the
 * run knows of itself is known when it starts, which is when somebody is asked.
 */
function isLate(
  { each }: RunbookStep,
  late: readonly LateValue[],
  { scope }: ResolveContext,
): boolean {
  if (late.some(({ fromStep }) => fromStep !== undefined)) {
    return true;
  }
  const check = each === undefined ? undefined : checkCondition(each);
  return (
    check !== undefined &&
    (!check.ok || lateAmong(check.references, scope).length > 0)
  );
}
