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
  AvailabilityDay,
  AvailabilityOfWindow,
  Incident,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { windowMs } from '../store/stretches';

const DAY_MS = 24 * 60 * 60_000;

type Stretch = Pick<Incident, 'openedAt' | 'closedAt'>;

/** Availability with the incidents that were open in each window. */
export function withIncidentsOfWindows(
  availability: readonly Omit<AvailabilityOfWindow, 'incidents'>[],
  incidents: readonly Stretch[],
  now: Date,
): AvailabilityOfWindow[] {
  return availability.map(one => ({
    ...one,
    incidents: countBetween(
      incidents,
      now.getTime() - windowMs[one.window],
      now.getTime(),
    ),
  }));
}

/** Days with the incidents that were open on each. */
export function withIncidentsOfDays(
  days: readonly Omit<AvailabilityDay, 'incidents'>[],
  incidents: readonly Stretch[],
): AvailabilityDay[] {
  return days.map(day => {
    const from = Date.parse(`${day.date}T00:00:00Z`);
    return {
      ...day,
      incidents: countBetween(incidents, from, from + DAY_MS - 1),
    };
  });
}

function countBetween(
  incidents: readonly Stretch[],
  from: number,
  to: number,
): number {
  return incidents.filter(
    ({ openedAt, closedAt }) =>
      Date.parse(openedAt) <= to &&
      (closedAt === undefined || Date.parse(closedAt) >= from),
  ).length;
}
