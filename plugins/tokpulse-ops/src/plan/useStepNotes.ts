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

import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { usePersonName } from '../text/PersonName';
import { type Text, useText } from '../translation';

function confirmationNote(
  t: Text,
  planned: PlannedStep,
  names: (refs: readonly string[]) => string,
): string | undefined {
  const { approval, confirmTarget: target } = planned;
  if (approval !== undefined) {
    const who =
      approval.from.length === 0
        ? t('plan.everyApprover')
        : names(approval.from);
    return [
      t(approval.late ? 'plan.approvalNoteLate' : 'plan.approvalNote', { who }),
      planned.step.confirm === 'type-target' &&
        target !== undefined &&
        t('plan.approverTypes', { target }),
    ]
      .filter(Boolean)
      .join(' ');
  }
  switch (planned.step.confirm) {
    case 'none':
      return undefined;
    case 'once':
      return t('plan.confirmOnce');
    case 'type-target':
      return t('plan.confirmTarget', { target: planned.confirmTarget ?? '' });
    default:
      return planned.step.confirm satisfies never;
  }
}

function failureNote(
  t: Text,
  { step, effect }: PlannedStep,
): string | undefined {
  switch (step.onFailure) {
    case 'stop':
      // The rule for every step; said where it matters.
      return effect === 'read' ? undefined : t('plan.onFailureStop');
    case 'continue':
      return t('plan.onFailureContinue');
    case 'undo':
      return t('plan.onFailureUndo');
    default:
      return t('plan.onFailureJump', { step: step.onFailure });
  }
}

/** What is to be known about a planned step, one sentence each. */
export function useStepNotes(planned: PlannedStep): readonly string[] {
  const t = useText();
  const personName = usePersonName();
  const { step, targets } = planned;
  return [
    confirmationNote(t, planned, refs => refs.map(personName).join(', ')),
    targets.length > 0 && t('plan.targets', { targets: targets.join(', ') }),
    step.each !== undefined && t('plan.each', { each: step.each }),
    step.expect !== undefined && t('plan.expect', { expect: step.expect }),
    step.verify !== undefined &&
      t('plan.verify', {
        action: step.verify.action,
        until: step.verify.until,
        within: step.verify.within,
      }),
    step.reason !== undefined && t('plan.reason', { text: step.reason }),
    step.undo !== undefined && t('plan.undo', { action: step.undo.action }),
    failureNote(t, planned),
  ].filter((note): note is string => Boolean(note));
}
