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

import type { Queryable, Statement } from '../../runs/Database';
import {
  approvalColumns,
  toApproval,
  type ApprovalRecord,
  type ApprovalRow,
} from './ApprovalRecord';

/** One answer counts, and only in time: of many at once the first. */
const answerApprovalSql: Statement = {
  name: 'answer_approval',
  text: `
    update approvals a set
      state = $2, decided_by = $3, decided_at = clock_timestamp(), comment = $4
    where a.id = $1::uuid and a.state = 'open'
      and a.expires_at > clock_timestamp()
    returning ${approvalColumns('a')}`,
};

const withdrawApprovalSql: Statement = {
  name: 'withdraw_approval',
  text: `
    update approvals a set
      state = 'withdrawn', decided_by = $2, decided_at = clock_timestamp(),
      comment = coalesce($3, a.comment),
      settled_at = case when a.state = 'approved' then clock_timestamp() end
    where a.id = $1::uuid
      and (a.state = 'open' or (a.state = 'approved' and a.settled_at is null))
    returning ${approvalColumns('a')}`,
};

const endApprovalSql: Statement = {
  name: 'end_approval',
  text: `
    update approvals a set
      state = $2, decided_at = coalesce(a.decided_at, clock_timestamp()),
      settled_at = case when a.state = 'approved' then clock_timestamp() end
    where a.id = $1::uuid
      and (a.state = 'open' or (a.state = 'approved' and a.settled_at is null))
      and ($2 <> 'expired' or a.expires_at <= clock_timestamp())
    returning ${approvalColumns('a')}`,
};

const settleApprovalSql: Statement = {
  name: 'settle_approval',
  text: `
    update approvals set settled_at = clock_timestamp()
    where id = $1::uuid and settled_at is null and state <> 'open'`,
};

/**
 * Writes an answer; undefined when another one was first, or it is too late.
 *
 * @throws the error of the database when `decidedBy` may not answer
 */
export async function answerApproval(
  tx: Queryable,
  answer: {
    readonly id: string;
    readonly state: 'approved' | 'rejected';
    readonly decidedBy: string;
    readonly comment?: string;
  },
): Promise<ApprovalRecord | undefined> {
  const [row] = await tx.query<ApprovalRow>(answerApprovalSql, [
    answer.id,
    answer.state,
    answer.decidedBy,
    answer.comment ?? null,
  ]);
  return row && toApproval(row);
}

/** Takes back a question, or a yes that was not used; undefined when neither. */
export async function withdrawApproval(
  tx: Queryable,
  options: {
    readonly id: string;
    readonly by: string;
    readonly comment?: string;
  },
): Promise<ApprovalRecord | undefined> {
  const [row] = await tx.query<ApprovalRow>(withdrawApprovalSql, [
    options.id,
    options.by,
    options.comment ?? null,
  ]);
  return row && toApproval(row);
}

/** Ends what is open or was not used; undefined when it is neither. */
export async function endApproval(
  tx: Queryable,
  options: { readonly id: string; readonly state: 'expired' | 'void' },
): Promise<ApprovalRecord | undefined> {
  const [row] = await tx.query<ApprovalRow>(endApprovalSql, [
    options.id,
    options.state,
  ]);
  return row && toApproval(row);
}

/** The run used the yes, or heard the no. */
export async function settleApproval(tx: Queryable, id: string): Promise<void> {
  await tx.query(settleApprovalSql, [id]);
}
