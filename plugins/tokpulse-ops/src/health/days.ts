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

import type { AvailabilityDay } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { DateTime } from 'luxon';

/** How a day looks in the strip. */
export type DayLook = 'full' | 'degraded' | 'some' | 'down' | 'unread';

/** From this share of a day on a slow day looks like one. */
const NOTABLY_DEGRADED = 0.01;

/**
 * The look of a day: `down` is worse than the objective allows, `some` is
 * downtime within it.
 */
export function lookOf(day: AvailabilityDay, objective: number): DayLook {
  if (day.availability === undefined) {
    return 'unread';
  }
  if (day.unhealthyMs > 0) {
    return day.availability < objective ? 'down' : 'some';
  }
  const known = day.healthyMs + day.degradedMs;
  return known > 0 && day.degradedMs / known >= NOTABLY_DEGRADED
    ? 'degraded'
    : 'full';
}

const LEAST_SHARE = 0.16;

/**
 * How much of a cell is marked, 0 to 1. A minute of a day would not be seen, so
 * the share is stretched; more downtime is always a larger mark.
 */
export function markOf(day: AvailabilityDay): number {
  const known = day.healthyMs + day.degradedMs + day.unhealthyMs;
  const bad = day.unhealthyMs > 0 ? day.unhealthyMs : day.degradedMs;
  return known === 0 || bad === 0
    ? 0
    : Math.min(1, LEAST_SHARE + (1 - LEAST_SHARE) * Math.sqrt(bad / known));
}

/** The day in words: "Tue 12 Nov 2026". */
export function nameOfDay(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).toFormat('ccc d MMM yyyy');
}

/** Which day an arrow key leads to. */
export function dayTo(
  key: string,
  place: { readonly at: number; readonly count: number },
): number | undefined {
  const { at, count } = place;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
