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

import { useText } from '../translation';
import type { PlanSummary } from './planSummary';

/** Returns functions that say a summary, and what starting will do. */
export function useSummaryWords() {
  const t = useText();
  return {
    /** "9 steps: 7 only read, 1 asks you, 1 changes something". */
    summary: (summary: PlanSummary): string => {
      const { steps, reads, changes, asks, skipped } = summary;
      const parts = [
        reads > 0 && t('plan.reads', { count: reads }),
        asks > 0 && t('plan.asks', { count: asks }),
        skipped > 0 && t('plan.skipped', { count: skipped }),
        changes.length > 0
          ? t('plan.changes', { count: changes.length })
          : t('plan.nothingChanges'),
      ].filter(Boolean);
      return t('plan.summary', {
        steps: t('plan.steps', { count: steps }),
        parts: parts.join(', '),
      });
    },
    /** The label of the button that starts the run. */
    start: ({ changes, unconfirmed, approvals }: PlanSummary): string => {
      if (changes.length === 0) {
        return t('plan.startReads');
      }
      if (approvals.some(({ when }) => when === 'start')) {
        return t('plan.startAndAsk');
      }
      if (approvals.length > 0) {
        return t('plan.startAskLater');
      }
      if (unconfirmed.length === 0) {
        return t('plan.startConfirmed', { count: changes.length });
      }
      const [only] = unconfirmed;
      if (changes.length === 1) {
        return t('plan.startOne', { name: only.planned.step.name });
      }
      return unconfirmed.length === changes.length
        ? t('plan.startUnconfirmed', { count: changes.length })
        : t('plan.startMixed', {
            changes: String(changes.length),
            confirmed: String(changes.length - unconfirmed.length),
          });
    },
  };
}
