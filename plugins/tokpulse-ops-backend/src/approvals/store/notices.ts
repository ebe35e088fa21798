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
  | 'glass-broken'
  | 'incident-opened'
  | 'incident-worse'
  | 'incident-closed';

/** Ways in which people are told. */
export const noticeChannels = ['backstage', 'slack', 'email'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** One message to people, about a run or about a service. */
export type Notice = {
  readonly id: string;
  readonly kind: NoticeKind;
  /** Id of the one thing it is about; it is told once. */
  readonly subject: string;
  /** Entity refs of users and groups; of a service: whom it names when it is sent. */
  readonly recipients: readonly string[];
  /** Entity refs of members of those groups that are not told. */
  readonly excluded: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly severity: 'critical' | 'high' | 'normal';
} & NoticeAbout;

/** What a message links to. */
export type NoticeAbout =
  | { readonly runId: string }
  | {
      readonly runId?: undefined;
      readonly service: string;
      readonly channel: NoticeChannel;
      /** A path of the portal, such as `/tokpulse-ops/services/shop`. */
      readonly link: string;
      /** Messages of one thread and channel are sent in their order. */
      readonly thread: string;
    };

const addNoticeSql: Statement = {
  name: 'add_notice',
  text: `
    insert into notices (id, run_id, kind, subject, recipients, excluded, title,
      description, severity, service, channel, link, thread)
    values ($1::uuid, $2::uuid, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10,
      $11, $12, $13)
    on conflict (kind, subject) do nothing`,
};

/**
 * Each try is further from the last; other replicas leave it alone meanwhile,
 * also as long as a slow mail server may take.
 */
export const takeNoticesSql: Statement = {
  name: 'take_notices',
  text: `
    update notices n set
      tries = n.tries + 1,
      next_at = clock_timestamp() + interval '1 s' * greatest(
        least(5 * power(2, least(n.tries, 10)), 600),
        case n.channel when 'backstage' then 5 else 60 end)
    where n.id in (
      select id from notices d
      where sent_at is null and given_up_at is null
        and next_at <= clock_timestamp()
        and (thread is null or not exists (
          select 1 from notices e
          where e.thread = d.thread and e.id < d.id
            and e.sent_at is null and e.given_up_at is null))
      order by next_at limit 20
      for update skip locked
    )
    returning n.id, n.run_id, n.kind, n.subject, n.recipients, n.excluded,
      n.title, n.description, n.severity, n.service, n.channel, n.link,
      n.created_at, n.tries,
      n.created_at < clock_timestamp() - interval '1 day' as old`,
};

const sentSql: Statement = {
  name: 'notice_sent',
  text: `update notices set sent_at = clock_timestamp() where id = $1::uuid`,
};

const problemSql: Statement = {
  name: 'notice_problem',
  text: `update notices set problem = $2 where id = $1::uuid`,
};

/** Failures after which nothing went through the same way. */
export const troubledChannelsSql: Statement = {
  name: 'troubled_channels',
  text: `
    select distinct on (n.channel, n.service) n.channel, n.service, n.problem
    from notices n
    where n.problem is not null and n.sent_at is null
      and n.created_at > clock_timestamp() - interval '2 days'
      and not exists (
        select 1 from notices s
        where s.channel = n.channel and s.service is not distinct from n.service
          and s.sent_at > n.created_at)
    order by n.channel, n.service, n.created_at desc`,
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
  const about = notice.runId === undefined ? notice : undefined;
  await tx.query(addNoticeSql, [
    notice.id,
    notice.runId ?? null,
    notice.kind,
    notice.subject,
    [...notice.recipients],
    [...notice.excluded],
    notice.title,
    notice.description,
    notice.severity,
    about?.service ?? null,
    about?.channel ?? 'backstage',
    about?.link ?? null,
    about?.thread ?? null,
  ]);
}

/** A message that it is this replica's turn to send. */
export interface TakenNotice extends Omit<Notice, 'runId'> {
  readonly channel: NoticeChannel;
  /** Of a message about a service. */
  readonly service?: string;
  /** A path of the portal. */
  readonly link: string;
  readonly createdAt: Date;
  /** Number of this try. */
  readonly tries: number;
  /** Written more than a day ago. */
  readonly old: boolean;
}

interface NoticeRow
  extends Omit<TakenNotice, 'service' | 'link' | 'createdAt'> {
  run_id: string | null;
  service: string | null;
  link: string | null;
  created_at: Date;
}

/** Takes some of the messages that are due, in the order of their writing. */
export async function takeNotices(
  db: Queryable,
): Promise<readonly TakenNotice[]> {
  const rows = await db.query<NoticeRow>(takeNoticesSql);
  return rows
    .map(
      ({ run_id: runId, created_at: createdAt, service, link, ...notice }) => ({
        ...notice,
        createdAt,
        service: service ?? undefined,
        link: link ?? `/tokpulse-ops/runs/${runId}`,
      }),
    )
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** A way in which people could not be told. */
export interface TroubledChannel {
  readonly channel: NoticeChannel;
  readonly service?: string;
  readonly problem: string;
}

/** Ways in which nobody has been reached since they failed. */
export async function troubledChannels(
  db: Queryable,
): Promise<readonly TroubledChannel[]> {
  const rows = await db.query<{
    channel: NoticeChannel;
    service: string | null;
    problem: string;
  }>(troubledChannelsSql);
  return rows.map(row => ({ ...row, service: row.service ?? undefined }));
}

/** Keeps why a try failed. */
export async function noticeProblem(
  db: Queryable,
  id: string,
  problem: string,
): Promise<void> {
  await db.query(problemSql, [id, problem]);
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
