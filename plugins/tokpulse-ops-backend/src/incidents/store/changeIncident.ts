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

import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { IncidentMemory } from '../decideIncident';
import { incidentColumns, type IncidentRow } from './incidentRows';

const memoryColumns = `
  w.observed_at, w.degraded_since, i.id, i.status, i.healthy_seen`;

export const memorySql: Statement = {
  name: 'incident_memory',
  text: `
    select ${memoryColumns}
    from (values ($1::text)) s (service)
    left join incident_watch w on w.service = s.service
    left join incidents i on i.service = s.service and i.closed_at is null`,
};

const watchSql: Statement = {
  name: 'watch_incidents',
  text: `
    insert into incident_watch (service, observed_at)
    values ($1, '-infinity') on conflict (service) do nothing`,
};

const lockSql: Statement = {
  name: 'lock_incidents',
  text: `select 1 from incident_watch where service = $1 for update`,
};

const rememberSql: Statement = {
  name: 'remember_incidents',
  text: `
    update incident_watch set observed_at = $2::timestamptz,
      degraded_since = $3::timestamptz
    where service = $1`,
};

const openSql: Statement = {
  name: 'open_incident',
  text: `
    insert into incidents (id, service, status, opened_at, began_at, summary,
      severity, respond_within_ms, runbook_id, runbook_title)
    values ($1::uuid, $2, $3, $4::timestamptz, $5::timestamptz, $6, $7,
      $8::bigint, $9, $10)
    on conflict (service) where closed_at is null do nothing
    returning ${incidentColumns('incidents')}`,
};

const worseSql: Statement = {
  name: 'worsen_incident',
  text: `
    update incidents set status = 'unhealthy', escalated_at = $2::timestamptz,
      healthy_seen = 0, summary = $3, severity = $4,
      respond_within_ms = $5::bigint, runbook_id = $6, runbook_title = $7
    where id = $1::uuid and closed_at is null and status = 'degraded'
    returning ${incidentColumns('incidents')}`,
};

const healthySeenSql: Statement = {
  name: 'incident_healthy_seen',
  text: `
    update incidents set healthy_seen = $2::smallint
    where id = $1::uuid and closed_at is null`,
};

const closeSql: Statement = {
  name: 'close_incident',
  text: `
    update incidents set closed_at = greatest($2::timestamptz, opened_at)
    where id = $1::uuid and closed_at is null
    returning ${incidentColumns('incidents')}`,
};

/** What is found out when an incident opens or becomes worse. */
export interface Assessment {
  /** What is wrong, in words. */
  readonly summary: string;
  readonly severity: Severity;
  readonly respondWithinMs: number;
  readonly runbook?: { readonly id: string; readonly title: string };
}

/** What is remembered of a service. */
export async function readMemory(
  db: Queryable,
  service: string,
): Promise<IncidentMemory> {
  const [row] = await db.query<{
    observed_at: Date | number | null;
    degraded_since: Date | null;
    id: string | null;
    status: 'degraded' | 'unhealthy' | null;
    healthy_seen: number | null;
  }>(memorySql, [service]);
  return {
    // `-infinity` comes as a number: nothing was looked at yet.
    observedAt: row.observed_at instanceof Date ? row.observed_at : undefined,
    degradedSince: row.degraded_since ?? undefined,
    ...(row.id !== null &&
      row.status !== null && {
        open: {
          id: row.id,
          status: row.status,
          healthySeen: row.healthy_seen ?? 0,
        },
      }),
  };
}

/** The same, and nobody else changes it until the end of the transaction. */
export async function lockMemory(
  tx: Queryable,
  service: string,
): Promise<IncidentMemory> {
  await tx.query(watchSql, [service]);
  await tx.query(lockSql, [service]);
  return readMemory(tx, service);
}

export async function remember(
  tx: Queryable,
  options: {
    readonly service: string;
    readonly observedAt: Date;
    readonly degradedSince: Date | undefined;
  },
): Promise<void> {
  await tx.query(rememberSql, [
    options.service,
    options.observedAt,
    options.degradedSince ?? null,
  ]);
}

/** Undefined when one is open already. */
export async function openIncident(
  tx: Queryable,
  incident: Assessment & {
    readonly id: string;
    readonly service: string;
    readonly status: 'degraded' | 'unhealthy';
    readonly openedAt: Date;
    readonly beganAt: Date;
  },
): Promise<IncidentRow | undefined> {
  const { id, service, status, openedAt, beganAt, runbook } = incident;
  const [row] = await tx.query<IncidentRow>(openSql, [
    ...[id, service, status, openedAt, beganAt],
    ...[incident.summary, incident.severity, incident.respondWithinMs],
    ...[runbook?.id ?? null, runbook?.title ?? null],
  ]);
  return row;
}

/** Undefined when it is over, or was as bad before. */
export async function worsenIncident(
  tx: Queryable,
  incident: Assessment & { readonly id: string; readonly at: Date },
): Promise<IncidentRow | undefined> {
  const { id, at, summary, severity, respondWithinMs, runbook } = incident;
  const [row] = await tx.query<IncidentRow>(worseSql, [
    ...[id, at, summary, severity, respondWithinMs],
    ...[runbook?.id ?? null, runbook?.title ?? null],
  ]);
  return row;
}

export async function healthySeen(
  tx: Queryable,
  id: string,
  count: number,
): Promise<void> {
  await tx.query(healthySeenSql, [id, count]);
}

/** Undefined when it was over before. */
export async function closeIncident(
  tx: Queryable,
  id: string,
  at: Date,
): Promise<IncidentRow | undefined> {
  const [row] = await tx.query<IncidentRow>(closeSql, [id, at]);
  return row;
}
