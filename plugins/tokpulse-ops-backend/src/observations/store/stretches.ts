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

import type { ObservationWindow } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Bounds } from './bounds';
import { startOfStretch } from './rollUp';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const windowMs: Readonly<Record<ObservationWindow, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

type Source = 'minutes' | 'hours' | 'days';

/** How a window is drawn: from which figures, and how long a point is. */
const drawings: Readonly<
  Record<
    ObservationWindow,
    { readonly source: Source; readonly stepMs: number }
  >
> = {
  '24h': { source: 'minutes', stepMs: 5 * MINUTE_MS },
  '7d': { source: 'hours', stepMs: HOUR_MS },
  '30d': { source: 'hours', stepMs: 6 * HOUR_MS },
  '90d': { source: 'days', stepMs: DAY_MS },
};

/** A window, its steps, and from when on to read which figures. */
export interface Steps {
  readonly stepMs: number;
  readonly firstAt: Date;
  /** That of now, which is not over, included. */
  readonly count: number;
  readonly ranges: Ranges;
}

/**
 * Where each table is read: hours that are not yet made are read by the
 * minute, days that are not yet made by the hour. In this order:
 * days from, days to, hours from, hours to, minutes from.
 */
export type Ranges = readonly [Date, Date, Date, Date, Date];

export function stepMsOf(window: ObservationWindow): number {
  return drawings[window].stepMs;
}

export function stepsOf(window: ObservationWindow, bounds: Bounds): Steps {
  const { source, stepMs } = drawings[window];
  const firstAt = startOfStretch(
    new Date(bounds.now.getTime() - windowMs[window]),
    stepMs,
  );
  return {
    ...{ stepMs, firstAt },
    count: windowMs[window] / stepMs + 1,
    ranges: rangesFrom(firstAt, source, bounds),
  };
}

/** From a time on, in figures no finer than those of `source`. */
export function rangesFrom(
  from: Date,
  source: Source,
  { hour, day }: Pick<Bounds, 'hour' | 'day'>,
): Ranges {
  const later = (one: Date, other: Date) => (one > other ? one : other);
  const hoursFrom = source === 'days' ? later(from, day) : from;
  const minutesFrom = source === 'minutes' ? from : later(from, hour);
  return [
    from,
    source === 'days' ? day : from,
    hoursFrom,
    source === 'minutes' ? hoursFrom : hour,
    minutesFrom,
  ];
}

/**
 * The figures of a family of tables in {@link Ranges}; `first` is the number
 * of the first value.
 */
export function figuresText(options: {
  readonly family: 'status' | 'reading' | 'metric';
  readonly columns: string;
  readonly where: string;
  readonly first: number;
}): string {
  const { family, columns, where, first } = options;
  const value = (index: number) => `$${first + index}::timestamptz`;
  const select = (source: Source, from: number, to?: number) => `
      select ${columns} from ${family}_${source}
      where ${where} and at >= ${value(from)}
        ${to === undefined ? '' : `and at < ${value(to)}`}`;
  return [
    select('days', 0, 1),
    select('hours', 2, 3),
    select('minutes', 4),
  ].join('\n      union all');
}
