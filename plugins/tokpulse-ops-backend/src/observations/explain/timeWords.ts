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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** `14:02 UTC`; on another day than `now` `23 November, 14:02 UTC`. */
export function clockTime(at: Date, now: Date): string {
  const time = `${at.toISOString().slice(11, 16)} UTC`;
  if (at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)) {
    return time;
  }
  const year =
    at.getUTCFullYear() === now.getUTCFullYear()
      ? ''
      : ` ${at.getUTCFullYear()}`;
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}${year}, ${time}`;
}

/** The largest unit that fits, and the next one for hours and days: `2 h 5 min`. */
export function roughly(milliseconds: number): string {
  if (milliseconds < MINUTE_MS) {
    return `${Math.max(Math.round(milliseconds / 1000), 0)} s`;
  }
  if (milliseconds < HOUR_MS) {
    return `${Math.floor(milliseconds / MINUTE_MS)} min`;
  }
  const [large, unit, small, smallUnit] =
    milliseconds < DAY_MS
      ? [HOUR_MS, 'h', MINUTE_MS, 'min']
      : [DAY_MS, 'd', HOUR_MS, 'h'];
  const count = Math.floor(milliseconds / large);
  const rest = Math.floor((milliseconds % large) / small);
  return rest === 0
    ? `${count} ${unit}`
    : `${count} ${unit} ${rest} ${smallUnit}`;
}

/** `since 14:02 UTC (for 12 min)`; without the length when it has just begun. */
export function sinceWords(since: Date, now: Date): string {
  const lasted = now.getTime() - since.getTime();
  const length = lasted >= MINUTE_MS ? ` (for ${roughly(lasted)})` : '';
  return `since ${clockTime(since, now)}${length}`;
}
