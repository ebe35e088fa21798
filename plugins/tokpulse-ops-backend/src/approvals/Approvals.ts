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

import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type { DecideApproval } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import { withProblem } from '../problems';
import { postgresConstraint, type Database } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { isUuid } from '../runs/store/PostgresPlanStore';
import type { RunRecord } from '../runs/store/records';
import type { Redactor } from '../runs/types';
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

function requireSamePlan(
  run: RunRecord,
  approval: ApprovalRecord,
  planHash: string,
): void {
  if (approval.planHash !== planHash || run.plan.hash !== planHash) {
    throw withProblem(
      new ConflictError('The run follows another plan than you saw'),
      { code: 'plan-changed', nextStep: 'Look at the plan of the run again' },
    );
  }
}

/** The database refuses it, too; here whatever else there is to say. */
function requireSecondPerson(approval: ApprovalRecord, actor: string): void {
  if (approval.excluded.includes(actor)) {
    throw ownRequest();
  }
}

function ownRequest(): NotAllowedError {
  return withProblem(
    new NotAllowedError(
      'Nobody approves what they asked for or what they edited',
    ),
    { code: 'own-request', nextStep: 'Ask a second person' },
  );
}

function requireOpen(approval: ApprovalRecord, overdue: boolean): void {
  if (approval.state !== 'open' || overdue) {
    throw tooLate(approval);
  }
}

function tooLate(approval: ApprovalRecord): ConflictError {
  const { state, decidedBy, expiresAt } = approval;
  return state === 'open' || state === 'expired'
    ? withProblem(
        new ConflictError(`The time for an answer was over at ${expiresAt}`),
        {
          code: 'approval-expired',
          nextStep: 'The lead of the run can ask anew',
        },
      )
    : withProblem(
        new ConflictError(
          `It is ${state} already${decidedBy ? `, by ${decidedBy}` : ''}`,
        ),
        { code: 'already-decided', nextStep: 'Look at the run' },
      );
}

function requireTyped(
  { typeTarget }: ApprovalRecord,
  typed: string | undefined,
): void {
  if (typeTarget !== undefined && typed !== typeTarget) {
    throw withProblem(
      new InputError(`Type the name of the target: ${typeTarget}`),
      {
        code: 'type-target',
        nextStep: 'Read what will be changed, then type the name',
      },
    );
  }
}

/** A question is its asker's and the lead's, a yes is the approver's. */
function requireOwn(
  approval: ApprovalRecord,
  run: RunRecord,
  actor: string,
): void {
  const own =
    approval.state === 'approved'
      ? approval.decidedBy === actor
      : approval.requestedBy === actor || run.lead === actor;
  if (!own) {
    throw withProblem(
      new NotAllowedError(
        approval.state === 'approved'
          ? 'Only who approved it can take the yes back'
          : 'Only who asked, or leads the run, can withdraw the question',
      ),
      {
        code: 'not-yours',
        nextStep:
          approval.state === 'approved'
            ? `Ask ${approval.decidedBy}, or cancel the run`
            : `Ask ${run.lead}, or reject it`,
      },
    );
  }
}

/** The database refuses an answer of who asked or edited; so do we, in words. */
async function secondPerson<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    switch (postgresConstraint(error)) {
      case 'approvals_second_person':
        throw ownRequest();
      case 'approvals_in_time':
        throw withProblem(new ConflictError('The time for an answer is over'), {
          code: 'approval-expired',
          nextStep: 'The lead of the run can ask anew',
        });
      default:
        throw error;
    }
  }
}
