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

import type { RunSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatTimeOfDay } from '../text/time';
import { usePersonName } from '../text/PersonName';
import { useText } from '../translation';

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
        return t(
          waiting.kind === 'confirm'
            ? 'active.waitsForYou'
            : 'active.waitsForTarget',
          { step: waiting.stepId },
        );
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
      default:
        return waiting satisfies never;
    }
  };
}
