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

import { scope } from '../__testUtils__/runbooks';
import type { Scope } from '../types';
import { checkCondition, evaluateCondition, evaluateList } from './evaluate';

const inputs = (values: Scope['inputs']): Scope => ({
  ...scope,
  inputs: values,
});

describe('a condition', () => {
  it.each([
    'steps.health.output.status == "unhealthy"',
    'steps.health.status == "succeeded" && inputs.count == 3',
    'inputs.count > 5 || !steps.health.output.hosts[0].up',
    'steps.health.output.nothing == null',
    'steps["health"].output["status"].startsWith("un")',
    'inputs.reason.contains("down") && inputs.reason.endsWith("down")',
    'inputs.reason.matches("^The .* down$")',
    'inputs.names.size() == 3 && size(inputs.reason) == 16',
    '"b" in inputs.names && "count" in inputs && !("x" in inputs)',
    'inputs.count == 3 ? inputs.names[0] == "a" : false',
    'inputs.names == ["a", "b", "c"] && {"a": 1} == {"a": 1.0}',
    'timestamp(run.startedAt) < timestamp("2026-05-01T10:00:00Z") + duration("1s")',
    'timestamp(run.startedAt) == timestamp("2026-05-01T12:00:00+02:00")',
    'string(inputs.count) == "3" && int("42") == 42 && double("1.5") == 1.5',
  ])('is true: %s', expression => {
    expect(evaluateCondition(expression, scope)).toEqual({
      ok: true,
      value: true,
    });
  });

  it.each([
    ['exists', 'steps.health.output.hosts.exists(h, h.up)', true],
    ['all', 'steps.health.output.hosts.all(h, h.up)', false],
    ['exists_one', 'steps.health.output.hosts.exists_one(h, h.up)', true],
    [
      'filter',
      'steps.health.output.hosts.filter(h, h.up)[0].name == "app"',
      true,
    ],
    ['map', 'inputs.names.map(n, n + "!") == ["a!", "b!", "c!"]', true],
    [
      'map with a filter',
      'inputs.names.map(n, n > "a", n) == ["b", "c"]',
      true,
    ],
    [
      'one after the other',
      'inputs.names.filter(n, n > "a").map(n, n).size() == 2',
      true,
    ],
    ['the keys of a map', 'inputs.exists(key, key == "count")', true],
  ])('knows %s', (_macro, expression, value) => {
    expect(evaluateCondition(expression, scope)).toEqual({ ok: true, value });
  });

  it('sees output and item where they exist', () => {
    const here: Scope = { ...scope, output: { ready: true }, item: 'api' };
    expect(evaluateCondition('output.ready && item == "api"', here)).toEqual({
      ok: true,
      value: true,
    });
    expect(evaluateCondition('output.ready', scope)).toMatchObject({
      ok: false,
      code: 'missing-path',
    });
  });
});

describe('a number of JSON, which may be whole by chance', () => {
  it.each([
    'steps.health.output.usagePercent >= 90',
    'steps.health.output.usagePercent >= 90.0',
    'steps.health.output.usagePercent > 89.5',
    'steps.health.output.usagePercent == 90.0',
    'steps.health.output.heapPercent > 90',
    'steps.health.output.heapPercent > 90.0',
    'steps.health.output.usagePercent / 8.0 > 11.0',
    'steps.health.output.heapPercent * 2 == 181',
    'steps.health.output.usagePercent - 0.5 < steps.health.output.heapPercent',
    '90 in [steps.health.output.usagePercent]',
    '1 < 1.5 && 2 >= 1.5',
  ])('compares and calculates with either kind: %s', expression => {
    expect(evaluateCondition(expression, scope)).toEqual({
      ok: true,
      value: true,
    });
  });

  it('is an int when it is whole, so a whole division stays whole', () => {
    expect(evaluateCondition('inputs.n / 2 == 3', inputs({ n: 7 }))).toEqual({
      ok: true,
      value: true,
    });
  });
});

describe('a value that is not there', () => {
  it.each([
    [
      'steps.health.output.missing == 1',
      'steps.health.output.missing does not exist',
    ],
    [
      'steps.skipped.output.ok',
      'steps.skipped.output does not exist: step "skipped" was skipped',
    ],
    [
      'steps.failed.output.ok',
      'steps.failed.output does not exist: step "failed" is failed',
    ],
    [
      'steps.later.status == "succeeded"',
      'steps.later does not exist: no step "later" has run',
    ],
    ['inputs.a.b == 1', 'inputs.a does not exist'],
    ['inputs.names[3] == "d"', 'inputs.names has no item 3'],
    ['inputs.names[inputs.count] == "d"', 'A list has no item 3'],
    ['inputs[run.id] == 1', 'inputs has no "0198"'],
    [
      'inputs.names.all(n, n.size() > 0 && n.first == "a")',
      'n.first does not exist',
    ],
    ['has(inputs.a.b)', 'inputs.a does not exist'],
  ])('is an error: %s', (expression, message) => {
    expect(evaluateCondition(expression, scope)).toEqual({
      ok: false,
      code: 'missing-path',
      message,
    });
  });

  it.each([
    'inputs.missing == 1 && false',
    'inputs.missing == 1 || true',
    '!(inputs.missing == 1) || true',
    'inputs.names.exists(n, n.missing || n == "a") || true',
    '(inputs.missing == 1 && false) || true',
  ])('is not outweighed by the other side: %s', expression => {
    expect(evaluateCondition(expression, scope)).toMatchObject({
      ok: false,
      code: 'missing-path',
    });
  });

  it.each([
    ['has(inputs.missing) && inputs.missing == 1', false],
    ['!has(inputs.missing) || inputs.missing == 1', true],
    ['steps.skipped.status == "succeeded" && steps.skipped.output.ok', false],
    ['has(steps.skipped.output) ? steps.skipped.output.ok : true', true],
    ['"missing" in inputs && inputs.missing', false],
  ])('is guarded by what stands on the left: %s', (expression, value) => {
    expect(evaluateCondition(expression, scope)).toEqual({ ok: true, value });
  });

  it('hides the output that a skipped step may carry', () => {
    const steps = { a: { status: 'skipped', output: { ok: true } } };
    expect(evaluateCondition('steps.a.output.ok', { ...scope, steps })).toEqual(
      {
        ok: false,
        code: 'missing-path',
        message: 'steps.a.output does not exist: step "a" was skipped',
      },
    );
  });
});

