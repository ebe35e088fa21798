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

import { parseExposition } from './exposition';

describe('parseExposition', () => {
  it('reads a valid page without complaint', () => {
    const page = parseExposition(
      [
        '# HELP tokpulse_uptime_seconds Uptime',
        '# TYPE tokpulse_uptime_seconds counter',
        'tokpulse_uptime_seconds{environment="production"} 12.5',
        '',
        '# a remark',
        'up 1 1700000000000',
        '',
      ].join('\n'),
    );
    expect(page).toEqual({
      samples: [
        {
          name: 'tokpulse_uptime_seconds',
          labels: { environment: 'production' },
          value: 12.5,
          text: '12.5',
          type: 'counter',
          help: 'Uptime',
        },
        { name: 'up', labels: {}, value: 1, text: '1' },
      ],
      problems: [],
      problemCount: 0,
    });
  });

  it('reads what TokPulse really sends, and says what is wrong with it', () => {
    const page = parseExposition(
      [
        '# HELP check_status Status',
        '# TYPE check_status gauge',
        'check_status{check="database",status="healthy"} 1',
        '# HELP check_status Status',
        '# TYPE check_status gauge',
        'check_status{check="memory",status="degraded"} 0.5',
      ].join('\n'),
    );
    expect(page.samples).toHaveLength(2);
    expect(page.problems).toEqual([
      { line: 4, problem: 'second HELP line for check_status' },
      { line: 5, problem: 'second TYPE line for check_status' },
      { line: 6, problem: 'the last line does not end with a line feed' },
    ]);
  });

  it.each([
    ['1up 1', 'not a metric name'],
    ['up', 'up has no value'],
    ['up one', 'up has a value that is not a number'],
    ['up 0x10', 'up has a value that is not a number'],
    ['up{a="1} 1', 'no closed quotes round the label a'],
    ['up{a=1} 1', 'no closed quotes round the label a'],
    ['up{a} 1', 'no value for the label a'],
    ['up{="1"} 1', 'labels that cannot be read'],
    ['up{a="1"', 'labels that cannot be read'],
    ['# ERROR: failed to generate', 'the page reports an error of its own'],
  ])('keeps the rest when a line is %s', (line, problem) => {
    const page = parseExposition(`before 1\n${line}\nafter 2\n`);
    expect(page.samples.map(({ name }) => name)).toEqual(['before', 'after']);
    expect(page.problems).toEqual([{ line: 2, problem }]);
  });

  it('reads labels with commas, braces, quotes and line feeds in them', () => {
    const [sample] = parseExposition(
      'x{a="b,c}=", d="say \\"hi\\"\\n\\\\",} 3\n',
    ).samples;
    expect(sample.labels).toEqual({ a: 'b,c}=', d: 'say "hi"\n\\' });
  });

  it('knows the buckets, the sum and the count of a histogram by its family', () => {
    const { samples } = parseExposition(
      [
        '# HELP took Time that it took',
        '# TYPE took histogram',
        'took_bucket{le="+Inf"} 3',
        'took_sum 1.5',
        'took_count 3',
        'lookup_count 3',
        '',
      ].join('\n'),
    );
    expect(samples.map(({ type, help }) => [type, help])).toEqual([
      ['histogram', 'Time that it took'],
      ['histogram', 'Time that it took'],
      ['histogram', 'Time that it took'],
      [undefined, undefined],
    ]);
  });

  it('takes a label called __proto__ for a label', () => {
    const [sample] = parseExposition('x{__proto__="y"} 3\n').samples;
    expect(Object.entries(sample.labels)).toEqual([['__proto__', 'y']]);
  });

  it('has no JSON number for NaN and infinity, but their text', () => {
    expect(
      parseExposition('a NaN\nb +Inf\nc 1e3\n').samples.map(
        ({ value, text }) => [value, text],
      ),
    ).toEqual([
      [null, 'NaN'],
      [null, '+Inf'],
      [1000, '1e3'],
    ]);
  });

  it('reports the same series twice', () => {
    expect(
      parseExposition('a{x="1",y="2"} 1\na{y="2",x="1"} 2\n').problems,
    ).toEqual([{ line: 2, problem: 'a has this combination of labels twice' }]);
  });

  it('counts all problems and keeps the first fifty', () => {
    const page = parseExposition('?\n'.repeat(200));
    expect(page.problemCount).toBe(200);
    expect(page.problems).toHaveLength(50);
  });

  it('reads a page of any kind in time that grows with its length only', () => {
    const hostile = `a{${'b="\\'.repeat(200_000)}\n`;
    const startedAt = performance.now();
    parseExposition(hostile);
    parseExposition(' '.repeat(1_000_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
