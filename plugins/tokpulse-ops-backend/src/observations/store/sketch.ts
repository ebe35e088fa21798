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

/**
 * Percentiles that can be put together: a value counts in the bucket of its
 * logarithm, and the buckets of two stretches of time are added. Every
 * percentile that is read from it is within 1 % of a value that was counted at
 * this rank. Percentiles of percentiles have no such bound.
 *
 * The mapping is that of DDSketch (Masson, Rim, Lee: "DDSketch: A fast and
 * fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019).
 * It is written out here, since the adding happens in SQL, where the libraries
 * for it cannot be.
 */
export interface Sketch {
  /** Ascending; the first may be {@link ZERO_BUCKET}. */
  readonly buckets: readonly number[];
  /** How many values are in each. */
  readonly counts: readonly number[];
  readonly max: number;
}

/** Greatest relative error of a percentile. */
export const SKETCH_ERROR = 0.01;

/** Values up to this, and negative ones, count as 0. */
const SMALLEST = 1e-9;
const ZERO_BUCKET = -32_768;
const GAMMA = (1 + SKETCH_ERROR) / (1 - SKETCH_ERROR);
const LOG_GAMMA = Math.log(GAMMA);

function bucketOf(value: number): number {
  return value <= SMALLEST
    ? ZERO_BUCKET
    : Math.ceil(Math.log(value) / LOG_GAMMA);
}

function valueOf(bucket: number): number {
  return bucket === ZERO_BUCKET
    ? 0
    : (2 * Math.exp(bucket * LOG_GAMMA)) / (GAMMA + 1);
}

/** A value, and how often it was read. */
interface Weighted {
  readonly value: number;
  readonly count: number;
}

/** Undefined: there is not a single finite value. */
export function sketchOf(values: readonly Weighted[]): Sketch | undefined {
  const counted = values.filter(
    ({ value, count }) => Number.isFinite(value) && count >= 1,
  );
  if (counted.length === 0) {
    return undefined;
  }
  const sums = new Map<number, number>();
  for (const { value, count } of counted) {
    const bucket = bucketOf(value);
    sums.set(bucket, (sums.get(bucket) ?? 0) + Math.floor(count));
  }
  const sorted = [...sums].sort(([one], [other]) => one - other);
  return {
    buckets: sorted.map(([bucket]) => bucket),
    counts: sorted.map(([, count]) => count),
    max: counted.reduce((most, { value }) => Math.max(most, value), -Infinity),
  };
}

export function countOf({ counts }: Pick<Sketch, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Nearest rank, within {@link SKETCH_ERROR}; `share` is over 0 and up to 1. */
export function percentileOf(sketch: Sketch, share: number): number {
  const total = countOf(sketch);
  const rank = Math.ceil(share * total);
  if (rank >= total) {
    return sketch.max;
  }
  let seen = 0;
  const index = sketch.counts.findIndex(count => {
    seen += count;
    return seen >= rank;
  });
  return Math.min(valueOf(sketch.buckets[index]), sketch.max);
}
