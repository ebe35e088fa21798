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
  Lock,
  RunState,
  Severity,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../runs/Database';
import { Parameters, shapeOf } from '../runs/store/Parameters';
import { visibilitySql } from '../runs/store/visibility';
import type { RunVisibility } from '../runs/types';

/** More targets than anybody reads; each is held by a run that is under way. */
const MOST_LOCKS = 1000;

interface LockRow {
  target: string;
  service: string;
  holder: LockedRunRow;
  queue: LockedRunRow[];
}

interface LockedRunRow {
  id: string;
  title: string;
  severity: Severity | null;
  lead: string;
  state: RunState;
  since: string;
}

/** Which locks to list; `visible` comes from the permission rules as SQL. */
export interface LockFilter {
  readonly service?: string;
  readonly visible?: RunVisibility;
}

/**
 * The targets that runs hold, by name, each with its queue in the order in
 * which it will be served. A run that the caller may not see is not in it,
 * neither as a holder nor in a queue.
 */
export async function listLocks(
  db: Queryable,
  filter: LockFilter,
): Promise<Lock[]> {
  const { text, values } = listLocksSql(filter);
  const rows = await db.query<LockRow>(
    { name: `list_locks_${shapeOf(text)}`, text },
    values,
  );
  return rows.map(({ target, service, holder, queue }) => ({
    target,
    service,
    holder: toLockedRun(holder),
    queue: queue.map(toLockedRun),
  }));
}

/** The text and values of the list; `r` is the run that visibility is about. */
export function listLocksSql(filter: LockFilter): {
  readonly text: string;
  readonly values: readonly unknown[];
} {
  const parameters = new Parameters();
  const visible =
    filter.visible === undefined
      ? ''
      : `and ${visibilitySql(filter.visible, parameters)}`;
  const service =
    filter.service === undefined
      ? ''
      : `and r.service = ${parameters.add(filter.service, 'text')}`;
  return {
    text: `
      select l.target, r.service, ${lockedRun('l.since')} as holder,
        coalesce((
          select jsonb_agg(w.waiter order by w.severity, w.arrival)
          from (
            select q.severity, q.arrival, ${lockedRun('q.since')} as waiter
            from lock_queue q join runs r on r.id = q.run_id
            where q.targets @> array[l.target] ${visible}
          ) w
        ), '[]') as queue
      from locks l join runs r on r.id = l.run_id
      where true ${visible} ${service}
      order by l.target limit ${MOST_LOCKS}`,
    values: parameters.values,
  };
}

function lockedRun(since: string): string {
  return `jsonb_build_object('id', r.id, 'title', r.runbook_title,
    'severity', r.runbook_severity, 'lead', r.lead, 'state', r.state,
    'since', ${since})`;
}

function toLockedRun(row: LockedRunRow): Lock['holder'] {
  return {
    runId: row.id,
    runbookTitle: row.title,
    ...(row.severity !== null && { severity: row.severity }),
    lead: row.lead,
    state: row.state,
    since: new Date(row.since).toISOString(),
  };
}
