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

import type { Statement } from '../../runs/Database';

/** Runs whose events are removed in one go. */
export const RUNS_AT_ONCE = 500;

/** Runs whose rows are deleted in one go. */
export const DELETED_AT_ONCE = 50;

export const clockSql: Statement = {
  name: 'retention_clock',
  text: `select clock_timestamp() as now`,
};

/** Only what is anchored: the head that is kept has a witness. */
export const endedRunsSql: Statement = {
  name: 'retention_ended_runs',
  text: `
    select r.id as run_id, r.seq, encode(r.mac, 'hex') as mac,
      r.finished_at, r.finished_at::text as position
    from runs r
    where r.finished_at < $1::timestamptz
      and (r.finished_at, r.id) > ($2::timestamptz, $3::uuid)
      and r.state in ('succeeded', 'failed', 'cancelled')
      and r.anchored and r.seq > 0
      and not exists (
        select 1 from evidence_removals x
        where x.run_id = r.id and x.seq >= r.seq)
    order by r.finished_at, r.id limit ${RUNS_AT_ONCE}`,
};

export const recordSql: Statement = {
  name: 'retention_record',
  text: `
    insert into evidence_removals (run_id, seq, mac, ended_at, at, code)
    select x."runId", x.seq, decode(x.mac, 'hex'), x."endedAt", x.at,
      decode(x.code, 'hex')
    from jsonb_to_recordset($1::jsonb) as x ("runId" uuid, seq bigint,
      mac text, "endedAt" timestamptz, at timestamptz, code text)
    on conflict do nothing`,
};

export const tablesSql: Statement = {
  name: 'retention_tables',
  text: `
    select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'run_events'::regclass order by c.relname`,
};

/** Whether a run of these ids has an event that is not on record as removed. */
export const keptSql: Statement = {
  name: 'retention_kept',
  text: `
    select exists (
      select 1 from runs r
      where r.id >= $1::uuid and r.id < $2::uuid and r.seq > 0
        and not exists (
          select 1 from evidence_removals x
          where x.run_id = r.id and x.seq >= r.seq)
    ) as kept`,
};

/** Deletes the removed events of a few runs of these ids. */
export const deleteSql: Statement = {
  name: 'retention_delete',
  text: `
    with gone as (
      select x.run_id, max(x.seq) as seq from evidence_removals x
      where x.run_id >= $1::uuid and x.run_id < $2::uuid
        and exists (
          select 1 from run_events e
          where e.run_id = x.run_id and e.seq <= x.seq)
      group by x.run_id order by x.run_id limit ${DELETED_AT_ONCE}
    ), deleted as (
      delete from run_events e using gone
      where e.run_id = gone.run_id and e.seq <= gone.seq
    )
    select count(*)::int as runs from gone`,
};

export const deleteFilesSql: Statement = {
  name: 'retention_files',
  text: `
    with deleted as (
      delete from evidence_files f where exists (
        select 1 from evidence_removals x where x.run_id = f.run_id)
      returning 1
    )
    select count(*)::int as files from deleted`,
};
