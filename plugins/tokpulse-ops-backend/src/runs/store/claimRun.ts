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

import type { RunState } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { chainEvents, insertChainedEvents } from '../../evidence/chainEvents';
import { toEventHead, type EventHeadRow } from '../../evidence/EventHead';
import type { Queryable, Statement } from '../Database';
import { runState, system } from '../steps/events';

/**
 * The newest kind of plan that this version can drive. Written with each run,
 * so that during a rolling upgrade an old replica leaves newer runs alone.
 *
 * - 2: events are chained; an older replica would break the chain.
 */
export const ENGINE_VERSION = 2;

const claimableSql: Statement = {
  name: 'claimable_run',
  text: `
    select state, fence, writes, seq, mac, event_at, clock_timestamp() as now
    from runs
    where id = $1::uuid and engine_version <= $2::smallint and (
      state in ('queued', 'running')
      or (state = 'waiting' and waiting ->> 'for' = 'lock')
      or (state = 'waiting' and wake_at <= clock_timestamp())
    )`,
};

const claimRunSql: Statement = {
  name: 'claim_run',
  text: `
    with run as (
      update runs set
        fence = $2::bigint + 1,
        engine_version = greatest(engine_version, $4::smallint),
        state = 'running',
        waiting = null,
        wake_at = null,
        replica = $3::text,
        started_at = coalesce(started_at, clock_timestamp()),
        touched_at = clock_timestamp(),
        seq = $8::bigint,
        mac = $9::bytea,
        event_at = $10::timestamptz,
        anchored = false
      where id = $1::uuid and fence = $2::bigint and writes = $5::bigint
        and seq = $6::bigint
      returning id
    ), event as (${insertChainedEvents(7)}
    )
    select id from run`,
};

const waitLeftSql: Statement = {
  name: 'wait_left',
  text: `
    select greatest(extract(epoch from wake_at - clock_timestamp()), 0)::float8
      as seconds
    from runs where id = $1::uuid and state = 'waiting' and wake_at is not null`,
};

const versionSql: Statement = {
  name: 'engine_version',
  text: `
    select engine_version from runs
    where id = $1::uuid and state in ('queued', 'running', 'waiting')`,
};

interface ClaimableRow extends EventHeadRow {
  state: RunState;
  fence: string;
  writes: string;
  now: Date;
}

/** What became of the attempt to claim a run. */
export type Claim =
  | { readonly kind: 'claimed'; readonly fence: number }
  /** Its timer is not over yet. */
  | { readonly kind: 'too-early'; readonly seconds: number }
  /** A newer version of the engine has to drive it. */
  | { readonly kind: 'too-new' }
  /** It waits for a person, or is over. */
  | { readonly kind: 'nothing-to-do' };

/** Makes `replica` the only driver of a run that has something to do. */
export async function claimRun(
  db: Queryable,
  options: { readonly runId: string; readonly replica: string },
): Promise<Claim> {
  const { runId, replica } = options;
  for (;;) {
    const [row] = await db.query<ClaimableRow>(claimableSql, [
      runId,
      ENGINE_VERSION,
    ]);
    if (row === undefined) {
      return unclaimable(db, runId);
    }
    const fence = Number(row.fence) + 1;
    const before = toEventHead(row);
    const { json, head } = chainEvents({
      key: await db.eventKey(),
      ...{ runId, head: before, at: row.now },
      events: [
        system({ type: 'driver-claimed', fence, replica }),
        ...(row.state === 'running' ? [] : [runState('running')]),
      ],
    });
    const claimed = await db.query(claimRunSql, [
      runId,
      row.fence,
      replica,
      ENGINE_VERSION,
      row.writes,
      before.seq,
      json,
      head.seq,
      head.mac,
      head.at,
    ]);
    // Otherwise somebody wrote in between: it may be nothing to claim any more.
    if (claimed.length === 1) {
      return { kind: 'claimed', fence };
    }
  }
}

async function unclaimable(db: Queryable, runId: string): Promise<Claim> {
  const versions = await db.query<{ engine_version: number }>(versionSql, [
    runId,
  ]);
  if (versions.length === 1 && versions[0].engine_version > ENGINE_VERSION) {
    return { kind: 'too-new' };
  }
  const left = await db.query<{ seconds: number }>(waitLeftSql, [runId]);
  return left.length === 1
    ? { kind: 'too-early', seconds: left[0].seconds }
    : { kind: 'nothing-to-do' };
}
