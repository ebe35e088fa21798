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

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { select, selectAll } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import { builtInActionDescriptors } from '../../actions/descriptors';
import { testRunbook } from '../../__testUtils__/testRunbook';
import { eventually } from '../../testing';
import { readShelfEntry, type ShelfEntry } from '../ShelfEntry';
import { BundleFile } from './BundleFile';
import { renderBundle, type BundleContent } from './renderBundle';

const actions = builtInActionDescriptors();

function entry(name: string, source: string): ShelfEntry {
  return readShelfEntry({
    file: { path: `runbooks/${name}.md`, source },
    actions,
    services: ['shop'],
  });
}

const restart = `
id: restart
name: Restart <the> shop
action: railway:restart
confirm: type-target
manual: |
  railway redeploy --service "$SERVICE" && echo "</code></pre><script>alert(1)</script>"
differs: The command railway service restart NAME is not a command.
verify:
  action: health:check
  input: { hosts: [api] }
  until: output.status == "healthy"
  within: 3m
`;

function render(content: Partial<BundleContent>): {
  readonly html: string;
  readonly page: Root;
} {
  const html = renderBundle(
    { entries: [], contacts: [], actions, ...content },
    new Date('2026-11-24T10:00:00Z'),
  );
  return { html, page: fromHtml(html) };
}

const texts = (selector: string, tree: Root | Element) =>
  selectAll(selector, tree).map(element => toString(element));

const links = (selector: string, tree: Root | Element) =>
  selectAll(selector, tree).map(({ properties }) => properties.href);

