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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration with units, no more precise than a reader needs.
 *
 * @example
 * formatDuration(850) // → '850 ms'
 * formatDuration(190_000) // → '3 min 10 s'
 */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < SECOND) {
    return `${ms} ms`;
  }
  if (ms < 10 * SECOND) {
    return `${Math.round(ms / 100) / 10} s`;
  }
  if (ms < MINUTE) {
    return `${Math.floor(ms / SECOND)} s`;
  }
  if (ms < HOUR) {
    return two(ms, [MINUTE, 'min'], [SECOND, 's']);
  }
  if (ms < DAY) {
    return two(ms, [HOUR, 'h'], [MINUTE, 'min']);
  }
  return two(ms, [DAY, 'd'], [HOUR, 'h']);
}

type Unit = readonly [milliseconds: number, symbol: string];

function two(ms: number, [large, largeName]: Unit, [small, smallName]: Unit) {
  const rest = Math.floor((ms % large) / small);
  const first = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

/**
 * A running clock: minutes and seconds, with hours when there are any.
 *
 * @example
 * formatClock(190_000) // → '3:10'
 */
export function formatClock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${pad(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}
