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
import { v7 as uuid } from 'uuid';
import type { Queryable, Statement } from '../../runs/Database';
import type { HostProcess, ProcessBegan } from './processChange';

const processesSql: Statement = {
  name: 'host_processes',
  text: `
    select host, version, started_at, uptime_ms from host_processes
    where service = $1`,
};

const lockProcessesSql: Statement = {
  name: 'lock_host_processes',
  text: `select pg_advisory_xact_lock(hashtextextended('markers:' || $1, 0))`,
};

const saveProcessSql: Statement = {
  name: 'save_host_process',
  text: `
    insert into host_processes (service, host, version, started_at, uptime_ms)
    values ($1, $2, $3, $4::timestamptz, $5::double precision)
    on conflict (service, host) do update set version = excluded.version,
      started_at = excluded.started_at, uptime_ms = excluded.uptime_ms`,
};

const addMarkerSql: Statement = {
  name: 'add_marker',
  text: `
    insert into markers (id, service, host, kind, version, version_before, at)
    values ($1::uuid, $2, $3, $4, $5, $6, $7::timestamptz)`,
};

export const markersSql: Statement = {
  name: 'list_markers',
  text: `
    select host, kind, version, version_before, at from markers
    where service = $1 and at >= $2::timestamptz and at <= $3::timestamptz
    order by at desc limit $4::integer`,
};

/** Runs are found by their beginning; one that takes longer than a day is rare. */
export const finishedRunsSql: Statement = {
  name: 'list_finished_runs',
  text: `
    select id, requested_by, lead, runbook_title, state, with_failures,
      finished_at
    from runs
    where service = $1 and id >= $5::uuid
      and finished_at >= $2::timestamptz and finished_at <= $3::timestamptz
    order by id desc limit $4::integer`,
};

/** The newest processes of a service's hosts, by host. */
export async function readProcesses(
  db: Queryable,
  service: string,
): Promise<ReadonlyMap<string, HostProcess>> {
  const rows = await db.query<{
    host: string;
    version: string | null;
    started_at: Date | null;
    uptime_ms: number | null;
  }>(processesSql, [service]);
  return new Map(
    rows.map(row => [
      row.host,
      {
        host: row.host,
        version: row.version ?? undefined,
        startedAt: row.started_at ?? undefined,
        uptimeMs: row.uptime_ms ?? undefined,
      },
    ]),
  );
}

/** One after the other for each service, until the end of the transaction. */
export async function lockProcesses(
  tx: Queryable,
  service: string,
): Promise<void> {
  await tx.query(lockProcessesSql, [service]);
}

export async function saveProcess(
  tx: Queryable,
  service: string,
  process: HostProcess,
): Promise<void> {
  await tx.query(saveProcessSql, [
    service,
    process.host,
    process.version ?? null,
    process.startedAt ?? null,
    process.uptimeMs ?? null,
  ]);
}

export async function addMarker(
  tx: Queryable,
  service: string,
  { host, kind, version, versionBefore, at }: ProcessBegan,
): Promise<void> {
  await tx.query(addMarkerSql, [
    uuid({ msecs: at.getTime() }),
    ...[service, host, kind, version ?? null, versionBefore ?? null, at],
  ]);
}

/** A row of {@link markersSql}. */
export interface MarkerRow {
  readonly host: string;
  readonly kind: 'deployment' | 'restart';
  readonly version: string | null;
  readonly version_before: string | null;
  readonly at: Date;
}

/** A row of {@link finishedRunsSql}. */
export interface FinishedRunRow {
  readonly id: string;
  readonly requested_by: string;
  readonly lead: string;
  readonly runbook_title: string;
  readonly state: RunState;
  readonly with_failures: boolean;
  readonly finished_at: Date;
}
