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

/**
 * Counts the time between two moments in each of its minutes; nothing when the
 * moments are null.
 *
 * @param values - names of the values of the statement that this is part of
 */
export function countStatusText(values: {
  readonly service: string;
  readonly status: string;
  readonly from: string;
  readonly to: string;
}): string {
  const { service, status, from, to } = values;
  return `
    insert into status_minutes as counted
      (service_id, at, healthy_ms, degraded_ms, unhealthy_ms, unknown_ms)
    select ${service}, minute,
      case when ${status} = 'healthy' then ms else 0 end,
      case when ${status} = 'degraded' then ms else 0 end,
      case when ${status} = 'unhealthy' then ms else 0 end,
      case when ${status} = 'unknown' then ms else 0 end
    from (
      select minute, round(1000 * extract(epoch from
          least(minute + interval '1 minute', ${to}::timestamptz)
          - greatest(minute, ${from}::timestamptz)))::integer as ms
      from generate_series(date_trunc('minute', ${from}::timestamptz),
        ${to}::timestamptz - interval '1 millisecond', interval '1 minute') minute
    ) minutes
    on conflict (service_id, at) do update set
      healthy_ms = counted.healthy_ms + excluded.healthy_ms,
      degraded_ms = counted.degraded_ms + excluded.degraded_ms,
      unhealthy_ms = counted.unhealthy_ms + excluded.unhealthy_ms,
      unknown_ms = counted.unknown_ms + excluded.unknown_ms`;
}

export const countStatusSql: Statement = {
  name: 'count_status',
  text: countStatusText({
    ...{ service: '$1', status: '$2', from: '$3', to: '$4' },
  }),
};

/** Time in which an observation stood. */
export interface Stood {
  readonly status: HealthStatus;
  readonly from: Date;
  readonly to: Date;
}

/** What of the time until `at` the last observation stands for, uncounted. */
export function stoodUntil(
  at: Date,
  last: {
    readonly status: HealthStatus;
    readonly countedUntil: Date;
    readonly standsUntil: Date;
  },
): Stood | undefined {
  const { status, countedUntil: from, standsUntil } = last;
  const to = standsUntil < at ? standsUntil : at;
  return to > from ? { status, from, to } : undefined;
}

/** Adds to the minutes of the service how long it had its status. */
export async function countStatus(
  tx: Pick<Queryable, 'query'>,
  serviceId: number,
  { status, from, to }: Stood,
): Promise<void> {
  await tx.query(countStatusSql, [serviceId, status, from, to]);
}
