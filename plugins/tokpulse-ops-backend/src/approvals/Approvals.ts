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

import { ConflictError, InputError } from '@backstage/errors';
import type { DecideApproval } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import { withProblem } from '../problems';
import type { Database } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { isUuid } from '../runs/store/PostgresPlanStore';
import type { RunRecord } from '../runs/store/records';
import type { Redactor } from '../runs/types';
import {
  requireOpen,
  requireOwn,
  requireSamePlan,
  requireSecondPerson,
  requireTyped,
  secondPerson,
  tooLate,
} from './answering';
import { approvalDecided } from './approvalDecided';
import { holdRun, writeEvents } from './heldRun';
import type { Notices } from './Notices';
import { noticeSeverity } from './noticeSeverity';
import { noSuchApproval } from './problems';
import {
  answerApproval,
  endApproval,
  withdrawApproval,
} from './store/answerApproval';
import type { ApprovalRecord } from './store/ApprovalRecord';
import {
  findApproval,
  overdueApprovals,
  type FoundApproval,
} from './store/findApproval';
import { listApprovals, readApproval } from './store/listApprovals';
import { addNotice } from './store/notices';
import type {
  ApprovalListFilter,
  ApprovalOfRun,
  ApprovalService,
  Page,
} from './types';

/** What {@link Approvals} works with. */
export interface ApprovalsOptions {
  readonly database: Database;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly redactor: () => Redactor;
  readonly notices: Pick<Notices, 'soon'>;
  readonly onCommit: (runId: string) => void;
}

/** What people say to questions of runs, each in one transaction. */
export class Approvals implements ApprovalService {
  readonly #options: ApprovalsOptions;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
  }

  get(approvalId: string): Promise<ApprovalOfRun | undefined> {
    return readApproval(this.#options.database, approvalId);
  }

  list(filter: ApprovalListFilter): Promise<Page<ApprovalOfRun>> {
    return listApprovals(this.#options.database, filter);
  }

  async decide(
    options: DecideApproval & {
      readonly approvalId: string;
      readonly actor: string;
    },
  ): Promise<void> {
    const { approvalId, decision, planHash, typed, actor } = options;
    const comment = this.#redacted(options.comment);
    if (decision === 'reject' && !comment?.trim()) {
      throw withProblem(new InputError('Say why you say no'), {
        code: 'comment-needed',
        nextStep: 'Write a comment; the lead reads it',
      });
    }
    await this.#hold(
      approvalId,
      async (tx, run, { approval, overdue }) => {
        requireSecondPerson(approval, actor);
        requireSamePlan(run, approval, planHash);
        requireOpen(approval, overdue);
        if (decision === 'approve') {
          requireTyped(approval, typed);
        }
        const answered = await secondPerson(() =>
          answerApproval(tx, {
            id: approval.id,
            state: decision === 'approve' ? 'approved' : 'rejected',
            decidedBy: actor,
            comment,
          }),
        );
        if (answered === undefined) {
          throw tooLate(approval);
        }
        await addNotice(tx, {
          id: uuid({ msecs: run.readAt.getTime() }),
          runId: run.id,
          kind: 'approval-decided',
          subject: approval.id,
          recipients: [run.lead],
          excluded: [actor],
          title: `${decision === 'approve' ? 'Approved' : 'Rejected'}: ${
            run.plan.runbook.title
          }, ${run.plan.serviceTitle}`,
          description: [`${actor} decided.`, comment].filter(Boolean).join(' '),
          severity: noticeSeverity(run.plan.runbook.severity),
        });
        return answered;
      },
      actor,
    );
  }

  async withdraw(options: {
    readonly approvalId: string;
    readonly comment?: string;
    readonly actor: string;
  }): Promise<void> {
    const { approvalId, actor } = options;
    const comment = this.#redacted(options.comment);
    await this.#hold(
      approvalId,
      async (tx, run, { approval }) => {
        requireOwn(approval, run, actor);
        const withdrawn = await withdrawApproval(tx, {
          id: approval.id,
          by: actor,
          comment,
        });
        if (withdrawn === undefined) {
          throw withProblem(
            new ConflictError(
              approval.state === 'approved'
                ? 'The yes was used already'
                : `There is nothing to take back: it is ${approval.state}`,
            ),
            {
              code: 'nothing-to-withdraw',
              nextStep: 'Cancel the run if it should not go on',
            },
          );
        }
        return withdrawn;
      },
      actor,
    );
  }

  /** Ends what nobody answered or used in time and no driver looks at. */
  async expireOverdue(): Promise<void> {
    for (const { id } of await overdueApprovals(this.#options.database)) {
      await this.#hold(
        id,
        tx => endApproval(tx, { id, state: 'expired' }),
        'system',
      );
    }
  }

  /** Changes an approval while its run is held; a run that waits for it goes on. */
  async #hold(
    approvalId: string,
    change: (
      tx: Parameters<typeof findApproval>[0],
      run: RunRecord,
      found: FoundApproval,
    ) => Promise<ApprovalRecord | undefined>,
    actor: string,
  ): Promise<void> {
    const { database, dispatcher, onCommit, notices } = this.#options;
    const runId = await database.transaction(async tx => {
      // The run first: whoever changes an approval holds its run.
      const known = isUuid(approvalId)
        ? await findApproval(tx, approvalId)
        : undefined;
      if (known === undefined) {
        throw noSuchApproval(approvalId);
      }
      const run = await holdRun(tx, known.approval.runId);
      const found = await findApproval(tx, approvalId);
      if (found === undefined) {
        throw noSuchApproval(approvalId);
      }
      const changed = await change(tx, run, found);
      if (changed !== undefined) {
        const { waiting } = run;
        await writeEvents(tx, {
          resumes:
            waiting?.for === 'approval' && waiting.approvalId === approvalId,
          events: [approvalDecided(changed, actor)],
          ...{ run, dispatcher },
        });
      }
      return run.id;
    });
    onCommit(runId);
    notices.soon();
  }

  #redacted(text: string | undefined): string | undefined {
    return text && this.#options.redactor().text(text);
  }
}
