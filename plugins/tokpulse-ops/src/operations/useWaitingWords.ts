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
  RunSummary,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatTimeOfDay } from '../text/time';
import { usePersonName } from '../text/PersonName';
import { type Text, useText } from '../translation';

function approvalWords(
  t: Text,
  waiting: Extract<Waiting, { for: 'approval' }>,
  personName: (ref: string) => string,
): string {
  const { kind, stepId: step, from = [] } = waiting;
  switch (kind) {
    case 'confirm':
      return t('active.waitsForYou', { step });
    case 'type-target':
      return t('active.waitsForTarget', { step });
    case 'approval':
      return from.length === 0
        ? t('active.waitsForAnybody', { step })
        : t('active.waitsForApproval', {
            step,
            who: from.map(personName).join(', '),
          });
    default:
      return kind satisfies never;
  }
}

/** Returns a function that says in words what a run waits for, if it does. */
export function useWaitingWords(): (run: RunSummary) => string | undefined {
  const t = useText();
  const personName = usePersonName();
  return run => {
    if (run.state === 'needs-decision') {
      return t('active.needsDecision');
    }
    const { waiting } = run;
    switch (waiting?.for) {
      case undefined:
        return run.currentStepId === undefined
          ? undefined
          : t('active.step', { step: run.currentStepId });
      case 'approval':
        return approvalWords(t, waiting, personName);
      case 'input':
        return t('active.waitsForInput', { step: waiting.stepId });
      case 'lock':
        return t('active.waitsForLock', {
          target: waiting.target,
          runbook: waiting.heldBy.runbookTitle,
          lead: personName(waiting.heldBy.lead),
        });
      case 'timer':
        return t('active.waitsForTimer', {
          until: formatTimeOfDay(waiting.until),
          reason: waiting.reason,
        });
      case 'undo':
        return t('active.waitsForUndo', { step: waiting.stepId });
      default:
        return waiting satisfies never;
    }
  };
}
