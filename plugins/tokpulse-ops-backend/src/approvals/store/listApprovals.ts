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

import type {
  RunState,
  Severity,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../../runs/Database';
import { toPage } from '../../runs/store/cursor';
import { KeysetQuery, type BuiltStatement } from '../../runs/store/KeysetQuery';
import { shapeOf } from '../../runs/store/Parameters';
import { isUuid } from '../../runs/store/PostgresPlanStore';
import type { ApprovalListFilter, ApprovalOfRun, Page } from '../types';
import {
  approvalColumns,
  toApproval,
  type ApprovalRow,
} from './ApprovalRecord';

interface ItemRow extends ApprovalRow {
  overdue: boolean;
  run_state: RunState;
  run_requested_by: string;
  lead: string;
  reason: string | null;
  runbook_id: string;
  runbook_title: string;
  runbook_severity: Severity | null;
}

const ITEM = `select ${approvalColumns('a')},
  a.expires_at <= clock_timestamp() as overdue, r.state as run_state,
  r.requested_by as run_requested_by, r.lead, r.reason, r.runbook_id,
  r.runbook_title, r.runbook_severity
  from approvals a join runs r on r.id = a.run_id`;

const readApprovalSql = {
  name: 'read_approval',
  text: `${ITEM} where a.id = $1::uuid`,
};

/** The text and values of one page of approvals, newest first. */
export function listApprovalsSql(filter: ApprovalListFilter): BuiltStatement {
  const query = new KeysetQuery({ alias: 'a' });
  const { parameters } = query;
  const { answerableBy, visible, run, cursor } = filter;
  query.ofServices({ service: filter.service, visible });
  const states = statesOf(filter);
  if (states !== undefined) {
    query.inStates(states);
    if (!states.includes('expired')) {
      // Those whose time is over are swept a little later.
      query.where("(a.state <> 'open' or a.expires_at > clock_timestamp())");
    }
  }
  if (run !== undefined) {
    query.where(`a.run_id = ${parameters.add(run, 'uuid')}`);
  }
  if (answerableBy !== undefined) {
    const person = parameters.add(answerableBy.person, 'text');
    const refs = parameters.add(answerableBy.refs, 'text[]');
    query.where(
      'a.expires_at > clock_timestamp()',
      `${person} <> all (a.excluded)`,
      `(a.from_refs = '{}' or a.from_refs && ${refs})`,
    );
    query.visibleAs(answerableBy.runs);
  }
  query.visibleAs(visible);
  query.after(cursor, 'approvals');
  const limit = parameters.add(filter.limit + 1, 'integer');
  return query.statement(query.newest(ITEM, { limit }), limit);
}

/** What somebody may answer is open. */
function statesOf(
  filter: ApprovalListFilter,
): ApprovalListFilter['state'] | undefined {
  const asked = filter.state?.length ? [...new Set(filter.state)] : undefined;
  if (filter.answerableBy === undefined) {
    return asked;
  }
  return asked === undefined || asked.includes('open') ? ['open'] : [];
}

/** One page of approvals, newest first. */
export async function listApprovals(
  db: Queryable,
  filter: ApprovalListFilter,
): Promise<Page<ApprovalOfRun>> {
  if (filter.run !== undefined && !isUuid(filter.run)) {
    return { items: [] };
  }
  const { text, values } = listApprovalsSql(filter);
  const rows = await db.query<ItemRow>(
    { name: `list_approvals_${shapeOf(text)}`, text },
    values,
  );
  return toPage(rows.map(toItem), filter.limit);
}

/** One approval with its run; undefined when there is none. */
export async function readApproval(
  db: Queryable,
  id: string,
): Promise<ApprovalOfRun | undefined> {
  const [row] = isUuid(id)
    ? await db.query<ItemRow>(readApprovalSql, [id])
    : [];
  return row && toItem(row);
}

function toItem(row: ItemRow): ApprovalOfRun {
  const approval = toApproval(row);
  return {
    ...approval,
    state: row.state === 'open' && row.overdue ? 'expired' : row.state,
    run: {
      id: row.run_id,
      service: row.service,
      state: row.run_state,
      requestedBy: row.run_requested_by,
      lead: row.lead,
      reason: row.reason ?? undefined,
      runbook: {
        id: row.runbook_id,
        title: row.runbook_title,
        severity: row.runbook_severity ?? undefined,
      },
    },
  };
}
