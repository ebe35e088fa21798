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

const KIB = 1024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

/**
 * A size with its unit, no more precise than a reader needs.
 *
 * @example
 * formatBytes(183_412) // → '179 KiB'
 * formatBytes(5_242_880) // → '5 MiB'
 */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) {
    return `${bytes} B`;
  }
  if (bytes < MIB) {
    return `${Math.round(bytes / KIB)} KiB`;
  }
  if (bytes < GIB) {
    return `${Math.round((bytes / MIB) * 10) / 10} MiB`;
  }
  return `${Math.round((bytes / GIB) * 10) / 10} GiB`;
}
