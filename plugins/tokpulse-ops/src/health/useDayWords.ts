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
import { formatShare } from '../charts/quantity';
import { formatDuration } from '../text/duration';
import { useText } from '../translation';

/** Returns a function that says what a day was like, the most telling first. */
export function useDayWords(): (day: AvailabilityDay) => string[] {
  const t = useText();
  return day => {
    if (day.availability === undefined) {
      return [t('availability.dayUnread')];
    }
    const stretch = (
      key:
        | 'availability.dayDown'
        | 'availability.dayDegraded'
        | 'availability.dayUnknown',
      milliseconds: number,
    ) =>
      milliseconds > 0
        ? [t(key, { duration: formatDuration(milliseconds) })]
        : [];
    return [
      t('availability.dayAvailable', {
        percent: formatShare(day.availability),
      }),
      ...(day.unhealthyMs > 0
        ? stretch('availability.dayDown', day.unhealthyMs)
        : [t('availability.dayNoDowntime')]),
      ...stretch('availability.dayDegraded', day.degradedMs),
      ...stretch('availability.dayUnknown', day.unknownMs),
      ...(day.incidents > 0
        ? [t('availability.incidents', { count: day.incidents })]
        : []),
    ];
  };
}
