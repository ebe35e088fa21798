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

import type { MetricHistory } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import type { ObservationStore } from '../ObservationStore';
import { readBounds } from './bounds';
import { listSeries } from './series';
import { figuresText, stepMsOf, stepsOf } from './stretches';

interface Row {
  readonly series_id: number;
  readonly step: number;
  readonly value: number;
}

const figures = figuresText({
  family: 'metric',
  columns: 'series_id, at, sum, count',
  where: 'series_id = any ($1)',
  first: 3,
});

/** `$2` is the length of a step in seconds. */
export const metricHistorySql: Statement = {
  name: 'metric_history',
  text: `
    select series_id,
      floor(extract(epoch from at) / $2::integer)::integer as step,
      sum(sum) / sum(count) as value
    from (${figures}) figures
    group by 1, 2`,
};

/** The mean of each step; steps without a value have none. */
export async function readMetricHistory(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['metricHistory']>[0],
  at: Date | undefined,
): Promise<MetricHistory> {
  const { service, name, host, window } = options;
  const bounds = await readBounds(database, service, at);
  if (bounds === undefined) {
    return { name, stepMs: stepMsOf(window), series: [] };
  }
  const { serviceId } = bounds;
  const series = await listSeries(database, {
    ...{ serviceId, kind: 'metric', names: [name], host },
  });
  const { stepMs, firstAt, count, ranges } = stepsOf(window, bounds);
  const rows = await database.query<Row>(metricHistorySql, [
    series.map(({ id }) => id),
    stepMs / 1000,
    ...ranges,
  ]);
  const values = new Map(
    rows.map(row => [`${row.series_id} ${row.step}`, row.value]),
  );
  const read = new Set(rows.map(row => row.series_id));
  return {
    ...{ name, stepMs },
    series: series
      .filter(({ id }) => read.has(id))
      .map(({ id, ...one }) => ({
        host: one.host,
        labels: { ...one.labels },
        points: Array.from({ length: count }, (_, index) => {
          const start = firstAt.getTime() + index * stepMs;
          const value = values.get(`${id} ${start / stepMs}`);
          return {
            at: new Date(start).toISOString(),
            ...(value !== undefined && { value }),
          };
        }),
      })),
  };
}
