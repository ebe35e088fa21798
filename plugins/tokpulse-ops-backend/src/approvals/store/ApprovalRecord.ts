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
  Approval,
  ApprovalState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** One approval as it is stored. */
export interface ApprovalRecord extends Approval {
  /** Since when the run needs it no more: a yes was used, a no was heard. */
  readonly settledAt?: string;
  readonly covers: number;
  readonly stepName?: string;
  readonly service: string;
}

/** Columns of an {@link ApprovalRow}, of the table under this name. */
export function approvalColumns(table: string): string {
  return [
    'id',
    'run_id',
    'plan_hash',
    'step_id',
    'step_name',
    'input_hash',
    'service',
    'state',
    'from_refs',
    'excluded',
    'type_target',
    'covers',
    'requested_by',
    'requested_at',
    'expires_at',
    'decided_by',
    'decided_at',
    'comment',
    'settled_at',
  ]
    .map(column => `${table}.${column}`)
    .join(', ');
}

/** What {@link approvalColumns} selects. */
export interface ApprovalRow {
  id: string;
  run_id: string;
  plan_hash: string;
  step_id: string | null;
  step_name: string | null;
  input_hash: string | null;
  service: string;
  state: ApprovalState;
  from_refs: string[];
  excluded: string[];
  type_target: string | null;
  covers: number;
  requested_by: string;
  requested_at: Date;
  expires_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  comment: string | null;
  settled_at: Date | null;
}

/** A row as a record. */
export function toApproval(row: ApprovalRow): ApprovalRecord {
  return {
    id: row.id,
    runId: row.run_id,
    planHash: row.plan_hash,
    stepId: row.step_id ?? undefined,
    stepName: row.step_name ?? undefined,
    inputHash: row.input_hash ?? undefined,
    service: row.service,
    state: row.state,
    from: row.from_refs,
    excluded: row.excluded,
    typeTarget: row.type_target ?? undefined,
    covers: row.covers,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at?.toISOString(),
    comment: row.comment ?? undefined,
    settledAt: row.settled_at?.toISOString(),
  };
}
