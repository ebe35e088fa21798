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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { Observation, SavedObservation } from '../ObservationStore';
import { sinceOfParts, type Parts } from './parts';

interface Row {
  readonly id: number;
  readonly service: string;
  readonly at: Date;
  readonly status: HealthStatus;
  readonly since: Date;
  readonly previous: HealthStatus | null;
  readonly next_at: Date;
  readonly observation: Pick<
    Observation,
    'summary' | 'hosts' | 'readings' | 'metrics' | 'failure' | 'nextInMs'
  >;
  readonly parts: Parts;
}

interface EndpointRow {
  readonly service_id: number;
  readonly answers: Observation['latest'];
}

export const latestSql: Statement = {
  name: 'latest_observations',
  text: `
    select id, service, at, status, since, previous, next_at, observation, parts
    from observed_services
    where service = any ($1) and at is not null`,
};

export const endpointsSql: Statement = {
  name: 'observed_endpoints',
  text: `
    select service_id, jsonb_object_agg(host, answers) as answers
    from (
      select service_id, host, jsonb_object_agg(endpoint, answer) as answers
      from observed_endpoints where service_id = any ($1)
      group by service_id, host
    ) hosts
    group by service_id`,
};

/** The latest observation of each service that has any. */
export async function readLatest(
  database: Pick<Queryable, 'query'>,
  services: readonly string[],
  options: { readonly endpoints: 'all' | 'none' },
): Promise<ReadonlyMap<string, SavedObservation>> {
  const rows = await database.query<Row>(latestSql, [services]);
  const answers =
    options.endpoints === 'all'
      ? await database.query<EndpointRow>(endpointsSql, [
          rows.map(({ id }) => id),
        ])
      : [];
  const byService = new Map(answers.map(row => [row.service_id, row.answers]));
  return new Map(
    rows.map(row => [row.service, toSaved(row, byService.get(row.id) ?? {})]),
  );
}

function toSaved(row: Row, latest: Observation['latest']): SavedObservation {
  const { service, at, status, since, previous, observation } = row;
  const hosts = new Set(observation.hosts.map(({ host }) => host));
  return {
    ...observation,
    ...{ service, at, status, since },
    latest: Object.fromEntries(
      Object.entries(latest).filter(([host]) => hosts.has(host)),
    ),
    ...(previous !== null && { previous }),
    nextAt: row.next_at,
    sinceOf: sinceOfParts(observation, row.parts),
  };
}