describe('an expression that is not a condition', () => {
  it.each([
    ['inputs.count', 'a number'],
    ['inputs.reason', 'a string'],
    ['inputs.names', 'a list'],
    ['inputs', 'an object'],
    ['null', 'null'],
  ])('is refused by its value: %s', (expression, what) => {
    expect(evaluateCondition(expression, scope)).toEqual({
      ok: false,
      code: 'not-boolean',
      message: `The condition is ${what}, not true or false`,
    });
  });

  it.each([
    ['inputs.reason > 3', '">" does not work on (string, int)'],
    ['inputs.reason + 1 == "x"', '"+" does not work on (string, int)'],
    ['!inputs.count', '"!" does not work on (int)'],
    [
      'inputs.count && true',
      'An operand of &&, || or ? is (int), not true or false',
    ],
    ['int("") == 0', '"" is not a whole number'],
    ['double("abc") > 5.0', '"abc" is not a number'],
    ['1 / 0 == 1', 'divide by zero'],
  ])('fails with its types: %s', (expression, message) => {
    expect(evaluateCondition(expression, scope)).toEqual({
      ok: false,
      code: 'failed',
      message: expect.stringContaining(message),
    });
  });
});

describe('checkCondition', () => {
  it('lists the paths that are read or asked for, each once', () => {
    expect(
      checkCondition(
        'has(steps.a.output) && steps.a.output.x == steps.a.output.x && ' +
          'steps.b.output.rows.exists(r, r.id == inputs.ids[0]) && inputs[run.id] == 1',
      ),
    ).toEqual({
      ok: true,
      references: [
        'steps.a.output.x',
        'steps.b.output.rows',
        'inputs.ids[0]',
        'inputs',
        'run.id',
        'steps.a.output',
      ],
    });
  });

  it.each([
    ['', 'The expression is empty'],
    ['1 +', 'found'],
    ['${{ inputs.x }} == 1', 'write the path without ${{ }}'],
    ['secrets.token == "x"', '"secrets" is not known'],
    ['count > 1', '"count" is not known'],
    ['type(inputs) == map', '"type" is not a function here'],
    ['dyn(1) == 1', '"dyn" is not a function here'],
    ['bytes("a") == b"a"', '"bytes" is not a function here'],
    ['b"a" == b"a"', 'A bytes value'],
    ['google.protobuf.Value{} == null', 'is not a known type'],
    ['contains("a", "b")', '"contains" is called on a text'],
    ['inputs.x.matches(inputs.pattern)', 'needs its pattern as a text'],
    ['inputs.x.matches("(")', 'error parsing regexp'],
    ['inputs.names.exists(inputs, true)', '"inputs" is taken'],
    ['@bounded(inputs, 1) == 1', 'found'],
  ])('finds %j invalid', (expression, message) => {
    expect(checkCondition(expression)).toEqual({
      ok: false,
      code: 'invalid',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['a long expression', `${' '.repeat(1_000)}true`],
    ['many operations', Array(60).fill('run.id == "x"').join(' || ')],
    ['a deep path', `inputs${'.a'.repeat(250)}`],
    ['nested comprehensions', 'inputs.a.exists(x, inputs.b.exists(y, x == y))'],
    ['deep brackets', `${'('.repeat(490)}true${')'.repeat(490)}`],
    ['a long pattern', `run.id.matches("${'a'.repeat(201)}")`],
    ['a large pattern', 'run.id.matches("([a-z]{9}[0-9]{9}){9}")'],
  ])('finds %s too complex', (_what, expression) => {
    expect(checkCondition(expression)).toMatchObject({
      ok: false,
      code: 'too-complex',
    });
  });
});

describe('evaluateList', () => {
  it('gives the items as JSON', () => {
    expect(
      evaluateList(
        'steps.health.output.hosts.filter(h, !h.up).map(h, {"host": h.name, "tries": 1 + 1, "share": 0.5})',
        scope,
      ),
    ).toEqual({ ok: true, value: [{ host: 'api', tries: 2, share: 0.5 }] });
  });

  it('refuses what is no list', () => {
    expect(evaluateList('inputs', scope)).toMatchObject({ code: 'not-list' });
  });

  it('refuses more than 1,000 items', () => {
    const long = inputs({ items: Array.from({ length: 1_001 }, () => 1) });
    expect(evaluateList('inputs.items', long)).toEqual({
      ok: false,
      code: 'too-complex',
      message: 'The list has 1001 items; the limit is 1000',
    });
  });

  it('refuses values that JSON does not know', () => {
    expect(evaluateList('[1.0 / 0.0]', scope)).toMatchObject({
      code: 'failed',
    });
    expect(evaluateList('[duration("1s")]', scope)).toMatchObject({
      code: 'failed',
    });
    expect(evaluateList('[9007199254740993]', scope)).toMatchObject({
      code: 'failed',
    });
  });
});
