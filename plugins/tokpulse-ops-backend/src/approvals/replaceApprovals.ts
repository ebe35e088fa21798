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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../runs/Database';
import type { NewEvent } from '../runs/store/records';
import { approvalDecided } from './approvalDecided';
import type { ApprovalSettings } from './ApprovalSettings';
import { askForPlan, type AskingRun } from './ask';
import { endApproval } from './store/answerApproval';
import { liveApprovals } from './store/findApproval';

/**
 * To be called in the transaction that gives a run another plan, which holds
 * the row of the run: questions and unused yeses to the former plan become
 * void, and the new plan is asked for.
 *
 * @param options - `plan`: the new one; `settled`: ids of steps behind the run
 * @returns the events to write together with the change of the plan, in order
 */
export async function replaceApprovals(
  tx: Queryable,
  options: AskingRun & {
    readonly plan: Plan;
    readonly settings: ApprovalSettings;
    readonly settled: ReadonlySet<string>;
    /** Entity ref of who changed the plan. */
    readonly actor: string;
  },
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const approval of await liveApprovals(tx, options.runId)) {
    if (approval.planHash !== options.plan.hash) {
      const ended = await endApproval(tx, { id: approval.id, state: 'void' });
      if (ended !== undefined) {
        events.push(approvalDecided(ended, options.actor));
      }
    }
  }
  const asked = await askForPlan(tx, options);
  return [...events, ...asked.map(({ event }) => event)];
}
