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

/** What a message is about. */
export type NoticeKind =
  | 'approval-asked'
  | 'approval-decided'
  | 'lead-changed'
  | 'glass-broken';

/** One message to people, with a link to its run. */
export interface Notice {
  readonly id: string;
  readonly runId: string;
  readonly kind: NoticeKind;
  /** Id of the one thing it is about; it is told once. */
  readonly subject: string;
  /** Entity refs of users and groups. */
  readonly recipients: readonly string[];
  /** Entity refs of members of those groups that are not told. */
  readonly excluded: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly severity: 'critical' | 'high' | 'normal';
}

const addNoticeSql: Statement = {
  name: 'add_notice',
  text: `
    insert into notices (id, run_id, kind, subject, recipients, excluded, title,
      description, severity)
    values ($1::uuid, $2::uuid, $3, $4, $5::text[], $6::text[], $7, $8, $9)
    on conflict (kind, subject) do nothing`,
};

/** Each try is further from the last; other replicas leave it alone meanwhile. */
export const takeNoticesSql: Statement = {
  name: 'take_notices',
  text: `
    update notices n set
      tries = n.tries + 1,
      next_at = clock_timestamp()
        + least(5 * power(2, least(n.tries, 10)), 600) * interval '1 s'
    where n.id in (
      select id from notices
      where sent_at is null and given_up_at is null
        and next_at <= clock_timestamp()
      order by next_at limit 20
      for update skip locked
    )
    returning n.id, n.run_id, n.kind, n.subject, n.recipients, n.excluded,
      n.title, n.description, n.severity, n.tries,
      n.created_at < clock_timestamp() - interval '1 day' as old`,
};

const sentSql: Statement = {
  name: 'notice_sent',
  text: `update notices set sent_at = clock_timestamp() where id = $1::uuid`,
};

const givenUpSql: Statement = {
  name: 'notice_given_up',
  text: `update notices set given_up_at = clock_timestamp() where id = $1::uuid`,
};

const forgetSql: Statement = {
  name: 'forget_notices',
  text: `
    delete from notices where id in (
      select id from notices
      where created_at < clock_timestamp() - interval '30 days'
      order by created_at limit 500
    )`,
};

/** Writes a message down, to be sent after the commit. */
export async function addNotice(tx: Queryable, notice: Notice): Promise<void> {
  await tx.query(addNoticeSql, [
    notice.id,
    notice.runId,
    notice.kind,
    notice.subject,
    [...notice.recipients],
    [...notice.excluded],
    notice.title,
    notice.description,
    notice.severity,
  ]);
}

/** A message that it is this replica's turn to send. */
export interface TakenNotice extends Notice {
  /** Number of this try. */
  readonly tries: number;
  /** Written more than a day ago. */
  readonly old: boolean;
}

/** Takes some of the messages that are due. */
export async function takeNotices(
  db: Queryable,
): Promise<readonly TakenNotice[]> {
  const rows = await db.query<Omit<TakenNotice, 'runId'> & { run_id: string }>(
    takeNoticesSql,
  );
  return rows.map(({ run_id: runId, ...notice }) => ({ runId, ...notice }));
}

export async function noticeSent(db: Queryable, id: string): Promise<void> {
  await db.query(sentSql, [id]);
}

export async function noticeGivenUp(db: Queryable, id: string): Promise<void> {
  await db.query(givenUpSql, [id]);
}

/** Removes messages of more than a month ago. */
export async function forgetNotices(db: Queryable): Promise<void> {
  await db.query(forgetSql);
}
