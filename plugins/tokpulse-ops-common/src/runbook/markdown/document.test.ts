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

import { stepContent, stepFences } from '../steps';
import { readDocument } from './document';

const stepsOf = (source: string) => {
  const document = readDocument(source);
  return stepFences(document).map(fence => stepContent(document, fence).text);
};
const step = '```yaml step\nid: a\n```';

describe('a step block', () => {
  it.each([
    ['after a paragraph, without an empty line', `text\n${step}`],
    ['after a heading', `# Heading\n${step}`],
    ['after a list that it is not indented into', `- item\n${step}`],
    ['after a quote', `> quote\n${step}`],
    ['after a table', `| a |\n|---|\n| 1 |\n${step}`],
    ['after HTML and an empty line', `<details>\n\n${step}`],
    ['after a comment that ends', `<!-- note -->\n${step}`],
    ['with tildes', '~~~yaml step\nid: a\n~~~'],
    ['with a longer fence', '`````yaml step\nid: a\n`````'],
    ['with a longer closing fence', '```yaml step\nid: a\n`````'],
    ['with spaces around the info string', '```  yaml   step  \nid: a\n```'],
    ['with CRLF', '```yaml step\r\nid: a\r\n```\r\n'],
    ['after a byte order mark', `\uFEFF${step}`],
    ['indented by three spaces', '   ```yaml step\n   id: a\n   ```'],
    ['closed by an indented fence', '```yaml step\nid: a\n   ```'],
  ])('is found %s', (_where, source) => {
    expect(stepsOf(source)).toEqual(['id: a']);
  });

  it.each([
    ['in a list item', '- item\n\n  ```yaml step\n  id: a\n  ```'],
    ['in a numbered item', '1. item\n   ```yaml step\n   id: a\n   ```'],
    ['in a list item, by lazy continuation', '- a\nb\n  ```yaml step\n  id: a'],
    ['in a quote', '> ```yaml step\n> id: a\n> ```'],
    ['in a footnote', '[^1]: note\n\n    ```yaml step\n    id: a\n    ```'],
    ['in a longer fence', `\`\`\`\`md\n${step}\n\`\`\`\``],
    ['in a fence of tildes', `~~~\n${step}\n~~~`],
    ['in HTML', `<details>\n${step}\n</details>`],
    ['in a comment', `<!--\n${step}\n-->`],
    ['indented by four spaces', '    ```yaml step\n    id: a\n    ```'],
    ['indented by a tab', '\t```yaml step\n\tid: a\n\t```'],
    ['with more in its info string', '```yaml step x\nid: a\n```'],
    ['with another language', '```yml step\nid: a\n```'],
    ['in the front matter', `---\na: |\n${step}\n---`],
  ])('is not found %s', (_where, source) => {
    expect(stepsOf(source)).toEqual([]);
  });

  it('loses the indentation of its fence, and no more', () => {
    expect(
      stepsOf('  ```yaml step\n  a:\n    b: 1\n c: 2\n\td: 3\n  ```'),
    ).toEqual(['a:\n  b: 1\nc: 2\n  d: 3']);
  });

  it('reaches to the end of the document when it is not closed', () => {
    const document = readDocument('```yaml step\nid: a\n``\ntext');
    expect(document.fences).toMatchObject([{ line: 0, end: 4, closed: false }]);
  });
});

describe('front matter', () => {
  it('ends at the first line of three hyphens', () => {
    const { frontMatter, bodyLine } = readDocument('---\na: 1\n---\nb\n---\n');
    expect(frontMatter).toMatchObject({ line: 0, text: 'a: 1' });
    expect(bodyLine).toBe(3);
  });

  it.each([
    'text',
    '',
    '\n---\na: 1\n---',
    ' ---\na: 1\n---',
    '----\na: 1\n---',
  ])('is absent in %j', source => {
    expect(readDocument(source).frontMatter).toBe('absent');
  });

  it('is unclosed without a second line of hyphens', () => {
    expect(readDocument('---\na: 1\n').frontMatter).toBe('unclosed');
  });
});
