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

import { readLimits } from './limits';

describe('readLimits', () => {
  it('reads the limits of a plan, and knows what is unlimited', () => {
    expect(
      readLimits(
        '{"stores":1,"api_calls":"1000","widgetViews":10000,"users":-1}',
      ),
    ).toEqual(
      new Map([
        ['STORES', 1],
        ['API_CALLS', 1000],
        ['WIDGET_VIEWS', 10000],
      ]),
    );
  });

  it('reads JSON that was made into a text twice', () => {
    expect(readLimits(JSON.stringify('{"stores":3}'))).toEqual(
      new Map([['STORES', 3]]),
    );
  });

  it.each([null, '', 'not JSON', '[]', '3', '{"stores":{"a":1}}', '{"x":""}'])(
    'limits nothing by %j',
    text => {
      expect(readLimits(text).size).toBe(0);
    },
  );
});
