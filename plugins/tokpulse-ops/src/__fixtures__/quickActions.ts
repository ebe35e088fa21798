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
import { serviceDown } from './runbooks';

const quick = (
  changes: Pick<RunbookSummary, 'id' | 'title' | 'changes'>,
): RunbookSummary => ({
  ...serviceDown,
  severity: undefined,
  respondWithin: undefined,
  category: 'quick-action',
  stepCount: 1,
  ...changes,
});

/** Runbooks of one step, in no order. */
export const quickActions: RunbookSummary[] = [
  quick({
    id: 'quick-restart',
    title: 'Restart the partner app',
    changes: true,
  }),
  quick({ id: 'quick-logs', title: 'Read the logs', changes: false }),
  quick({ id: 'quick-health', title: 'Check health', changes: false }),
];

/** The runbook that makes a backup, where there is one. */
export const backup: RunbookSummary = {
  ...serviceDown,
  id: 'create-backup',
  title: 'Create a backup',
  category: 'backup',
  severity: undefined,
  changes: true,
};
