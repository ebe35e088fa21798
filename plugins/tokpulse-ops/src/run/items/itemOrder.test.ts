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

import { someItems } from '../../__fixtures__/recovery';
import { countItems, inOrderOfAttention } from './itemOrder';

describe('Items', () => {
  it('come with those that failed first, then in the order of the list', () => {
    const labels = inOrderOfAttention(someItems(40)).map(({ label }) => label);

    expect(labels.slice(0, 4)).toEqual([
      'store-0020',
      'store-0040',
      'store-0001',
      'store-0002',
    ]);
    expect(labels).toHaveLength(40);
  });

  it('are counted by state', () => {
    expect(countItems(someItems(1_000))).toEqual([
      ['failed', 50],
      ['succeeded', 950],
    ]);
  });
});
