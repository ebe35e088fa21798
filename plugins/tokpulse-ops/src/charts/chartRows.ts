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

/** A line of a chart. */
export interface ChartSeries {
  readonly id: string;
  readonly label: string;
  /** Lines of the same thing have the same colour, e.g. those of one host. */
  readonly group: string;
  /** What of the group it shows, e.g. the median; the legend has a column for it. */
  readonly statistic: string;
  readonly look: 'solid' | 'dashed';
  /** Oldest first; a point without a value says that nothing is known. */
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value?: number;
}

/** What a chart draws at one time; values in the order of the series. */
export interface ChartRow {
  readonly at: number;
  readonly values: readonly (number | null)[];
}

/** Two points that are further apart than so many steps have a gap between them. */
const GAP_STEPS = 1.5;

function withGaps(points: readonly ChartPoint[], stepMs: number): ChartPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point.at - before.at > GAP_STEPS * stepMs
      ? [{ at: before.at + stepMs }, point]
      : [point];
  });
}

/**
 * The lines of a chart as rows by time. Where nothing is known there is a row
 * without a value, so that no line is drawn over it. Times are those of whole
 * steps: lines whose points lay beside one another would interrupt one another.
 */
export function chartRows(
  series: readonly ChartSeries[],
  stepMs: number,
): ChartRow[] {
  const rows = new Map<number, (number | null)[]>();
  const empty = () => series.map((): number | null => null);
  series.forEach((line, index) => {
    for (const point of withGaps(line.points, stepMs)) {
      const at = Math.round(point.at / stepMs) * stepMs;
      const values = rows.get(at) ?? empty();
      values[index] = point.value ?? values[index];
      rows.set(at, values);
    }
  });
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([at, values]) => ({ at, values }));
}

/** Whether a value has no neighbour, so that no line leads to it. */
export function isAlone(
  rows: readonly ChartRow[],
  place: { readonly row: number; readonly series: number },
): boolean {
  const { row, series } = place;
  const known = (index: number) =>
    typeof rows[index]?.values[series] === 'number';
  return known(row) && !known(row - 1) && !known(row + 1);
}

/** The newest and the highest value of a line. */
export interface ChartSummary {
  readonly latest?: number;
  readonly highest?: number;
}

export function summarise({ points }: ChartSeries): ChartSummary {
  const values = points.flatMap(({ value }) => value ?? []);
  return values.length === 0
    ? {}
    : { latest: values.at(-1), highest: Math.max(...values) };
}
