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

import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Code, Root as Markdown } from 'mdast';
import GithubSlugger from 'github-slugger';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** What prose may be: no image, since that is a request, and nothing that acts. */
const schema: typeof defaultSchema = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames?.filter(
    name => !['img', 'picture', 'source'].includes(name),
  ),
  protocols: { href: ['http', 'https', 'mailto', 'tel'] },
  // Ids are made unique before, for all runbooks of the page.
  clobber: [],
};

const parser = unified().use(remarkParse).use(remarkGfm);

/** What surrounds the prose of one runbook. */
export interface ProseOptions {
  /** Of the runbook; makes the ids of the page unique. */
  readonly id: string;
  /** Markdown without front matter. */
  readonly body: string;
  /** Address within the page of another runbook, by its file; undefined when it is not there. */
  readonly addressOf: (file: string) => string | undefined;
  /** What stands for the step block with this number, 0-based; undefined: the block. */
  readonly step: (index: number) => Element | undefined;
}

/**
 * The prose of a runbook as elements that hold nothing that acts or that is
 * fetched, with something of ours in the place of each step block.
 */
export function proseToHtml(options: ProseOptions): readonly ElementContent[] {
  const markdown = parser.parse(options.body);
  const tree = unified()
    .use(remarkRehype, { clobberPrefix: `${options.id}--` })
    .use(rehypeSanitize, schema)
    .runSync(markdown);
  return withSteps(tree, markdown, options)
    .flatMap(node => (isContent(node) ? [node] : []))
    .map(node => (node.type === 'element' ? atHome(node, options) : node))
    .map(headings(options.id));
}

/**
 * Every block of code at the top level is one `pre` at the top level, in the
 * same order, since no HTML of the author gets through.
 */
function withSteps(
  tree: Root,
  markdown: Markdown,
  { step }: ProseOptions,
): readonly RootContent[] {
  const blocks = markdown.children.filter(node => node.type === 'code');
  let block = 0;
  let steps = 0;
  return tree.children.map(node => {
    if (node.type !== 'element' || node.tagName !== 'pre') {
      return node;
    }
    const source = blocks[block];
    block += 1;
    if (source === undefined || !isStep(source)) {
      return node;
    }
    steps += 1;
    return step(steps - 1) ?? node;
  });
}

function isStep({ lang, meta }: Code): boolean {
  return lang === 'yaml' && meta?.trim().split(/\s+/)[0] === 'step';
}

function isContent(node: RootContent): node is ElementContent {
  return node.type === 'element' || node.type === 'text';
}

/** Keeps links that lead somewhere without the portal, and those within the page. */
function atHome(element: Element, options: ProseOptions): Element {
  const children = element.children.map(child =>
    child.type === 'element' ? atHome(child, options) : child,
  );
  const { href, ...properties } = element.properties;
  if (element.tagName !== 'a' || typeof href !== 'string') {
    return { ...element, children };
  }
  const address = addressIn(href, options);
  return address === undefined
    ? { ...element, tagName: 'span', properties: {}, children }
    : {
        ...element,
        properties: {
          ...properties,
          href: address,
          ...(!address.startsWith('#') && { rel: ['noreferrer'] }),
        },
        children,
      };
}

function addressIn(href: string, options: ProseOptions): string | undefined {
  if (/^(https?|mailto|tel):/i.test(href)) {
    return href;
  }
  if (href.startsWith('#')) {
    const id = href.slice(1);
    return id.startsWith(`${options.id}--`) ? href : `#${options.id}--${id}`;
  }
  const file = /^(?:\.\/)?([^/?#:]+\.md)(?:#.*)?$/i.exec(href)?.[1];
  return file === undefined ? undefined : options.addressOf(file);
}

const LOWEST = 6;

/** Two levels down, below the title of the page and that of the runbook. */
function headings(id: string): (node: ElementContent) => ElementContent {
  const slugger = new GithubSlugger();
  return node => {
    const level =
      node.type === 'element'
        ? /^h([1-6])$/.exec(node.tagName)?.[1]
        : undefined;
    if (node.type !== 'element' || level === undefined) {
      return node;
    }
    return {
      ...node,
      tagName: `h${Math.min(Number(level) + 2, LOWEST)}`,
      properties: {
        ...node.properties,
        id: `${id}--${slugger.slug(textOf(node))}`,
      },
    };
  };
}

function textOf(node: ElementContent): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'element':
      return node.children.map(textOf).join('');
    default:
      return '';
  }
}
