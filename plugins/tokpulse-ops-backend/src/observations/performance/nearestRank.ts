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

/** What a list of values comes to. */
export interface Summary {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly count: number;
}

/**
 * Median, 95th percentile and maximum by nearest rank, as TokPulse computes
 * its own (`reference/tokpulse.md` §2.5). Undefined without values.
 */
export function summarise(values: readonly number[]): Summary | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const count = sorted.length;
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(count * share) - 1)];
  return count === 0
    ? undefined
    : { p50: at(0.5), p95: at(0.95), max: sorted[count - 1], count };
}
