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

import type { Queryable, Statement } from '../../runs/Database';

/** One line of a chart: a reading or a metric of one host. */
export interface Series {
  readonly id: number;
  readonly host: string;
  readonly name: string;
  readonly unit: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const seriesSql: Statement = {
  name: 'observed_series',
  text: `
    select id, host, name, unit, labels from observed_series
    where service_id = $1 and kind = $2
      and ($3::text[] is null or name = any ($3))
      and ($4::text is null or host = $4)
    order by name, host, id`,
};

export function listSeries(
  database: Pick<Queryable, 'query'>,
  options: {
    readonly serviceId: number;
    readonly kind: 'reading' | 'metric';
    /** None: all. */
    readonly names?: readonly string[];
    readonly host?: string;
  },
): Promise<readonly Series[]> {
  const { serviceId, kind, names, host } = options;
  return database.query<Series>(seriesSql, [serviceId, kind, names, host]);
}
