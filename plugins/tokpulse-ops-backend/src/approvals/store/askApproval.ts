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

/** The lead asks; the database adds who may not answer. */
const askApprovalSql: Statement = {
  name: 'ask_approval',
  text: `
    insert into approvals as a (id, run_id, plan_id, plan_hash, step_id,
      step_name, input_hash, service, from_refs, type_target, covers,
      requested_by, requested_at, expires_at)
    select $1::uuid, r.id, $3::uuid, $4, $5, $6, $7, r.service, $8::text[], $9,
      $10::integer, r.lead, clock.now,
      clock.now + $11::float8 * interval '1 ms'
    from runs r, (select clock_timestamp() as now) clock
    where r.id = $2::uuid
    returning ${approvalColumns('a')}`,
};

/** What is asked, and of whom. */
export interface Question {
  readonly planId: string;
  readonly planHash: string;
  /** Absent: every covered step of the plan. */
  readonly step?: {
    readonly id: string;
    readonly name: string;
    readonly inputHash: string;
  };
  /** Entity refs; empty: all with the permission. */
  readonly from: readonly string[];
  readonly typeTarget?: string;
  /** Number of steps that a yes lets run. */
  readonly covers: number;
}

/** Writes a question down; it can be answered for `expireAfterMs`. */
export async function askApproval(
  tx: Queryable,
  options: {
    readonly id: string;
    readonly runId: string;
    readonly question: Question;
    readonly expireAfterMs: number;
  },
): Promise<ApprovalRecord> {
  const { id, runId, question, expireAfterMs } = options;
  const { planId, planHash, step, from, typeTarget, covers } = question;
  const [row] = await tx.query<ApprovalRow>(askApprovalSql, [
    id,
    runId,
    planId,
    planHash,
    step?.id ?? null,
    step?.name ?? null,
    step?.inputHash ?? null,
    [...from],
    typeTarget ?? null,
    covers,
    expireAfterMs,
  ]);
  if (row === undefined) {
    throw new Error(`There is no run '${runId}' to ask an approval for`);
  }
  return toApproval(row);
}
