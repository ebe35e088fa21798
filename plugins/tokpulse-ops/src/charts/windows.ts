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

import {
  type ObservationWindow,
  observationWindowSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { DateTime, type DurationLikeObject } from 'luxon';
import { useMemo } from 'react';
import { useText } from '../translation';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const lengths: Readonly<Record<ObservationWindow, number>> = {
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
};

const steps: Readonly<Record<ObservationWindow, DurationLikeObject>> = {
  '24h': { hours: 3 },
  '7d': { days: 1 },
  '30d': { days: 5 },
  '90d': { days: 15 },
};

/** The window that an address names, else that of a day. */
export function windowNamed(name: string | undefined): ObservationWindow {
  return observationWindowSchema.safeParse(name).data ?? '24h';
}

/** A stretch of time; epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The window that ends at `to`. */
export function rangeOf(window: ObservationWindow, to: number): TimeRange {
  return { from: to - lengths[window], to };
}

/** Times to write below a chart: full hours or days of the reader. */
export function ticksOf(window: ObservationWindow, range: TimeRange): number[] {
  const step = steps[window];
  const ticks: number[] = [];
  let tick = DateTime.fromMillis(range.from).startOf('day');
  while (tick.toMillis() <= range.to) {
    if (tick.toMillis() >= range.from) {
      ticks.push(tick.toMillis());
    }
    tick = tick.plus(step);
  }
  return ticks;
}

/** A time below a chart. */
export function formatTick(window: ObservationWindow, at: number): string {
  const time = DateTime.fromMillis(at);
  return window === '24h' && time.hour !== 0
    ? time.toFormat('HH:mm')
    : time.toFormat('d MMM');
}

/** The words of the windows. */
export function useWindowWords() {
  const t = useText();
  return useMemo(
    () => ({
      short: {
        '24h': t('windows.day'),
        '7d': t('windows.week'),
        '30d': t('windows.month'),
        '90d': t('windows.quarter'),
      } satisfies Record<ObservationWindow, string>,
      last: {
        '24h': t('windows.lastDay'),
        '7d': t('windows.lastWeek'),
        '30d': t('windows.lastMonth'),
        '90d': t('windows.lastQuarter'),
      } satisfies Record<ObservationWindow, string>,
    }),
    [t],
  );
}
