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
import { scope } from './__testUtils__/runbooks';
import { references, substitute } from './substitute';
import type { Scope } from './types';

const inputsScope = (inputs: JsonObject): Scope => ({
  inputs,
  steps: {},
  service: {},
  run: {},
});

describe('substitute', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['a number', '${{ inputs.count }}', 3],
    ['a list', '${{ inputs.names }}', ['a', 'b', 'c']],
    ['an item of a list', '${{ inputs.names[1] }}', 'b'],
    ['null', '${{ steps.health.output.nothing }}', null],
    ['an object', '${{ service.railway }}', { service: 'partner-app' }],
    ['a path without spaces', '${{inputs.count}}', 3],
  ])('keeps the type of %s', (_what, value, expected) => {
    expect(substitute(value, scope)).toEqual({ ok: true, value: expected });
  });

  it('writes values inside other text as text', () => {
    const text =
      'n=${{ inputs.count }} of ${{ inputs.names }} for ${{ run.id }}';
    expect(substitute(text, scope)).toEqual({
      ok: true,
      value: 'n=3 of ["a","b","c"] for 0198',
    });
  });

  it('reaches texts in lists and mappings, and no keys', () => {
    const value = { a: [{ '${{ run.id }}': '${{ run.id }}' }], b: 1, c: null };
    expect(substitute(value, scope)).toEqual({
      ok: true,
      value: { a: [{ '${{ run.id }}': '0198' }], b: 1, c: null },
    });
  });

  it('lists every path that does not exist, once', () => {
    const value = ['${{ a.b }}', 'x ${{ inputs.z }}', '${{ inputs.z }}'];
    expect(substitute(value, scope)).toEqual({
      ok: false,
      missing: ['a.b', 'inputs.z'],
    });
  });

  it.each([
    '${{ 1 + 1 }}',
    '${{ f(inputs) }}',
    '${{ inputs.count | x }}',
    '${{ }}',
  ])('takes %s for a path that does not exist', text => {
    expect(substitute(text, scope).ok).toBe(false);
  });

  it('hides the output of a skipped step', () => {
    const steps = { restart: { status: 'skipped', output: { id: 1 } } };
    expect(
      substitute('${{ steps.restart.output.id }}', { ...scope, steps }),
    ).toEqual({ ok: false, missing: ['steps.restart.output.id'] });
  });

  it('leaves untemplated fields as they stand', () => {
    const value = {
      sql: 'SELECT ${{ inputs.count }}',
      limit: '${{ inputs.count }}',
    };
    expect(substitute(value, scope, { untemplated: ['sql'] })).toEqual({
      ok: true,
      value: { sql: 'SELECT ${{ inputs.count }}', limit: 3 },
    });
  });

  it('knows nothing but the scope', () => {
    const value = [
      '${{ secrets.token }}',
      '${{ process.env }}',
      '${{ globalThis }}',
    ];
    expect(substitute(value, scope)).toEqual({
      ok: false,
      missing: ['secrets.token', 'process.env', 'globalThis'],
    });
  });
});

describe('substitute, for any input', () => {
  const hostileText = fc.array(
    fc.constantFrom(
      ...[
        '${{',
        '}}',
        '${{ inputs.b }}',
        '${{ steps }}',
        ' ',
        'inputs.b',
        '$',
        '{',
      ],
      ...[
        '$&',
        '$1',
        "$'",
        '__proto__',
        'constructor',
        '${{ inputs.__proto__ }}',
      ],
    ),
    { maxLength: 6 },
  );
  const text = hostileText.map(parts => parts.join(''));

  it('never evaluates what it put in', () => {
    fc.assert(
      fc.property(text, text, text, (a, before, after) => {
        const result = substitute(
          { whole: '${{ inputs.a }}', part: `<${'${{ inputs.a }}'}>` },
          inputsScope({ a, b: 'evaluated' }),
        );
        expect(result).toEqual({
          ok: true,
          value: { whole: a, part: `<${a}>` },
        });
        const twice = substitute(
          '${{ inputs.a }}${{ inputs.c }}',
          inputsScope({ a: before, b: 'evaluated', c: after }),
        );
        expect(twice).toEqual({ ok: true, value: before + after });
      }),
      { numRuns: 10_000 },
    );
  });

  it('finds no inherited property, whatever the path', () => {
    const inherited = fc.constantFrom(
      ...Object.getOwnPropertyNames(Object.prototype),
      ...['prototype', 'length', 'name', 'call', 'apply'],
    );
    const own = fc.constantFrom('inputs', 'steps', 'service', 'run', 'a');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(own, inherited), { minLength: 1, maxLength: 4 }),
        inherited,
        fc.jsonValue({ maxDepth: 2 }),
        (path, last, value) => {
          const text2 = `\${{ ${[...path, last].join('.')} }}`;
          const inputs = { a: JSON.parse(JSON.stringify(value)) };
          const { ok } = substitute(text2, inputsScope(inputs));
          expect(ok && !isOwnPath({ inputs }, [...path, last])).toBe(false);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('sets no prototype, whatever the names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const payload = JSON.parse(
          `{"__proto__": ${JSON.stringify(a)}, "constructor": ${JSON.stringify(
            b,
          )}, "x": "\${{ inputs }}"}`,
        );
        const result = substitute(payload, inputsScope({ polluted: true }));
        expect(result.ok).toBe(true);
        const value = result.ok ? result.value : null;
        expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
        expect(Object.keys(value ?? {})).toEqual(Object.keys(payload));
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      }),
    );
  });
});

function isOwnPath(root: JsonValue, path: readonly string[]): boolean {
  let value: unknown = root;
  for (const name of path) {
    if (
      typeof value !== 'object' ||
      value === null ||
      Array.isArray(value) ||
      !Object.hasOwn(value, name)
    ) {
      return false;
    }
    value = Reflect.get(value, name);
  }
  return true;
}

describe('references', () => {
  it('lists the paths of a value, each once', () => {
    const value = {
      a: '${{ inputs.x }} and ${{ steps.a.output["b-c"][0] }}',
      b: ['${{inputs.x}}', 'plain', 3, null],
    };
    expect(references(value)).toEqual(['inputs.x', 'steps.a.output["b-c"][0]']);
  });

  it('returns what is no path as it stands', () => {
    expect(references('${{ a + b }}')).toEqual(['a + b']);
  });
});
