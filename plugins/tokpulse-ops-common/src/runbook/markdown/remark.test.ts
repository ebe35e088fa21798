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
import type { Code, Nodes, Root, Yaml } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { hostileMarkdown, realisticMarkdown } from '../__testUtils__/markdown';
import { stepContent, stepFences } from '../steps';
import { readDocument } from './document';

const remark = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm);

interface Block {
  readonly line: number;
  /** Absent in a list, a quote or a footnote, where there is no step. */
  readonly text?: string;
}

const isFenced = (node: Code, lines: readonly string[]) => {
  const { line = 1, column = 1 } = node.position?.start ?? {};
  return /^(`{3,}|~{3,})/.test(lines[line - 1].slice(column - 1));
};

const isStep = ({ lang, meta }: Code) =>
  lang === 'yaml' && meta?.trim() === 'step';

/** remark drops the last line ending of a fence that is never closed. */
const normalise = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');

/** The `yaml step` fences that remark sees, at the top and elsewhere. */
function blocksOfRemark(source: string): readonly Block[] {
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const blocks: Block[] = [];
  const visit = (node: Nodes, parent?: Nodes): void => {
    if (node.type === 'code' && isFenced(node, lines) && isStep(node)) {
      const line = node.position?.start.line ?? 0;
      blocks.push(
        parent?.type === 'root'
          ? { line, text: normalise(node.value) }
          : { line },
      );
    }
    if ('children' in node) {
      node.children.forEach(child => visit(child, node));
    }
  };
  visit(remark.parse(source));
  return blocks;
}

function blocksOfScanner(source: string): readonly Block[] {
  const document = readDocument(source);
  const steps = stepFences(document).map(fence => ({
    line: fence.line + 1,
    text: normalise(stepContent(document, fence).text),
  }));
  const nested = document.fences
    .filter(fence => fence.nested && /^yaml[ \t]+step$/.test(fence.info))
    .map(fence => ({ line: fence.line + 1 }));
  return [...steps, ...nested].sort((a, b) => a.line - b.line);
}

function frontMatterOfRemark(root: Root): string | undefined {
  const [first] = root.children;
  const yaml: Yaml | undefined = first?.type === 'yaml' ? first : undefined;
  return yaml && normalise(yaml.value);
}

function frontMatterOfScanner(source: string): string | undefined {
  const { frontMatter } = readDocument(source);
  return typeof frontMatter === 'string'
    ? undefined
    : normalise(frontMatter.text);
}

/**
 * With front matter that never ends remark takes lists and quotes for text. Such
 * a file is refused before its steps matter.
 */
const hasWholeFrontMatter = (source: string) =>
  readDocument(source).frontMatter !== 'unclosed';

describe('the scanner, compared with remark', () => {
  it.each([
    ['hostile', hostileMarkdown, 5_000],
    ['realistic', realisticMarkdown, 1_000],
  ])(
    'finds the same step blocks in %s Markdown',
    (_kind, markdown, numRuns) => {
      let steps = 0;
      let nested = 0;
      fc.assert(
        fc.property(markdown, source => {
          fc.pre(hasWholeFrontMatter(source));
          const expected = blocksOfRemark(source);
          expect(blocksOfScanner(source)).toEqual(expected);
          steps += expected.filter(block => 'text' in block).length;
          nested += expected.filter(block => !('text' in block)).length;
        }),
        // The same documents every time; another seed looks for more.
        { numRuns, seed: 20_260_501 },
      );
      // The generators make both kinds often, or equality would say little.
      expect(steps).toBeGreaterThan(numRuns / 10);
      expect(nested).toBeGreaterThan(numRuns / 20);
    },
  );

  it('finds the same front matter', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(hostileMarkdown, realisticMarkdown), source => {
        const expected = frontMatterOfRemark(remark.parse(source));
        expect(frontMatterOfScanner(source)).toEqual(expected);
        found += expected === undefined ? 0 : 1;
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
