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
import { withProblem } from '../problems';
import { postgresConstraint } from '../runs/Database';
import type { RunRecord } from '../runs/store/records';
import type { ApprovalRecord } from './store/ApprovalRecord';

/** Throws unless the person saw the plan that the run follows. */
export function requireSamePlan(
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
export function requireSecondPerson(
  approval: ApprovalRecord,
  actor: string,
): void {
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

/** Throws unless somebody may still answer. */
export function requireOpen(approval: ApprovalRecord, overdue: boolean): void {
  if (approval.state !== 'open' || overdue) {
    throw tooLate(approval);
  }
}

/** Why an answer comes too late. */
export function tooLate(approval: ApprovalRecord): ConflictError {
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

/** Throws unless the targets were typed, where that is asked. */
export function requireTyped(
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
export function requireOwn(
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
export async function secondPerson<T>(write: () => Promise<T>): Promise<T> {
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
