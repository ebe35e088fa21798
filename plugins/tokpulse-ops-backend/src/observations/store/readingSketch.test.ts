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

import fc from 'fast-check';
import { sketchOfReading } from './readingSketch';
import { countOf, percentileOf, SKETCH_ERROR, sketchOf } from './sketch';

const reading = (given: object) => ({
  ...{ host: 'api', name: 'response_time', unit: 'ms', count: 0 },
  ...given,
});

function percentiles(given: object) {
  const sketch = sketchOfReading(reading(given));
  return (
    sketch && {
      p50: percentileOf(sketch, 0.5),
      p95: percentileOf(sketch, 0.95),
      max: sketch.max,
      count: countOf(sketch),
    }
  );
}

describe('the sketch of a reading', () => {
  it('gives a single value back exactly', () => {
    expect(
      percentiles({ p50: 123.4, p95: 123.4, max: 123.4, count: 1 }),
    ).toEqual({ p50: 123.4, p95: 123.4, max: 123.4, count: 1 });
    expect(percentiles({ p50: 7, count: 1 })).toMatchObject({ p50: 7, max: 7 });
  });

  it('gives the figures of a reading back, within its error', () => {
    const found = percentiles({ p50: 100, p95: 500, max: 2_000, count: 100 });
    expect(found?.p50).toBeGreaterThan(99);
    expect(found?.p50).toBeLessThan(101);
    expect(found?.p95).toBeGreaterThan(495);
    expect(found?.p95).toBeLessThan(505);
    expect(found).toMatchObject({ max: 2_000, count: 100 });
  });

  it('counts single values rather than their figures', () => {
    expect(
      percentiles({ samples: [1, 2, 900], p50: 5, max: 5, count: 50 }),
    ).toMatchObject({ max: 900, count: 3 });
  });

  it('counts nothing where nothing was read', () => {
    expect(percentiles({ count: 0 })).toBeUndefined();
    expect(percentiles({ count: 0, p50: 5 })).toBeUndefined();
    expect(percentiles({ count: 3 })).toBeUndefined();
    expect(percentiles({ samples: [Number.NaN], count: 1 })).toBeUndefined();
  });

  it('is within its error of the right value at every rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), {
          minLength: 1,
        }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (values, share) => {
          const sketch = sketchOf(values.map(value => ({ value, count: 1 })));
          const sorted = [...values].sort((one, other) => one - other);
          const right = sorted[Math.ceil(share * sorted.length) - 1];
          const found = sketch ? percentileOf(sketch, share) : Number.NaN;
          expect(Math.abs(found - right) / right).toBeLessThanOrEqual(
            SKETCH_ERROR + 1e-9,
          );
        },
      ),
      { seed: 20_261_124 },
    );
  });

  it('takes zero and less as zero', () => {
    expect(percentiles({ samples: [0, 0, -3], count: 3 })).toEqual({
      ...{ p50: 0, p95: 0, max: 0, count: 3 },
    });
  });
});
