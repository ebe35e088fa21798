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

/** A figure with its unit, short enough for a sentence. */
export function figure(value: number, unit: string): string {
  switch (unit) {
    case 'ms':
      return value >= 10_000
        ? `${rounded(value / 1000)} s`
        : `${rounded(value)} ms`;
    case 'bytes':
      return bytes(value);
    case 'percent':
      return `${rounded(value)} %`;
    default:
      return unit === '' ? rounded(value) : `${rounded(value)} ${unit}`;
  }
}

function bytes(value: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(
    units.length - 1,
    value < 1024 ? 0 : Math.floor(Math.log2(value) / 10),
  );
  return `${rounded(value / 1024 ** power)} ${units[power]}`;
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 1;
  return String(Number(value.toFixed(Math.abs(value) < 1 ? 2 : digits)));
}

/** `+133 %`, `−20 %`. */
export function change(before: number, after: number): string {
  const percent = Math.round(((after - before) / before) * 100);
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`;
}
