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
import { followPath, formatPath, parsePath } from './path';

describe('parsePath', () => {
  it.each([
    ['inputs', ['inputs']],
    ['steps.health.output', ['steps', 'health', 'output']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a["b-c"].d', ['a', 'b-c', 'd']],
    ["a['b c']", ['a', 'b c']],
  ])('reads %s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each([
    '',
    '1a',
    'a.',
    'a..b',
    'a.b-c',
    'a[',
    'a[-1]',
    'a[b]',
    'a + b',
    'f()',
  ])('refuses %j', text => {
    expect(parsePath(text)).toBeUndefined();
  });

  it('reads back what formatPath writes', () => {
    const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
    const segment = fc.oneof(
      name,
      fc.nat({ max: 999_999 }),
      fc.stringMatching(/^[a-z./ -]{1,8}$/),
    );
    fc.assert(
      fc.property(name, fc.array(segment, { maxLength: 5 }), (root, rest) => {
        const path = [root, ...rest];
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });
});

describe('followPath', () => {
  it('follows names and indexes', () => {
    expect(followPath({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  });

  it.each([
    [['__proto__']],
    [['constructor', 'name']],
    [['a', 'length']],
    [['a', 'map']],
    [['text', 0]],
    [['text', 'length']],
  ])('finds nothing inherited at %j', path => {
    expect(followPath({ a: [1, 2], text: 'ab' }, path)).toBeUndefined();
  });
});
