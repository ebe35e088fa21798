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

import type { Incident } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import { toPage } from '../../runs/store/cursor';
import { KeysetQuery, type BuiltStatement } from '../../runs/store/KeysetQuery';
import { shapeOf } from '../../runs/store/Parameters';
import { isUuid } from '../../runs/store/PostgresPlanStore';
import { incidentColumns, toIncident, type IncidentRow } from './incidentRows';

const COLUMNS = incidentColumns('i');

export const openSql: Statement = {
  name: 'open_incidents',
  text: `
    select ${COLUMNS} from incidents i
    where i.closed_at is null and i.service = any ($1::text[])`,
};

export const betweenSql: Statement = {
  name: 'incidents_between',
  text: `
    select ${COLUMNS} from incidents i
    where i.service = $1
      and coalesce(i.closed_at, 'infinity'::timestamptz) >= $2::timestamptz
      and i.opened_at <= $3::timestamptz
    order by i.id desc limit 5000`,
};

const findSql: Statement = {
  name: 'find_incident',
  text: `
    select ${COLUMNS} from incidents i
    where i.id = $1::uuid and i.service = $2`,
};

const acknowledgeSql: Statement = {
  name: 'acknowledge_incident',
  text: `
    update incidents i set acknowledged_by = $3,
      acknowledged_at = clock_timestamp(), note = $4
    where i.id = $1::uuid and i.service = $2
      and i.acknowledged_by is null and i.closed_at is null
    returning ${COLUMNS}`,
};

/** One page of the incidents of a service. */
export interface IncidentFilter {
  readonly service: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** The text and values of one page, newest first. */
export function listIncidentsSql(filter: IncidentFilter): BuiltStatement {
  const query = new KeysetQuery({ alias: 'i' });
  query.ofServices({ service: filter.service });
  query.after(filter.cursor, 'incidents');
  const limit = query.parameters.add(filter.limit + 1, 'integer');
  const page = query.newest(`select ${COLUMNS} from incidents i`, { limit });
  return query.statement(page, limit);
}

/** Newest first. */
export async function listIncidents(
  db: Queryable,
  filter: IncidentFilter,
): Promise<{ readonly items: Incident[]; readonly nextCursor?: string }> {
  const { text, values } = listIncidentsSql(filter);
  const rows = await db.query<IncidentRow>(
    { name: `list_incidents_${shapeOf(text)}`, text },
    values,
  );
  return toPage(rows.map(toIncident), filter.limit);
}

/** Those that are open now, by service. */
export async function openIncidents(
  db: Queryable,
  services: readonly string[],
): Promise<ReadonlyMap<string, Incident>> {
  const rows = await db.query<IncidentRow>(openSql, [[...services]]);
  return new Map(rows.map(row => [row.service, toIncident(row)]));
}

/** Those that were open at some time between, newest first. */
export async function incidentsBetween(
  db: Queryable,
  options: { readonly service: string; readonly from: Date; readonly to: Date },
): Promise<readonly Incident[]> {
  const { service, from, to } = options;
  const rows = await db.query<IncidentRow>(betweenSql, [service, from, to]);
  return rows.map(toIncident);
}

export async function findIncident(
  db: Queryable,
  options: { readonly service: string; readonly id: string },
): Promise<Incident | undefined> {
  const { service, id } = options;
  const [row] = isUuid(id)
    ? await db.query<IncidentRow>(findSql, [id, service])
    : [];
  return row && toIncident(row);
}

/** Undefined when it is over, was acknowledged before, or is not there. */
export async function acknowledgeIncident(
  db: Queryable,
  options: {
    readonly service: string;
    readonly id: string;
    readonly by: string;
    readonly note?: string;
  },
): Promise<Incident | undefined> {
  const { service, id, by, note } = options;
  const [row] = isUuid(id)
    ? await db.query<IncidentRow>(acknowledgeSql, [
        id,
        service,
        by,
        note ?? null,
      ])
    : [];
  return row && toIncident(row);
}
