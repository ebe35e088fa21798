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

import { healthStep, runbookOf } from '../__testUtils__/runbooks';
import { parseRunbook } from '../parse';
import { lintRunbook } from './lint';

const files = ['other.md', 'images/a b.png', 'sub/x.md', 'a(1).md'];

const deadLinks = (markdown: string) => {
  const source = `${runbookOf(healthStep)}\n${markdown}\n`;
  const { runbook, problems } = parseRunbook(source, { path: 'a.md' });
  if (runbook === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return lintRunbook(runbook, { pathExists: path => files.includes(path) })
    .filter(({ code }) => code === 'dead-link')
    .map(({ line, column, message }) => `${line - 18}:${column} ${message}`);
};

describe('a link', () => {
  it.each([
    '[a](other.md)',
    '[a](other.md#any-heading)',
    '[a](other.md?x=1 "title")',
    '![a](images/a%20b.png)',
    '![a](<images/a b.png>)',
    '[a](a(1).md)',
    '[ref]: sub/x.md',
    '<a href="other.md">a</a>',
    '[a](https://example.com/gone.md)',
    '[a](//example.com/gone.md)',
    '[a](mailto:x@example.com)',
    '[a](/docs/from-the-root.md)',
    '`[a](gone.md)`',
    '```\n[a](gone.md)\n```',
    '[^1]: gone.md',
    'f[0](x y)',
    '[a]()',
  ])('may be %j', markdown => {
    expect(deadLinks(markdown)).toEqual([]);
  });

  it.each([
    ['[a](gone.md)', '1:5 There is no file "gone.md"'],
    ['see [a](./other.md/)', '1:9 There is no file "./other.md/"'],
    ['text\n[a][b]\n\n[b]: gone.md', '4:6 There is no file "gone.md"'],
    ['![a](gone.png)', '1:6 There is no file "gone.png"'],
    ['[![a](gone.png)](other.md)', '1:7 There is no file "gone.png"'],
    ['<img src="gone.png">', '1:11 There is no file "gone.png"'],
    ['[a](%ZZ.md)', '1:5 There is no file "%ZZ.md"'],
  ])('may not lead to a file that is not there: %j', (markdown, problem) => {
    expect(deadLinks(markdown)).toEqual([problem]);
  });

  it.each([
    ['#1-check-the-service', '## 1. Check the service'],
    ['#p0--service-down', ''],
    ['#setext', 'Setext\n======'],
    ['#run-curl--f', '## Run `curl -f`'],
    ['#a-link', '## [a link](other.md)'],
    ['#twice-1', '## Twice\n\n## Twice'],
    ['#emphasis-here', '## _Emphasis_ **here**'],
    ['#Ünïcode', '## Ünïcode'],
    ['#%C3%BCber', '## über'],
    ['#custom', '<a id="custom"></a>'],
    ['#closed', '## Closed ##'],
  ])('may lead to the heading %s', (anchor, heading) => {
    expect(deadLinks(`[a](${anchor})\n\n${heading}`)).toEqual([]);
  });

  it('may not lead to a heading that is not there, or is code', () => {
    expect(deadLinks('[a](#gone)\n\n```\n# Gone\n```')).toEqual([
      '1:5 There is no heading "#gone"',
    ]);
  });

  it('is found in time in a hostile text', () => {
    const start = performance.now();
    deadLinks(
      [
        ']('.repeat(50_000),
        '['.repeat(50_000),
        '](('.repeat(30_000),
        `x${'`'.repeat(50_001)}`,
      ].join('\n'),
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
