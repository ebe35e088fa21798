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

import type { Trend } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../../runs/Database';
import { groupBy } from '../groupBy';
import type { ObservationStore, Reading } from '../ObservationStore';
import { readBounds } from './bounds';
import { startOfStretch } from './rollUp';
import { listSeries } from './series';
import { countOf, percentileOf, type Sketch } from './sketch';
import { figuresText, rangesFrom, stepsOf, type Steps } from './stretches';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Row extends Sketch {
  readonly series_id: number;
  readonly step: number;
}

const figures = figuresText({
  family: 'reading',
  columns: 'series_id, at, max, buckets, counts',
  where: 'series_id = any ($1)',
  first: 3,
});

/** `$2` is the length of a step in seconds, `$8` where the last one ends. */
export const trendsSql: Statement = {
  name: 'reading_trends',
  text: `
    select series_id, step, max(max) as max,
      array_agg(bucket order by bucket) as buckets,
      array_agg(count order by bucket) as counts
    from (
      select f.series_id,
        floor(extract(epoch from f.at) / $2::integer)::integer as step,
        s.bucket, sum(s.count)::integer as count, max(f.max) as max
      from (${figures}) f, unnest(f.buckets, f.counts) as s (bucket, count)
      where f.at < coalesce($8::timestamptz, 'infinity')
      group by 1, 2, 3
    ) summed
    group by 1, 2`,
};

/** Readings of a window, in steps; steps without readings have no figures. */
export async function readTrends(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['trends']>[0],
  at: Date | undefined,
): Promise<readonly Trend[]> {
  const { service, names, window } = options;
  const bounds = await readBounds(database, service, at);
  if (bounds === undefined) {
    return [];
  }
  const { serviceId } = bounds;
  const series = await listSeries(database, {
    ...{ serviceId, kind: 'reading', names },
  });
  const steps = stepsOf(window, bounds);
  const rows = await database.query<Row>(trendsSql, [
    series.map(({ id }) => id),
    steps.stepMs / 1000,
    ...steps.ranges,
    null,
  ]);
  const bySeries = groupBy(rows, row => row.series_id);
  return series.flatMap(({ id, name, host, unit }) => {
    const own = bySeries.get(id);
    return own === undefined
      ? []
      : [{ name, host, unit, stepMs: steps.stepMs, points: draw(own, steps) }];
  });
}

/**
 * Figures of a stretch of time. It is read by the minute, while minutes are
 * kept, else by the hour; a minute or hour that is only partly in the stretch
 * is left away, so that what is before and what is after something that
 * happened are never mixed.
 *
 * @param minutesMs - how long minutes are kept
 */
export async function readSummary(
  database: Pick<Queryable, 'query'>,
  options: Parameters<ObservationStore['summary']>[0],
  { minutesMs, at }: { readonly minutesMs: number; readonly at?: Date },
): Promise<Reading | undefined> {
  const { service, host, name } = options;
  const bounds = await readBounds(database, service, at);
  if (bounds === undefined) {
    return undefined;
  }
  const { serviceId, now } = bounds;
  const series = await listSeries(database, {
    ...{ serviceId, kind: 'reading', names: [name], host },
  });
  const fine = now.getTime() - options.from.getTime() < minutesMs;
  const stretchMs = fine ? MINUTE_MS : HOUR_MS;
  const from = new Date(
    Math.ceil(options.from.getTime() / stretchMs) * stretchMs,
  );
  const to = startOfStretch(options.to, stretchMs);
  // Everything is one step: it is longer than there are seconds since 1970.
  const rows = await database.query<Row>(trendsSql, [
    series.map(({ id }) => id),
    2_147_483_647,
    ...rangesFrom(from, fine ? 'minutes' : 'hours', bounds),
    to,
  ]);
  const read = series.flatMap(({ id, unit }) =>
    rows.filter(row => row.series_id === id).map(row => ({ row, unit })),
  );
  const newest = read[read.length - 1];
  return newest && { host, name, unit: newest.unit, ...figuresOf(newest.row) };
}

function draw(rows: readonly Row[], steps: Steps): Trend['points'] {
  const byStep = new Map(rows.map(row => [row.step, row]));
  return Array.from({ length: steps.count }, (_, index) => {
    const at = steps.firstAt.getTime() + index * steps.stepMs;
    const row = byStep.get(at / steps.stepMs);
    return {
      at: new Date(at).toISOString(),
      ...(row ? figuresOf(row) : { count: 0 }),
    };
  });
}

function figuresOf(sketch: Sketch) {
  return {
    p50: percentileOf(sketch, 0.5),
    p95: percentileOf(sketch, 0.95),
    max: sketch.max,
    count: countOf(sketch),
  };
}
