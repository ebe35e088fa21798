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
  Incident,
  Severity,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** A row of `incidents` as {@link incidentColumns} reads it. */
export interface IncidentRow {
  readonly id: string;
  readonly service: string;
  readonly status: 'degraded' | 'unhealthy';
  readonly opened_at: Date;
  readonly began_at: Date;
  readonly closed_at: Date | null;
  readonly escalated_at: Date | null;
  readonly healthy_seen: number;
  readonly summary: string;
  readonly severity: Severity;
  readonly respond_within_ms: string;
  readonly runbook_id: string | null;
  readonly runbook_title: string | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly note: string | null;
}

/** Of the table with this alias. */
export const incidentColumns = (alias: string) =>
  [
    'id',
    'service',
    'status',
    'opened_at',
    'began_at',
    'closed_at',
    'escalated_at',
    'healthy_seen',
    'summary',
    'severity',
    'respond_within_ms',
    'runbook_id',
    'runbook_title',
    'acknowledged_by',
    'acknowledged_at',
    'note',
  ]
    .map(column => `${alias}.${column}`)
    .join(', ');

export function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    service: row.service,
    status: row.status,
    openedAt: row.opened_at.toISOString(),
    summary: row.summary,
    severity: row.severity,
    respondWithinMs: Number(row.respond_within_ms),
    ...(row.closed_at && { closedAt: row.closed_at.toISOString() }),
    ...(row.escalated_at && { escalatedAt: row.escalated_at.toISOString() }),
    ...(row.acknowledged_by &&
      row.acknowledged_at && {
        acknowledgedBy: row.acknowledged_by,
        acknowledgedAt: row.acknowledged_at.toISOString(),
      }),
    ...(row.note && { note: row.note }),
    ...(row.runbook_id !== null &&
      row.runbook_title !== null && {
        runbook: { id: row.runbook_id, title: row.runbook_title },
      }),
  };
}
