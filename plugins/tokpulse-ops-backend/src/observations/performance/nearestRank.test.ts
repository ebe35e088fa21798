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

import { summarise } from './nearestRank';

describe('summarise', () => {
  it('takes the nearest rank and invents no value in between', () => {
    expect(summarise([4, 1, 3, 2])).toEqual({
      ...{ p50: 2, p95: 4, max: 4, count: 4 },
    });
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(summarise(hundred)).toEqual({
      ...{ p50: 50, p95: 95, max: 100, count: 100 },
    });
  });

  it('is that value for a single one, and nothing for none', () => {
    expect(summarise([7])).toEqual({ p50: 7, p95: 7, max: 7, count: 1 });
    expect(summarise([])).toBeUndefined();
    expect(summarise([NaN, Infinity])).toBeUndefined();
  });
});
