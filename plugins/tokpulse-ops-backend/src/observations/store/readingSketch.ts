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

import type { Reading } from '../ObservationStore';
import { sketchOf, type Sketch } from './sketch';

/**
 * The sketch of one reading: of its values where they are known, else of its
 * figures. Of a value between two figures only the upper one is known, so it
 * counts as that. Undefined: nothing was read.
 */
export function sketchOfReading(reading: Reading): Sketch | undefined {
  const { samples, count, p50, p95, max } = reading;
  if (samples !== undefined && samples.length > 0) {
    return sketchOf(samples.map(value => ({ value, count: 1 })));
  }
  const figures = [
    { value: p50, upTo: Math.ceil(count * 0.5) },
    { value: p95, upTo: Math.ceil(count * 0.95) },
    { value: max, upTo: count },
  ].flatMap(({ value, upTo }) =>
    value === undefined ? [] : [{ value, upTo }],
  );
  let below = 0;
  return sketchOf(
    figures.map(({ value, upTo }, index) => {
      // The greatest figure stands for all values that are left.
      const until = index === figures.length - 1 ? count : upTo;
      const own = { value, count: until - below };
      below = until;
      return own;
    }),
  );
}
