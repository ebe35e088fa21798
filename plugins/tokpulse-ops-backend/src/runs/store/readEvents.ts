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
  EventPage,
  LogPage,
  NumberedLogLine,
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../Database';

/** A page ends early rather than become larger than this; one event always fits. */
const PAGE_BYTES = 1024 * 1024;

export const readEventsSql: Statement = {
  name: 'read_events',
  text: `
    select seq, at, actor, body, listed from (
      select seq, at, actor, body, count(*) over () as listed,
        sum(bytes) over (order by seq) - bytes as bytes_before
      from (
        select seq, at, actor, body, bytes from run_events
        where run_id = $1::uuid and seq > $2::bigint
        order by seq limit $3::integer
      ) next
    ) page
    where bytes_before < ${PAGE_BYTES}
    order by seq`,
};

export const readLogSql: Statement = {
  name: 'read_log',
  text: `
    select first_line, body from (
      select first_line, body,
        sum(bytes) over (order by first_line) - bytes as bytes_before
      from run_events
      where run_id = $1::uuid and first_line is not null
        and first_line >= coalesce((
          select first_line from run_events
          where run_id = $1::uuid and first_line is not null
            and first_line <= $2::bigint
          order by first_line desc limit 1
        ), 0)
        and first_line < $2::bigint + $3::integer
      order by first_line
    ) page
    where bytes_before < ${PAGE_BYTES}
    order by first_line`,
};

const logTotalSql: Statement = {
  name: 'log_total',
  text: `select log_lines from runs where id = $1::uuid`,
};

/** A page of events, and whether there were no more of them. */
export interface CompleteEventPage extends EventPage {
  readonly complete: boolean;
}

/** Events after a number, oldest first. */
export async function readEvents(
  db: Queryable,
  options: {
    readonly runId: string;
    readonly after: number;
    readonly limit: number;
  },
): Promise<CompleteEventPage> {
  const { runId, after, limit } = options;
  const rows = await db.query<{
    seq: string;
    at: Date;
    actor: string;
    body: RunEventBody;
    listed: string;
  }>(readEventsSql, [runId, after, limit]);
  const items = rows.map(
    (row): RunEvent => ({
      runId,
      seq: Number(row.seq),
      at: row.at.toISOString(),
      actor: row.actor,
      body: row.body,
    }),
  );
  const listed = Number(rows.at(0)?.listed ?? 0);
  return {
    items,
    lastSeq: items.at(-1)?.seq ?? after,
    complete: rows.length === listed && listed < limit,
  };
}

/** Lines from a position on, in order. */
export async function readLog(
  db: Queryable,
  options: {
    readonly runId: string;
    readonly from: number;
    readonly limit: number;
  },
): Promise<LogPage> {
  const { runId, from, limit } = options;
  const rows = await db.query<{
    first_line: string;
    body: Extract<RunEventBody, { type: 'log' }>;
  }>(readLogSql, [runId, from, limit]);
  const [total] = await db.query<{ log_lines: string }>(logTotalSql, [runId]);
  const lines = rows.flatMap(({ body }) =>
    body.lines.map(
      (line, index): NumberedLogLine => ({
        ...line,
        line: body.firstLine + index,
        stepId: body.stepId,
      }),
    ),
  );
  return {
    lines: lines.filter(({ line }) => line >= from && line < from + limit),
    total: Number(total?.log_lines ?? 0),
  };
}
