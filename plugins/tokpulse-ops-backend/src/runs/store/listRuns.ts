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
  RunList,
  RunState,
  RunSummary,
  Severity,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../Database';
import type { RunListFilter } from '../types';
import { toPage } from './cursor';
import { KeysetQuery, type BuiltStatement } from './KeysetQuery';
import { shapeOf, type Parameters } from './Parameters';

interface SummaryRow {
  id: string;
  service: string;
  entity_ref: string | null;
  runbook_id: string;
  runbook_title: string;
  runbook_severity: Severity | null;
  runbook_content_hash: string;
  plan_hash: string;
  state: RunState;
  with_failures: boolean;
  waiting: Waiting | null;
  requested_by: string;
  lead: string;
  reason: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  current_step_id: string | null;
  cancel_requested: boolean;
  approvals: 'solo' | 'team';
  undoes: string | null;
  glass_broken: boolean;
}

/** The text and values of one page of runs, newest first. */
export function listRunsSql(filter: RunListFilter): BuiltStatement {
  const query = new KeysetQuery({ alias: 'r' });
  const { parameters } = query;
  query.ofServices(filter);
  if (filter.state !== undefined && filter.state.length > 0) {
    query.inStates([...new Set(filter.state)]);
  }
  if (filter.runbook !== undefined) {
    query.where(`r.runbook_id = ${parameters.add(filter.runbook, 'text')}`);
  }
  query.visibleAs(filter.visible);
  query.after(filter.cursor, 'runs');
  query.where(...timeConditions(filter, parameters));
  const limit = parameters.add(filter.limit + 1, 'integer');
  const person =
    filter.person === undefined
      ? undefined
      : parameters.add(filter.person, 'text');
  return query.statement(pageSql({ query, limit, person }), limit);
}

/**
 * Who started a run and who leads it are two indexes, each of which gives its
 * newest runs; what is in both counts once.
 */
function pageSql(options: {
  readonly query: KeysetQuery;
  readonly limit: string;
  readonly person: string | undefined;
}): string {
  const { query, limit, person } = options;
  const newest = (and?: string) =>
    query.newest('select r.* from runs r', { limit, and });
  return person === undefined
    ? newest()
    : `select r.* from (
         (${newest(`r.requested_by = ${person}`)})
         union
         (${newest(`r.lead = ${person}`)})
       ) r order by r.id desc limit ${limit}`;
}

/** An id is made a moment before its run, in a process that may be slow. */
const ID_MARGIN_MS = 60_000;

/**
 * Times are bounds of the id, which every index of the list carries: a page of
 * last year costs what a page of today does.
 */
function timeConditions(
  { from, to }: RunListFilter,
  parameters: Parameters,
): readonly string[] {
  const earliest = from === undefined ? undefined : new Date(from);
  const latest = to === undefined ? undefined : new Date(to);
  return [
    ...(earliest === undefined
      ? []
      : [
          `r.id >= ${parameters.add(
            firstIdAt(earliest.getTime() - ID_MARGIN_MS),
            'uuid',
          )}`,
          `r.created_at >= ${parameters.add(earliest, 'timestamptz')}`,
        ]),
    ...(latest === undefined
      ? []
      : [
          `r.id < ${parameters.add(firstIdAt(latest.getTime() + 1), 'uuid')}`,
          `r.created_at < ${parameters.add(latest, 'timestamptz')}`,
        ]),
  ];
}

/** The least UUIDv7 of a millisecond (RFC 9562, section 5.7). */
function firstIdAt(milliseconds: number): string {
  const last = 2 ** 48 - 1;
  const hex = Math.min(Math.max(milliseconds, 0), last)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** One page of runs, newest first. */
export async function listRuns(
  db: Queryable,
  filter: RunListFilter,
): Promise<RunList> {
  const { text, values } = listRunsSql(filter);
  const rows = await db.query<SummaryRow>(
    { name: `list_runs_${shapeOf(text)}`, text },
    values,
  );
  return toPage(rows.map(toSummary), filter.limit);
}

function toSummary(row: SummaryRow): RunSummary {
  return {
    id: row.id,
    service: row.service,
    entityRef: row.entity_ref ?? undefined,
    runbook: {
      id: row.runbook_id,
      title: row.runbook_title,
      severity: row.runbook_severity ?? undefined,
      contentHash: row.runbook_content_hash,
    },
    planHash: row.plan_hash,
    state: row.state,
    withFailures: row.with_failures,
    waiting: row.waiting ?? undefined,
    requestedBy: row.requested_by,
    lead: row.lead,
    reason: row.reason ?? undefined,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString(),
    finishedAt: row.finished_at?.toISOString(),
    currentStepId: row.current_step_id ?? undefined,
    cancelRequested: row.cancel_requested,
    approvals: row.approvals,
    glassBroken: row.glass_broken,
    undoes: row.undoes ?? undefined,
  };
}
