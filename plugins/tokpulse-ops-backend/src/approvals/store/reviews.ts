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

import type { Review } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import { toPage } from '../../runs/store/cursor';
import { KeysetQuery, type BuiltStatement } from '../../runs/store/KeysetQuery';
import { shapeOf } from '../../runs/store/Parameters';
import { isUuid } from '../../runs/store/PostgresPlanStore';
import type { Page, ReviewListFilter, ReviewRecord } from '../types';

/** Alone, one looks at it with the eyes of the next day, in UTC. */
const openReviewSql: Statement = {
  name: 'open_review',
  text: `
    insert into reviews (id, run_id, service, mode, reason, involved, opened_by,
      opened_at, closable_at)
    select $1::uuid, r.id, r.service, r.approvals, $3,
      array(select distinct unnest(array[$4, r.requested_by, r.lead])), $4,
      clock.now,
      case r.approvals when 'solo' then
        (date_trunc('day', clock.now at time zone 'UTC') + interval '1 day')
          at time zone 'UTC'
      end
    from runs r, (select clock_timestamp() as now) clock
    where r.id = $2::uuid`,
};

const breakGlassSql: Statement = {
  name: 'break_glass',
  text: `update runs set glass_broken = true where id = $1::uuid`,
};

const involveSql: Statement = {
  name: 'involve_in_review',
  text: `
    update reviews set involved = array_append(involved, $2::text)
    where run_id = $1::uuid and state = 'open' and $2::text <> all (involved)`,
};

const closeReviewSql: Statement = {
  name: 'close_review',
  text: `
    update reviews set state = 'closed', closed_by = $2, note = $3,
      closed_at = clock_timestamp()
    where id = $1::uuid and state = 'open'
    returning id`,
};

interface ReviewRow {
  id: string;
  run_id: string;
  service: string;
  mode: Review['mode'];
  state: Review['state'];
  reason: string;
  involved: string[];
  opened_by: string;
  opened_at: Date;
  closable_at: Date | null;
  closed_by: string | null;
  closed_at: Date | null;
  note: string | null;
  due: boolean;
  runbook_title: string;
  run_requested_by: string;
  lead: string;
}

const ITEM = `select w.*,
  coalesce(w.closable_at <= clock_timestamp(), true) as due, r.runbook_title,
  r.requested_by as run_requested_by, r.lead
  from reviews w join runs r on r.id = w.run_id`;

const readReviewSql: Statement = {
  name: 'read_review',
  text: `${ITEM} where w.id = $1::uuid`,
};

/** Marks the glass of a run broken and opens its review. */
export async function openReview(
  tx: Queryable,
  options: {
    readonly id: string;
    readonly runId: string;
    readonly reason: string;
    readonly openedBy: string;
  },
): Promise<void> {
  const { id, runId, reason, openedBy } = options;
  await tx.query(breakGlassSql, [runId]);
  await tx.query(openReviewSql, [id, runId, reason, openedBy]);
}

/** Whoever leads a run after its glass was broken has a part in it. */
export async function involveInReview(
  tx: Queryable,
  options: { readonly runId: string; readonly person: string },
): Promise<void> {
  await tx.query(involveSql, [options.runId, options.person]);
}

/**
 * Closes a review; false when it was closed already.
 *
 * @throws the error of the database when the person may not, or not yet
 */
export async function closeReview(
  tx: Queryable,
  options: {
    readonly id: string;
    readonly by: string;
    readonly note: string;
  },
): Promise<boolean> {
  const rows = await tx.query(closeReviewSql, [
    options.id,
    options.by,
    options.note,
  ]);
  return rows.length === 1;
}

/** Undefined when there is none. */
export async function readReview(
  db: Queryable,
  id: string,
): Promise<ReviewRecord | undefined> {
  const [row] = isUuid(id)
    ? await db.query<ReviewRow>(readReviewSql, [id])
    : [];
  return row && toReview(row);
}

/** The text and values of one page of reviews, newest first. */
export function listReviewsSql(filter: ReviewListFilter): BuiltStatement {
  const query = new KeysetQuery({ alias: 'w' });
  const { parameters } = query;
  query.ofServices(filter);
  if (filter.state !== undefined) {
    query.where(`w.state = ${parameters.add(filter.state, 'text')}`);
  }
  if (filter.run !== undefined) {
    query.where(`w.run_id = ${parameters.add(filter.run, 'uuid')}`);
  }
  query.visibleAs(filter.visible);
  query.after(filter.cursor, 'reviews');
  const limit = parameters.add(filter.limit + 1, 'integer');
  return query.statement(query.newest(ITEM, { limit }), limit);
}

/** One page of reviews, newest first. */
export async function listReviews(
  db: Queryable,
  filter: ReviewListFilter,
): Promise<Page<ReviewRecord>> {
  if (filter.run !== undefined && !isUuid(filter.run)) {
    return { items: [] };
  }
  const { text, values } = listReviewsSql(filter);
  const rows = await db.query<ReviewRow>(
    { name: `list_reviews_${shapeOf(text)}`, text },
    values,
  );
  return toPage(rows.map(toReview), filter.limit);
}

function toReview(row: ReviewRow): ReviewRecord {
  return {
    id: row.id,
    runId: row.run_id,
    service: row.service,
    runbookTitle: row.runbook_title,
    mode: row.mode,
    state: row.state,
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    reason: row.reason,
    closableAt: row.closable_at?.toISOString(),
    closedBy: row.closed_by ?? undefined,
    closedAt: row.closed_at?.toISOString(),
    note: row.note ?? undefined,
    involved: row.involved,
    due: row.due,
    run: {
      id: row.run_id,
      service: row.service,
      requestedBy: row.run_requested_by,
      lead: row.lead,
    },
  };
}
