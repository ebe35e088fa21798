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

import type { Queryable, Statement } from '../Database';

/**
 * The newest kind of plan that this version can drive. Written with each run,
 * so that during a rolling upgrade an old replica leaves newer runs alone.
 */
export const ENGINE_VERSION = 1;

const claimRunSql: Statement = {
  name: 'claim_run',
  text: `
    with before as (
      select id, state from runs
      where id = $1::uuid and engine_version <= $3::smallint and (
        state in ('queued', 'running')
        or (state = 'waiting' and waiting ->> 'for' = 'lock')
        or (state = 'waiting' and wake_at <= clock_timestamp())
      )
      for update
    ), run as (
      update runs r set
        fence = r.fence + 1,
        state = 'running',
        waiting = null,
        wake_at = null,
        replica = $2::text,
        started_at = coalesce(r.started_at, clock_timestamp()),
        touched_at = clock_timestamp(),
        seq = r.seq + case before.state when 'running' then 1 else 2 end
      from before where r.id = before.id
      returning r.id, r.fence, r.seq, r.touched_at
    ), body as (
      select case before.state when 'running' then 0 else 1 end as place,
        jsonb_build_object(
          'type', 'driver-claimed', 'fence', run.fence, 'replica', $2::text
        ) as body
      from run, before
      union all
      select 0, jsonb_build_object('type', 'run-state', 'state', 'running')
      from before where before.state <> 'running'
    ), event as (
      insert into run_events (run_id, seq, at, actor, body, bytes)
      select run.id, run.seq - body.place, run.touched_at, 'system',
        body.body, length(body.body::text)
      from run, body
    )
    select fence from run`,
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
  const rows = await db.query<{ fence: string }>(claimRunSql, [
    runId,
    replica,
    ENGINE_VERSION,
  ]);
  if (rows.length === 1) {
    return { kind: 'claimed', fence: Number(rows[0].fence) };
  }
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
