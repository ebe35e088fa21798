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

import type { RunbookSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** Category of runbooks of one step that are offered as buttons. */
export const QUICK_ACTION_CATEGORY = 'quick-action';

/** A button for it appears where there is a runbook of this name. */
const BACKUP_RUNBOOK = 'create-backup';

/** Whether a runbook is shown as a button instead of in the list. */
export function isQuickAction(runbook: RunbookSummary): boolean {
  return runbook.category === QUICK_ACTION_CATEGORY;
}

/** Reading comes first: a hand that slips must not restart anything. */
function byChange(a: RunbookSummary, b: RunbookSummary): number {
  return (
    Number(a.changes !== false) - Number(b.changes !== false) ||
    a.title.localeCompare(b.title)
  );
}

/** The runbooks that are offered as buttons, those that change nothing first. */
export function quickActionsOf(
  runbooks: readonly RunbookSummary[],
): readonly RunbookSummary[] {
  return runbooks
    .filter(runbook => isQuickAction(runbook) || runbook.id === BACKUP_RUNBOOK)
    .sort(byChange);
}
