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

import GithubSlugger from 'github-slugger';
import type { Finding } from '../problems';
import type { LintContext } from './LintContext';

interface Link {
  readonly target: string;
  readonly line: number;
  readonly column: number;
}

const scheme = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
const referenceDefinition = /^ {0,3}\[[^[\]]{1,200}\]:[ \t]*(\S+)/;
const longestTarget = 2_000;

/** Relative links to files and headings that are not there. */
export function lintLinks(context: LintContext): readonly Finding[] {
  const prose = proseLines(context);
  const anchors = anchorsOf(prose);
  return prose
    .map(withoutCodeSpans)
    .flatMap((text, index) => linksIn(text, index + 1))
    .flatMap(link => lintLink(context, link, anchors));
}

function lintLink(
  { options }: LintContext,
  { target, line, column }: Link,
  anchors: ReadonlySet<string>,
): readonly Finding[] {
  if (target === '' || scheme.test(target) || target.startsWith('/')) {
    return [];
  }
  const [beforeAnchor, anchor] = splitOnce(target, '#');
  const [file] = splitOnce(beforeAnchor, '?');
  if (file === '') {
    return anchor === undefined || anchors.has(decode(anchor).toLowerCase())
      ? []
      : [
          dead(
            `There is no heading "#${anchor}"`,
            'Use the heading’s own words',
          ),
        ];
  }
  return options.pathExists === undefined || options.pathExists(decode(file))
    ? []
    : [
        dead(
          `There is no file "${file}"`,
          'Correct the path, from this file on',
        ),
      ];

  function dead(message: string, fix: string): Finding {
    return { line, column, code: 'dead-link', message, fix };
  }
}

/** The lines of the document, with front matter and code blocks blanked. */
function proseLines({ document }: LintContext): readonly string[] {
  const isCode = new Set<number>();
  for (const { line, end } of document.fences) {
    for (let index = line; index <= end; index++) {
      isCode.add(index);
    }
  }
  return document.lines.map((text, index) =>
    index < document.bodyLine || isCode.has(index) ? '' : text,
  );
}

/** Blanks code spans, and keeps the columns of what is left. */
function withoutCodeSpans(text: string): string {
  return text.replace(/`+[^`]*`+/g, code => ' '.repeat(code.length));
}

function linksIn(text: string, line: number): readonly Link[] {
  const links: Link[] = [];
  const add = (target: string, index: number) =>
    links.push({ target, line, column: index + 1 });
  const definition = referenceDefinition.exec(text);
  if (definition !== null && !definition[0].startsWith('[^')) {
    add(unbracket(definition[1]), definition[0].length - definition[1].length);
  }
  for (
    let index = text.indexOf('](');
    index !== -1;
    index = text.indexOf('](', index + 2)
  ) {
    const target = destinationAt(text, index + 2);
    if (target !== undefined) {
      add(target, index + 2);
    }
  }
  for (const match of text.matchAll(/\b(?:href|src)="([^"]*)"/g)) {
    add(match[1], match.index + match[0].indexOf('"') + 1);
  }
  return links;
}

/** The destination of an inline link: up to a space, or its closing bracket. */
function destinationAt(text: string, start: number): string | undefined {
  let depth = 0;
  const limit = Math.min(text.length, start + longestTarget);
  if (text[start] === '<') {
    const end = text.slice(start, limit).indexOf('>');
    return end === -1 ? undefined : text.slice(start + 1, start + end);
  }
  for (let index = start; index < limit; index++) {
    const character = text[index];
    if (character === '(') {
      depth += 1;
    } else if (character === ')' && depth > 0) {
      depth -= 1;
    } else if (character === ')') {
      return text.slice(start, index);
    } else if (character === ' ') {
      const isTitle = /^ +(?:["'(]|\))/.test(text.slice(index, limit));
      return isTitle ? text.slice(start, index) : undefined;
    }
    if (depth > 32) {
      return undefined;
    }
  }
  return undefined;
}

/** The anchors that GitHub gives to headings, and those that HTML names. */
function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  lines.forEach((text, index) => {
    const atx = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#*)?[ \t]*$/.exec(text);
    const isSetext =
      text.trim() !== '' &&
      /^ {0,3}(?:=+|-+)[ \t]*$/.test(lines[index + 1] ?? '');
    if (atx !== null || isSetext) {
      anchors.add(slugger.slug(plainText(atx?.[1] ?? text.trim())));
    }
    for (const match of text.matchAll(/\b(?:id|name)="([^"]*)"/g)) {
      anchors.add(match[1].toLowerCase());
    }
  });
  return anchors;
}

/** A heading without the marks of links, emphasis and HTML. */
function plainText(heading: string): string {
  return heading
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/<[^<>]*>/g, '')
    .replace(/(^|[^a-zA-Z0-9])_+([^_]+)_+(?=[^a-zA-Z0-9]|$)/g, '$1$2');
}

function unbracket(target: string): string {
  return target.replace(/^<(.*)>$/, '$1');
}

function splitOnce(
  text: string,
  separator: string,
): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index === -1
    ? [text, undefined]
    : [text.slice(0, index), text.slice(index + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