describe('the offline bundle', () => {
  it('has contents, contacts, the prose in order, and the steps where they stand', () => {
    const { page } = render({
      entries: [
        entry('later', testRunbook({ title: 'Later' })),
        entry(
          'down',
          `${testRunbook({
            title: 'Shop down',
            frontMatter: 'severity: P0\nrespondWithin: 5m',
            steps: [restart],
          }).replace(
            '# Shop down',
            '# Shop down\n\nFirst **read** [the other](later.md), [far](../x.md), [this](#after) and <https://status.example>.\n\n## Before',
          )}\n## After\n\nLast words.\n`,
        ),
      ],
      contacts: [
        {
          ...{ name: 'Ada', role: 'Database', phone: '+49 170 1234567' },
          ...{ email: 'ada@example.com', url: 'https://chat.example/ada' },
        },
      ],
    });
    expect(texts('nav tbody a', page)).toEqual(['Shop down', 'Later']);
    expect(texts('article h2', page)).toEqual(['Shop down', 'Later']);
    expect(links('header + section a', page)).toEqual([
      ...['tel:+491701234567', 'mailto:ada@example.com'],
      'https://chat.example/ada',
    ]);
    const article = select('#runbook--down', page) ?? page;
    expect(
      selectAll('h2, h4, h5', article).map(({ tagName, ...element }) => [
        ...[tagName, toString({ tagName, ...element })],
      ]),
    ).toEqual([
      ['h2', 'Shop down'],
      ['h4', 'Before'],
      ['h5', 'Step 1: Restart <the> shop'],
      ['h4', 'After'],
    ]);
    expect(toString(article)).toContain('respond within 5m');
    expect(
      selectAll('p a', article).map(link => [
        ...[toString(link), link.properties.href],
      ]),
    ).toEqual([
      ['the other', '#runbook--later'],
      ['this', '#down--after'],
      ['https://status.example', 'https://status.example'],
      ['Back to the contents', '#'],
    ]);
    expect(texts('#down--step-restart pre', page)[0]).toBe(
      'railway redeploy --service "$SERVICE" && echo "</code></pre><script>alert(1)</script>"\n',
    );
    const [step] = texts('#down--step-restart', page);
    expect(step).toContain('is not a command');
    expect(step).toContain('health:check until output.status == "healthy"');
    for (const href of links('a[href^="#"]', page)) {
      expect(href === '#' || select(String(href), page)).toBeTruthy();
    }
  });

  it('needs nothing else: no script, no request, no frame', () => {
    const { html, page } = render({
      entries: [entry('down', testRunbook({ steps: [restart] }))],
    });
    expect(
      selectAll(
        'script, link, img, iframe, object, embed, form, base, video, audio, svg',
        page,
      ),
    ).toEqual([]);
    expect(html).not.toMatch(/@import|url\(/);
    expect(
      select('meta[http-equiv="Content-Security-Policy"]', page)?.properties
        .content,
    ).toContain("default-src 'none'");
    for (const feature of ['prefers-color-scheme: dark', '@media print']) {
      expect(html).toContain(feature);
    }
  });

  it.each([
    ['a script', '<script>window.evil = 1</script>'],
    ['a handler', '<img src=x onerror="window.evil = 1">'],
    ['a link that runs', '[x](javascript:window.evil=1)'],
    ['a link in disguise', '[x](JaVa\tscript:window.evil=1)'],
    ['data', '[x](data:text/html,<script>window.evil=1</script>)'],
    ['an image', '![x](https://evil.example/pixel.png)'],
    ['an image by reference', '![x][y]\n\n[y]: https://evil.example/p.png'],
    ['a frame', '<iframe src="https://evil.example"></iframe>'],
    ['a form', '<form action="https://evil.example"><input></form>'],
    [
      'a style',
      '<style>body { background: url(https://evil.example) }</style>',
    ],
    [
      'a styled element',
      '<p style="background:url(https://evil.example)">x</p>',
    ],
    ['an id of ours', '<h2 id="runbook--down">x</h2>'],
    [
      'a code block that ends early',
      '```\n</code></pre><script>x</script>\n```',
    ],
    ['a heading', '## <b onclick=alert(1)>x</b>'],
  ])('takes the teeth from %s', (_what, prose) => {
    const { page } = render({
      entries: [
        entry('down', `${testRunbook({ title: 'Down' })}\n${prose}\n`),
        // One with errors is shown as it is written.
        entry('broken', `---\ntitle: Broken\n---\n${prose}\n`),
      ],
      contacts: [{ name: prose, role: prose, phone: prose, email: prose }],
    });
    expect(
      selectAll('script, img, iframe, form, input, [style]', page),
    ).toEqual([]);
    expect(selectAll('style', page)).toHaveLength(1);
    for (const { properties } of selectAll('*', page)) {
      const names = Object.keys(properties);
      expect(
        names.filter(name => /^(on.*|src.*|action|style)$/i.test(name)),
      ).toEqual([]);
      expect(properties.href ?? '#').toMatch(/^(#|https?:|mailto:|tel:)/);
    }
    expect(selectAll('#runbook--down', page)).toHaveLength(1);
  });

  it('shows what turns the direction of a text', () => {
    const { html } = render({
      entries: [
        entry(
          'down',
          `${testRunbook()}\nRun \`rm \u202e tmp/ fr-\`\u0007 now.\n`,
        ),
      ],
    });
    expect(html).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u);
    expect(html).toContain('⟨U+202E⟩');
  });
});

describe('the file of the bundle', () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bundle-'));
    path = join(directory, 'deep', 'runbooks.html');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const fileOf = (
    read: () => Promise<readonly ShelfEntry[]>,
    complete = true,
  ) =>
    new BundleFile({
      path,
      logger: mockServices.logger.mock(),
      lookMs: 20,
      read: async () => ({
        content: { entries: await read(), contacts: [], actions },
        complete,
      }),
    });

  it('is written at once and again when a runbook has changed, and only then', async () => {
    let entries = [entry('down', testRunbook({ title: 'First' }))];
    let reads = 0;
    const file = fileOf(async () => {
      reads += 1;
      return entries;
    });
    file.open();
    try {
      await eventually(
        () => readFile(path, 'utf8').catch(() => ''),
        text => text.includes('First'),
      );
      const { ino } = await stat(path);
      const before = reads;
      await eventually(
        () => reads,
        count => count > before + 2,
      );
      expect((await stat(path)).ino).toBe(ino);

      entries = [entry('down', testRunbook({ title: 'Second' }))];
      await eventually(
        () => readFile(path, 'utf8'),
        text => text.includes('Second'),
      );
      expect((await stat(path)).ino).not.toBe(ino);
      expect(await readdir(join(directory, 'deep'))).toEqual(['runbooks.html']);
    } finally {
      await file.close();
    }
  });

  it('is left alone while a source has never been read', async () => {
    await fileOf(async () => [entry('down', testRunbook())]).refresh();
    const before = await readFile(path, 'utf8');
    await fileOf(async () => [], false).refresh();
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('says once that it cannot be written', async () => {
    const logger = mockServices.logger.mock();
    const file = new BundleFile({
      path: join(directory, 'deep'),
      logger,
      read: async () => ({
        content: { entries: [], contacts: [], actions },
        complete: true,
      }),
    });
    await fileOf(async () => []).refresh();
    await file.refresh();
    await file.refresh();
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error.mock.calls[0][0]).toContain('could not be written');
    expect(await readdir(directory)).toEqual(['deep']);
  });
});
