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

import { inputChanges, parseInput } from './parseInput';

describe('parseInput', () => {
  it('reads an object', () => {
    expect(parseInput('{"hosts": ["api"]}')).toEqual({
      kind: 'input',
      input: { hosts: ['api'] },
    });
  });

  it.each(['[1]', 'null', '"text"', '{"open": '])('refuses %s', text => {
    expect(parseInput(text).kind).toBe('wrong');
  });
});

describe('inputChanges', () => {
  it('names what was changed, added and removed', () => {
    expect(
      inputChanges(
        { same: 1, changed: ['a'], removed: true },
        { same: 1, changed: ['a', 'b'], added: 'x' },
      ),
    ).toEqual([
      { field: 'changed', before: '["a"]', after: '["a","b"]' },
      { field: 'removed', before: 'true', after: '–' },
      { field: 'added', before: '–', after: '"x"' },
    ]);
  });
});
