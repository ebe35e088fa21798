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

import { DateTime } from 'luxon';
import type { Text } from '../translation';

const JUST_NOW_MS = 5_000;

/** A point in time relative to now, in words: "3 minutes ago". */
export function formatAgo(t: Text, at: DateTime, now: number): string {
  const age = now - at.toMillis();
  // A clock that is a little behind the server's must not say "in 2 seconds".
  if (Math.abs(age) < JUST_NOW_MS) {
    return t('time.now');
  }
  return at.toRelative({ base: DateTime.fromMillis(now) }) ?? at.toISO() ?? '';
}

/** The exact time, in the reader's zone and in UTC. */
export function formatExact(t: Text, at: DateTime): string {
  return t('time.exact', {
    local: at.toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS),
    utc: at.toUTC().toFormat('yyyy-MM-dd HH:mm:ss'),
  });
}

/** Time of day with seconds, in the reader's zone. */
export function formatTimeOfDay(at: string): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
}
