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

const findApprovalSql: Statement = {
  name: 'find_approval',
  text: `
    select ${approvalColumns('a')},
      a.expires_at <= clock_timestamp() as overdue
    from approvals a where a.id = $1::uuid`,
};

export const standingApprovalSql: Statement = {
  name: 'standing_approval',
  text: `
    select r.glass_broken, ${approvalColumns('a')},
      a.expires_at <= clock_timestamp() as overdue
    from runs r left join lateral (
      select * from approvals a
      where a.run_id = r.id and a.plan_hash = $2
        and a.step_id is not distinct from $3::text
        and a.from_refs = $4::text[]
      order by a.requested_at desc, a.id desc limit 1
    ) a on true
    where r.id = $1::uuid`,
};

const liveApprovalsSql: Statement = {
  name: 'live_approvals',
  text: `
    select ${approvalColumns('a')} from approvals a
    where a.run_id = $1::uuid
      and (a.state = 'open' or (a.state = 'approved' and a.settled_at is null))
    order by a.id`,
};

export const overdueApprovalsSql: Statement = {
  name: 'overdue_approvals',
  text: `
    select a.id, a.run_id from approvals a join runs r on r.id = a.run_id
    where (a.state = 'open' or (a.state = 'approved' and a.settled_at is null))
      and a.expires_at <= clock_timestamp()
      and r.waiting ->> 'approvalId' is distinct from a.id::text
    order by a.expires_at limit 100`,
};

/** An approval, and whether its time is over by the database's clock. */
export interface FoundApproval {
  readonly approval: ApprovalRecord;
  readonly overdue: boolean;
}

/** Undefined when there is none. */
export async function findApproval(
  db: Queryable,
  id: string,
): Promise<FoundApproval | undefined> {
  const [row] = await db.query<ApprovalRow & { overdue: boolean }>(
    findApprovalSql,
    [id],
  );
  return row && { approval: toApproval(row), overdue: row.overdue };
}

/** The last question to these people about a plan, or a step, and the glass. */
export async function readStanding(
  tx: Queryable,
  about: {
    readonly runId: string;
    readonly planHash: string;
    readonly stepId?: string;
    readonly from: readonly string[];
  },
): Promise<{ readonly glassBroken: boolean; readonly last?: FoundApproval }> {
  const [row] = await tx.query<
    ({ id: null } | (ApprovalRow & { overdue: boolean })) & {
      glass_broken: boolean;
    }
  >(standingApprovalSql, [
    about.runId,
    about.planHash,
    about.stepId ?? null,
    [...about.from],
  ]);
  if (row === undefined) {
    throw new Error(`There is no run '${about.runId}'`);
  }
  return {
    glassBroken: row.glass_broken,
    ...(row.id !== null && {
      last: { approval: toApproval(row), overdue: row.overdue },
    }),
  };
}

/** Questions of a run that are open, and yeses that were not used. */
export async function liveApprovals(
  tx: Queryable,
  runId: string,
): Promise<readonly ApprovalRecord[]> {
  const rows = await tx.query<ApprovalRow>(liveApprovalsSql, [runId]);
  return rows.map(toApproval);
}

/** Those whose time is over and that no driver looks at. */
export async function overdueApprovals(
  db: Queryable,
): Promise<readonly { readonly id: string; readonly runId: string }[]> {
  const rows = await db.query<{ id: string; run_id: string }>(
    overdueApprovalsSql,
  );
  return rows.map(({ id, run_id: runId }) => ({ id, runId }));
}
