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

import { storableJson } from './storableJson';

describe('storableJson', () => {
  it('is JSON as it is when nothing in it is odd', () => {
    const value = { text: 'plain 😀 \\u0000 text', list: [1, null, true] };
    expect(storableJson(value)).toBe(JSON.stringify(value));
  });

  it('replaces NUL and halves of surrogate pairs, in names too', () => {
    expect(
      JSON.parse(storableJson({ 'a\u0000': ['b\ud800', '\udc00c', '😀'] })),
    ).toEqual({ 'a\ufffd': ['b\ufffd', '\ufffdc', '😀'] });
  });
});
