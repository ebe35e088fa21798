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
  LockPlace,
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
  holder: PlaceRow;
  queue: PlaceRow[];
}

type PlaceRow = LockedRunRow | { hidden: true; since: string };

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
  /**
   * Services whose targets may be seen, whoever holds them. Default: none, so
   * that a target is listed only with a holder who may be seen.
   */
  readonly services?: readonly string[];
}

/**
 * The targets that runs hold, by name, each with its queue in the order in
 * which it will be served. Of a run that the caller may not see it says since
 * when it holds the target or waits, and neither what it is nor who leads it.
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
    holder: toPlace(holder),
    queue: queue.map(toPlace),
  }));
}

/** The text and values of the list; `r` is the run that visibility is about. */
export function listLocksSql(filter: LockFilter): {
  readonly text: string;
  readonly values: readonly unknown[];
} {
  const parameters = new Parameters();
  const { visible, services, service } = filter;
  const seen =
    visible === undefined ? 'true' : visibilitySql(visible, parameters);
  const listed =
    services === undefined
      ? seen
      : `(${seen} or r.service = any (${parameters.add(services, 'text[]')}))`;
  const ofService =
    service === undefined
      ? ''
      : `and r.service = ${parameters.add(service, 'text')}`;
  return {
    text: `
      select l.target, r.service, ${placeOf(seen, 'l.since')} as holder,
        coalesce((
          select jsonb_agg(w.waiter order by w.severity, w.arrival)
          from (
            select q.severity, q.arrival, ${placeOf(seen, 'q.since')} as waiter
            from lock_queue q join runs r on r.id = q.run_id
            where q.targets @> array[l.target]
          ) w
        ), '[]') as queue
      from locks l join runs r on r.id = l.run_id
      where ${listed} ${ofService}
      order by l.target limit ${MOST_LOCKS}`,
    values: parameters.values,
  };
}

function placeOf(seen: string, since: string): string {
  return seen === 'true'
    ? lockedRun(since)
    : `case when ${seen} then ${lockedRun(since)}
        else jsonb_build_object('hidden', true, 'since', ${since}) end`;
}

function lockedRun(since: string): string {
  return `jsonb_build_object('id', r.id, 'title', r.runbook_title,
    'severity', r.runbook_severity, 'lead', r.lead, 'state', r.state,
    'since', ${since})`;
}

function toPlace(row: PlaceRow): LockPlace {
  const since = new Date(row.since).toISOString();
  if ('hidden' in row) {
    return { hidden: true, since };
  }
  return {
    runId: row.id,
    runbookTitle: row.title,
    ...(row.severity !== null && { severity: row.severity }),
    lead: row.lead,
    state: row.state,
    since,
  };
}
