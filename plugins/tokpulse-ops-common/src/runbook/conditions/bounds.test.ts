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

import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import type { Scope } from '../types';
import { evaluateCondition, evaluateList } from './evaluate';

const limitMilliseconds = 50;
const text = 'ab'.repeat(50_000);

function list<T>(length: number, item: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => item(index));
}

function nested(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let level = 0; level < depth; level++) {
    value = { a: value };
  }
  return value;
}

/** Values of the kind that a hostile provider could return. */
const hostileInputs: JsonObject = {
  numbers: list(1_000, index => index),
  many: list(10_000, index => ({ index })),
  tooMany: list(20_000, index => index),
  objects: list(1_000, index => ({ s: text + index, t: text + index })),
  wide: Object.fromEntries(list(1_000, index => [`k${index}`, index])),
  wider: Object.fromEntries(list(20_000, index => [`k${index}`, index])),
  text,
  long: 'a'.repeat(1_000_000),
  digits: '1'.repeat(100_000),
  deep: nested(20_000),
  deeper: nested(20_001),
};
const hostileScope: Scope = {
  inputs: hostileInputs,
  steps: {},
  service: {},
  run: {},
};

/**
 * The least processor time of a few evaluations: other programs that have the
 * processor, and the collection of older garbage, are not the condition's.
 */
function leastMilliseconds(evaluate: (attempt: number) => void): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 6 && least > limitMilliseconds; attempt++) {
    const start = process.cpuUsage();
    evaluate(attempt);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** White space makes it another expression, which is compiled again. */
const again = (expression: string, attempt: number) =>
  expression + ' '.repeat(attempt);

const many = (count: number, part: string, separator: string) =>
  Array.from({ length: count }, () => part).join(separator);

describe('hostile conditions', () => {
  it.each([
    'inputs.numbers.exists(i, i > 2000)',
    `inputs.numbers.all(i, ${many(7, 'i < 2000', ' && ')})`,
    many(5, 'inputs.numbers.exists(i, i + 1 > 2000)', ' || '),
    `inputs.numbers${'.map(i, i + 1)'.repeat(6)}.size() > 0`,
    `inputs.numbers${'.filter(i, true)'.repeat(6)}.size() > 0`,
    'inputs.numbers.map(i, inputs.numbers) == inputs.numbers.map(i, inputs.numbers)',
    'inputs.numbers.map(i, [i, i, i, i, i, i, i, i, i, i, i, i]).size() > 1',
    'inputs.numbers.map(i, {"a": i, "b": i, "c": i, "d": i}).size() > 1',
    'inputs.numbers.exists(i, inputs.many.size() == 1)',
    'inputs.numbers.exists(i, i in inputs.numbers && i > 5000)',
    'inputs.objects == inputs.objects',
    'inputs.objects.exists(o, o.s == o.t && false)',
    'inputs.objects.exists(o, o.s < o.t)',
    'inputs.objects.exists(o, o.s.contains("zz"))',
    'inputs.objects.exists(o, o.s.size() == 1)',
    'inputs.objects.exists(o, o.s.matches("(a|b|ab)*c"))',
    'inputs.objects.map(o, o.s + o.t).size() == 1',
    'inputs.numbers.exists(i, string(i) + string(i) + string(i) == "")',
    'inputs.numbers.exists(i, timestamp("2026-01-01T00:00:00Z") == timestamp("2025-01-01T00:00:00Z"))',
    'inputs.numbers.exists(i, duration("1h1m1s") < duration("1s"))',
    'inputs.numbers.exists(i, double("1.5e3") < 1.0)',
    'inputs.long.matches("(a+)+$")',
    'inputs.text.matches("(?i)[ab]*a[ab]{80}c")',
    'inputs.text.matches("^(([a-z])+.)+[A-Z]([a-z])+$")',
    'inputs.long + inputs.long == "x"',
    'inputs.deep == inputs.deeper',
    'inputs.wide == inputs.wide && inputs.wide.exists(k, k == "z")',
    'inputs.wider.exists(k, k == "z")',
    'int(inputs.digits) > 1 || double(inputs.digits) > 1.0',
    'timestamp(inputs.digits) > timestamp(inputs.digits)',
    many(300, 'true', '||'),
    many(300, '1', '+'),
    `${'('.repeat(499)}1${')'.repeat(499)}`,
    '['.repeat(1_000),
    '{'.repeat(1_000),
    '!'.repeat(1_000),
    `inputs${'[0]'.repeat(300)}`,
    `inputs${'[inputs'.repeat(120)}${']'.repeat(120)}`,
    'x ? '.repeat(240),
    `"${'\\'.repeat(900)}"`,
    '"'.repeat(1_000),
    '1'.repeat(990),
  ])('end within 50 ms: %.90s', expression => {
    // The first evaluation of all pays for loading what it needs.
    evaluateCondition(
      'timestamp("2026-01-01T00:00:00Z") == null',
      hostileScope,
    );
    expect(
      leastMilliseconds(attempt => {
        evaluateCondition(again(expression, attempt), hostileScope);
      }),
    ).toBeLessThan(limitMilliseconds);
  });

  it.each([
    ['inputs.tooMany.size() == 1', 'a list of 20000 items'],
    ['inputs.many.exists(m, m.index == 1)', 'a list of 10000 items'],
    ['1 in inputs.many', 'a list of 10000 items'],
    ['inputs.many == inputs.many.map(m, m)', 'a list of 10000 items'],
    ['(inputs.numbers + inputs.numbers).size() == 1', 'a list of 2000 items'],
    ['inputs.text + "x" == ""', 'a text of more than 100000 characters'],
    ['inputs.objects.all(o, o.s == o.t)', 'more than 40000 units of work'],
    ['inputs.long.matches("(a+)+$")', 'more than 40000 units of work'],
    ['int(inputs.digits) == 1', 'a text of more than 64 characters'],
  ])('say which bound they exceed: %s', (expression, message) => {
    expect(evaluateCondition(expression, hostileScope)).toEqual({
      ok: false,
      code: 'too-complex',
      message: expect.stringContaining(message),
    });
  });

  it('may ask for the size of a list that they may not go through', () => {
    expect(
      evaluateCondition('inputs.many.size() == 10000', hostileScope),
    ).toEqual({ ok: true, value: true });
  });
});

/** Expressions of the grammar, with hostile and ordinary parts. */
const { expression: expressions } = fc.letrec<{
  path: string;
  value: string;
  expression: string;
}>(tie => ({
  path: fc
    .tuple(
      fc.constantFrom(
        'inputs',
        'steps',
        'service',
        'run',
        'output',
        'item',
        'i',
      ),
      fc.array(
        fc.constantFrom(
          ...Object.keys(hostileInputs).map(name => `.${name}`),
          ...[
            '.__proto__',
            '.constructor',
            '.toString',
            '[0]',
            '[-1]',
            '[1e9]',
          ],
          ...['["__proto__"]', '["constructor"]', '.a', '.s', '.index'],
        ),
        { maxLength: 3 },
      ),
    )
    .map(([root, rest]) => root + rest.join('')),
  value: fc.oneof(
    fc.constantFrom('true', 'false', 'null', '0', '-1', '1.5', '[]', '{}'),
    fc.constantFrom(
      '"a"',
      '"(a+)+$"',
      "'\\u0000'",
      'b"a"',
      '9223372036854775807',
    ),
    tie('path'),
  ),
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('value'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          ...['==', '!=', '<', '>=', '&&', '||', '+', '-', '*', '/', '%', 'in'],
        ),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('exists', 'all', 'map', 'filter', 'exists_one'),
        tie('expression'),
      )
      .map(([range, macro, body]) => `${range}.${macro}(i, ${body})`),
    fc
      .tuple(
        fc.constantFrom('size', 'int', 'double', 'string', 'timestamp', 'has'),
        tie('expression'),
      )
      .map(([name, argument]) => `${name}(${argument})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('contains', 'startsWith', 'matches', 'size', 'exec'),
        tie('expression'),
      )
      .map(([target, name, argument]) => `${target}.${name}(${argument})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
    tie('expression').map(inner => `!${inner}`),
  ),
}));

