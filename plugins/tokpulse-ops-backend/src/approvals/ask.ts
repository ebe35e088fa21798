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
import { v7 as uuid } from 'uuid';
import type { Queryable } from '../runs/Database';
import type { NewEvent } from '../runs/store/records';
import type { ApprovalSettings } from './ApprovalSettings';
import type { ApprovalRecord } from './store/ApprovalRecord';
import { askApproval, type Question } from './store/askApproval';
import { addNotice } from './store/notices';
import { noticeSeverity } from './noticeSeverity';
import { planQuestions } from './questions';

/** A question that was asked, with the event that says so. */
export interface Asked {
  readonly approval: ApprovalRecord;
  readonly event: NewEvent;
}

/** What a question needs to know of its run. */
export interface AskingRun {
  readonly runId: string;
  readonly plan: Pick<Plan, 'runbook' | 'serviceTitle'>;
  readonly reason?: string | null;
  /** The database's time. */
  readonly at: Date;
}

/** Asks, and leaves a message for who is asked, in the caller's transaction. */
export async function ask(
  tx: Queryable,
  options: AskingRun & {
    readonly question: Question;
    readonly settings: ApprovalSettings;
  },
): Promise<Asked> {
  const { runId, plan, reason, at, question, settings } = options;
  const approval = await askApproval(tx, {
    id: uuid({ msecs: at.getTime() }),
    expireAfterMs: settings.expireAfterMs,
    ...{ runId, question },
  });
  const recipients = approval.from.length > 0 ? approval.from : settings.notify;
  if (recipients.length > 0) {
    const what =
      question.step === undefined
        ? `${question.covers} changing step${question.covers === 1 ? '' : 's'}`
        : `the step '${question.step.name}'`;
    await addNotice(tx, {
      id: uuid({ msecs: at.getTime() }),
      kind: 'approval-asked',
      subject: approval.id,
      excluded: approval.excluded,
      title: `Approval needed: ${plan.runbook.title}, ${plan.serviceTitle}`,
      description: [
        `${approval.requestedBy} asks for a yes to ${what}.`,
        ...(reason ? [`Reason: ${reason}`] : []),
      ].join(' '),
      severity: noticeSeverity(plan.runbook.severity),
      ...{ runId, recipients },
    });
  }
  return {
    approval,
    event: {
      actor: approval.requestedBy,
      body: {
        type: 'approval-requested',
        approvalId: approval.id,
        planHash: approval.planHash,
        stepId: approval.stepId,
        from: [...approval.from],
        expiresAt: approval.expiresAt,
      },
    },
  };
}

/**
 * Asks for the whole plan of a run when one of its steps needs it, so that it
 * can be answered while the first steps read.
 *
 * @param options - `settled`: ids of steps that are behind the run
 */
export async function askForPlan(
  tx: Queryable,
  options: AskingRun & {
    readonly plan: Plan;
    readonly settings: ApprovalSettings;
    readonly settled?: ReadonlySet<string>;
  },
): Promise<readonly Asked[]> {
  const { plan, settled } = options;
  const asked: Asked[] = [];
  if (plan.approvals === 'team') {
    for (const question of planQuestions(plan, settled)) {
      asked.push(await ask(tx, { ...options, question }));
    }
  }
  return asked;
}
