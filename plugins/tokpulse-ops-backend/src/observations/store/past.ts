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
import type { ObservationStore, PastObservation } from '../ObservationStore';

interface Row {
  readonly at: Date;
  readonly status: HealthStatus;
  readonly summary: string;
  readonly hosts: PastObservation['hosts'];
  readonly failure: PastObservation['failure'] | null;
}

export const pastSql: Statement = {
  name: 'past_observations',
  text: `
    select at, status, summary, hosts, failure from observations
    where service_id = (select id from observed_services where service = $1)
      and at < coalesce($2::timestamptz, 'infinity')
    order by at desc
    limit $3`,
};

/** Single observations, newest first. */
export async function readPast(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['past']>[0],
): Promise<readonly PastObservation[]> {
  const { service, before, limit } = options;
  const rows = await database.query<Row>(pastSql, [service, before, limit]);
  return rows.map(({ failure, ...row }) => ({
    ...row,
    ...(failure !== null && { failure }),
  }));
}