/** Characters of the language in any order. */
const noise = fc
  .array(
    fc.constantFrom(
      ...[
        'inputs',
        '.numbers',
        '.exists(',
        'i',
        ',',
        ')',
        '(',
        '[',
        ']',
        '{',
        '}',
      ],
      ...['"', "'", '\\', '==', '&&', '||', '?', ':', '+', '-', '!', ' ', '\n'],
      ...[
        '1',
        '0x',
        '1e',
        '@bounded(',
        '@result',
        '__proto__',
        '${{',
        '}}',
        '\u0000',
      ],
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''));

describe('any condition', () => {
  const codes = [
    'missing-path',
    'not-boolean',
    'too-complex',
    'invalid',
    'failed',
  ];

  it('ends within 50 ms, with a boolean or a code, and never throws', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(expressions, noise), expression => {
        const least = leastMilliseconds(attempt => {
          const result = evaluateCondition(
            again(expression, attempt),
            hostileScope,
          );
          outcomes.add(result.ok ? String(result.value) : result.code);
          expect(result.ok ? ['true', 'false'] : codes).toContain(
            result.ok ? String(result.value) : result.code,
          );
        });
        expect(least).toBeLessThan(limitMilliseconds);
      }),
      { numRuns: 10_000 },
    );
    // The generator reaches every outcome, or the test would say little.
    expect([...outcomes].sort()).toEqual(['false', 'true', ...codes].sort());
  });

  it('reads nothing inherited', () => {
    const names = Object.getOwnPropertyNames(Object.prototype);
    const roots = [
      'inputs',
      'inputs.wide',
      'steps',
      'service',
      'run',
      'inputs.text',
    ];
    for (const root of [...roots, 'inputs.numbers', 'inputs.numbers[0]']) {
      for (const name of names) {
        for (const path of [`${root}.${name}`, `${root}["${name}"]`]) {
          expect(evaluateCondition(`${path} == null`, hostileScope).ok).toBe(
            false,
          );
          expect(evaluateCondition(`has(${path})`, hostileScope)).not.toEqual({
            ok: true,
            value: true,
          });
        }
        expect(evaluateCondition(`"${name}" in inputs`, hostileScope)).toEqual({
          ok: true,
          value: false,
        });
      }
    }
  });

  it('reads own properties, whatever their names', () => {
    const inputs = JSON.parse('{"__proto__": 1, "constructor": 2}');
    const scope = { ...hostileScope, inputs };
    expect(
      evaluateCondition(
        'inputs.__proto__ == 1 && inputs.constructor == 2',
        scope,
      ),
    ).toEqual({ ok: true, value: true });
    expect(evaluateList('[inputs]', scope)).toEqual({
      ok: true,
      value: [inputs],
    });
  });

  it('leaves the scope as it was', () => {
    const before = JSON.stringify(hostileScope.inputs.objects).length;
    evaluateList('inputs.numbers.map(i, i) + [1]', hostileScope);
    evaluateList('inputs.wide.map(k, k)', hostileScope);
    expect(JSON.stringify(hostileScope.inputs.objects)).toHaveLength(before);
    expect(hostileScope.inputs.numbers).toHaveLength(1_000);
  });
});
