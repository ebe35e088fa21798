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

const unitMilliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The text of a duration: a whole number and one unit. */
export const durationPattern = /^([1-9]\d{0,8})(ms|s|m|h|d)$/;

/**
 * Reads a duration such as `500ms`, `90s`, `3m`, `1h` or `7d`.
 *
 * @returns milliseconds, or undefined when the text is not a duration
 * @public
 */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) {
    return undefined;
  }
  return Number(match[1]) * unitMilliseconds[match[2]];
}
