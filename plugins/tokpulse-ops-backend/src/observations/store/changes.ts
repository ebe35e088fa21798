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
  HealthChangeView,
  HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { ObservationStore } from '../ObservationStore';

interface Row {
  readonly at: Date;
  readonly host: string | null;
  readonly check_name: string | null;
  readonly from_status: HealthStatus | null;
  readonly to_status: HealthStatus;
  readonly message: string;
}

export const changesSql: Statement = {
  name: 'observation_changes',
  text: `
    select at, host, check_name, from_status, to_status, message
    from observation_changes
    where service_id = (select id from observed_services where service = $1)
    order by at desc, position desc
    limit $2`,
};

/** What changed its status, newest first. */
export async function readChanges(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['changes']>[0],
): Promise<readonly HealthChangeView[]> {
  const { service, limit } = options;
  const rows = await database.query<Row>(changesSql, [service, limit]);
  return rows.map(row => ({
    at: row.at.toISOString(),
    ...(row.host !== null && { host: row.host }),
    ...(row.check_name !== null && { check: row.check_name }),
    ...(row.from_status !== null && { from: row.from_status }),
    to: row.to_status,
    message: row.message,
  }));
}
