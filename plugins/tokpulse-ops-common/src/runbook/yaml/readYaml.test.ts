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
import { isMap, parseDocument, stringify } from 'yaml';
import { readYaml } from './readYaml';

const valueOf = (text: string) => {
  const result = readYaml(text);
  return result.ok ? result.value : result.faults;
};

describe('readYaml', () => {
  it.each([
    ['', null],
    ['# only a comment', null],
    ['a', 'a'],
    ['a: 1\nb: [x, {c: true}]', { a: 1, b: ['x', { c: true }] }],
    ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['a: >-\n  x\n  y\n', { a: 'x y' }],
    ['a: "x: y"   # comment', { a: 'x: y' }],
    ['a:\nb: ""\nc: ~', { a: null, b: '', c: null }],
    ['yes: no\non: off\nv: 1.10', { yes: 'no', on: 'off', v: 1.1 }],
    [
      'a: 0x1F\nb: 0o17\nc: 1e3\nd: -0\ne: 2026-01-01',
      { a: 31, b: 15, c: 1000, d: 0, e: '2026-01-01' },
    ],
    ['a: ${{ inputs.x }}', { a: '${{ inputs.x }}' }],
    ['1: a\ntrue: b', { '1': 'a', true: 'b' }],
    ['constructor: 1', { constructor: 1 }],
    ['a: {"b":1}', { a: { b: 1 } }],
  ])('reads %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it.each([
    ['a: &x 1\nb: 2', 'unsupported-yaml', 'An anchor (&)'],
    ['a: *x', 'unsupported-yaml', 'An alias (*)'],
    ['<<: {a: 1}', 'unsupported-yaml', 'A merge key (<<)'],
    ['a: !!str 1', 'unsupported-yaml', 'A tag (!)'],
    ['if: !has(x)', 'unsupported-yaml', 'A tag (!)'],
    ['? [a]\n: 1', 'unsupported-yaml', 'A key that is a list'],
    ['__proto__: {a: 1}', 'unsupported-yaml', 'The key __proto__'],
    ['a: 1\n---\nb: 2', 'unsupported-yaml', 'one YAML document'],
    ['%YAML 1.2\n---\na: 1', 'unsupported-yaml', 'without directives'],
    ['a: 1\na: 2', 'duplicate-key', '"a" is there twice'],
    ['a: .inf', 'invalid-value', '.inf is not a number that JSON knows'],
    ['a: .nan', 'invalid-value', '.nan is not a number that JSON knows'],
    ['a: 9007199254740993', 'invalid-value', 'too large for a number'],
    ['a: 1e999', 'invalid-value', 'too large for a number'],
    ['a: [1', 'invalid-yaml', 'The YAML is not valid'],
    ['a: b: c', 'invalid-yaml', 'The YAML is not valid'],
    ['\ta: 1', 'invalid-yaml', 'The YAML is not valid'],
    ['a: "x', 'invalid-yaml', 'The YAML is not valid'],
    ['a: \u0000', 'invalid-yaml', 'The YAML is not valid'],
    [`a: ${'['.repeat(50)}`, 'invalid-yaml', 'nesting exceeded'],
  ])('refuses %j', (text, code, message) => {
    expect(valueOf(text)).toContainEqual(
      expect.objectContaining({
        code,
        message: expect.stringContaining(message),
      }),
    );
  });

  it('knows where keys and values stand', () => {
    const text = 'a: 1\nb: [x, {c: "d"}]\n';
    const result = readYaml(text, { trackPositions: true });
    const positions = result.ok ? [...result.positions.values()] : [];
    const places = positions.flatMap(map =>
      [...map].map(([key, { value }]) => [key, text.slice(value, value + 1)]),
    );
    expect(places).toEqual([
      ['a', '1'],
      ['b', '['],
      [0, 'x'],
      [1, '{'],
      ['c', '"'],
    ]);
  });

  const scalar = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      'null',
      'true',
      '1',
      '0x1',
      '1e3',
      '.5',
      '~',
      '!x',
      '*a',
      'y',
    ),
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter(
        number => !Number.isInteger(number) || Number.isSafeInteger(number),
      )
      .map(number => number + 0),
    fc.boolean(),
    fc.constant(null),
  );
  const { node } = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        fc
          .string({ maxLength: 6 })
          .filter(key => !['__proto__', '<<'].includes(key)),
        tie('node'),
        { maxKeys: 4 },
      ),
    ),
  }));

  it('reads back what another library writes', () => {
    const styles = fc.record({
      defaultStringType: fc.constantFrom(
        ...(['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'] as const),
      ),
      collectionStyle: fc.constantFrom(...(['any', 'block', 'flow'] as const)),
      indent: fc.constantFrom(2, 4),
    });
    fc.assert(
      fc.property(node, styles, (value, style) => {
        const text = stringify(value, {
          ...style,
          aliasDuplicateObjects: false,
          // The two libraries disagree on block scalars of white space alone.
          blockQuote: false,
        });
        expect(valueOf(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('agrees with another library on any mapping that both accept', () => {
    const parts = fc.constantFrom(
      ...[
        'a',
        'b',
        ': ',
        ':',
        '- ',
        '\n',
        '\n  ',
        '\n',
        ' ',
        '"',
        "'",
        '[',
        ']',
      ],
      ...[
        '{',
        '}',
        ', ',
        '#',
        ' #',
        '|\n',
        '>\n',
        '1',
        '0x1',
        '1.5',
        '.',
        'null',
      ],
      ...['true', '~', '?', '\t', 'é', '\\', '-'],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), pieces => {
        const text = `key: ${pieces.join('')}`;
        const mine = readYaml(text);
        const other = parseDocument(text, { stringKeys: true });
        fc.pre(
          mine.ok &&
            isMap(other.contents) &&
            other.errors.length + other.warnings.length === 0,
        );
        expect(valueOf(text)).toEqual(other.toJS({ mapAsMap: false }) ?? null);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
        expect(() => readYaml(text)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
