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

import { markers as someMarkers } from '../__fixtures__/livedHealth';
import { ago } from '../__fixtures__/times';
import { type ChartSeries, chartRows, isAlone, summarise } from './chartRows';
import { flagsOf, placeMarkers } from './markers';
import { formatQuantity, formatShare } from './quantity';
import { rangeOf, ticksOf } from './windows';

const MINUTE = 60_000;

const line = (
  id: string,
  points: readonly (readonly [minute: number, value?: number])[],
): ChartSeries => ({
  id,
  label: id,
  group: id,
  statistic: 'value',
  look: 'solid',
  points: points.map(([minute, value]) => ({ at: minute * MINUTE, value })),
});

describe('rows of a chart', () => {
  it('has a row without a value where points are missing', () => {
    const rows = chartRows(
      [
        line('a', [
          [1, 5],
          [2, 6],
          [6, 7],
        ]),
      ],
      MINUTE,
    );
    expect(rows.map(({ at, values }) => [at / MINUTE, values[0]])).toEqual([
      [1, 5],
      [2, 6],
      [3, null],
      [6, 7],
    ]);
    expect(isAlone(rows, { row: 3, series: 0 })).toBe(true);
    expect(isAlone(rows, { row: 0, series: 0 })).toBe(false);
  });

  it('brings points of several lines that lie beside one another to the same time', () => {
    const rows = chartRows(
      [
        line('a', [
          [1, 5],
          [2, 6],
        ]),
        line('b', [[1.2, 1], [2.2]]),
      ],
      MINUTE,
    );
    expect(rows.map(({ values }) => values)).toEqual([
      [5, 1],
      [6, null],
    ]);
  });

  it('summarises what is known, and nothing where nothing is', () => {
    expect(summarise(line('a', [[1, 5], [2, 9], [3, 6], [4]]))).toEqual({
      latest: 6,
      highest: 9,
    });
    expect(summarise(line('a', [[1]]))).toEqual({});
  });
});

describe('events of a chart', () => {
  it('leaves out what is not in the range, and gives letters by time', () => {
    const range = rangeOf('24h', Date.now());
    const placed = placeMarkers(
      [...someMarkers, { at: ago({ days: 3 }), kind: 'run', label: 'old' }],
      range,
    );
    expect(placed.map(({ sign, kind }) => `${sign} ${kind}`)).toEqual([
      'A incident',
      'B run',
      'C restart',
      'D deployment',
    ]);
    expect(
      flagsOf(placed, { range, share: 0.05 }).map(
        ({ sign, kind }) => `${sign} ${kind}`,
      ),
    ).toEqual(['A–C incident', 'D deployment']);
  });
});

describe('quantities', () => {
  it.each([
    [1_800, 'ms', '1.8 s'],
    [0.42, 'ms', '0.42 ms'],
    [90, 'seconds', '1 min 30 s'],
    [536_870_912, 'bytes', '512 MiB'],
    [61.48, 'percent', '61.5 %'],
    [0.134, 'score', '0.134'],
    [12_345, 'count', '12,345'],
    [3, 'jobs', '3 jobs'],
  ])('writes %d %s as %s', (value, unit, words) => {
    expect(formatQuantity(value, unit)).toBe(words);
  });

  it.each([
    [1, '100 %'],
    [0.99999, '99.99 %'],
    [0.999, '99.9 %'],
    [0, '0 %'],
  ])('never rounds the share %d up', (share, words) => {
    expect(formatShare(share)).toBe(words);
  });
});

describe('times below a chart', () => {
  it.each(['24h', '7d', '30d', '90d'] as const)(
    'has between five and nine of them in %s',
    window => {
      const range = rangeOf(window, Date.UTC(2026, 10, 24, 15, 4));
      const ticks = ticksOf(window, range);
      expect(ticks.length).toBeGreaterThanOrEqual(5);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.every(at => at >= range.from && at <= range.to)).toBe(true);
    },
  );
});
