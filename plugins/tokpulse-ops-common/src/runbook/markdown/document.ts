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

import { FenceScanner, type Fence } from './blocks';
import { LineCursor } from './LineCursor';

/** A stretch of YAML in a runbook and where each of its lines stands. */
export interface YamlBlock {
  /** 0-based index of the line that opens the block: `---` or the fence. */
  readonly line: number;
  readonly text: string;
  /** Characters before the text in each of its lines, for indented fences. */
  readonly offsets: readonly number[];
}

/** A runbook as Markdown: its front matter, its fences and its prose. */
export interface MarkdownDocument {
  readonly lines: readonly string[];
  readonly frontMatter: 'absent' | 'unclosed' | YamlBlock;
  /** 0-based index of the first line after the front matter. */
  readonly bodyLine: number;
  readonly fences: readonly Fence[];
}

const frontMatterFence = /^---[ \t]*$/;

/** Splits a runbook into front matter and fences, without reading either. */
export function readDocument(source: string): MarkdownDocument {
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const frontMatter = readFrontMatter(lines);
  const bodyLine =
    typeof frontMatter === 'string' ? 0 : frontMatter.offsets.length + 2;
  const fences = FenceScanner.scan(lines, bodyLine);
  return { lines, frontMatter, bodyLine, fences };
}

function readFrontMatter(
  lines: readonly string[],
): MarkdownDocument['frontMatter'] {
  if (!frontMatterFence.test(lines[0])) {
    return 'absent';
  }
  const end = lines.findIndex(
    (line, index) => index > 0 && frontMatterFence.test(line),
  );
  if (end === -1) {
    return 'unclosed';
  }
  const content = lines.slice(1, end);
  return {
    line: 0,
    text: content.join('\n'),
    offsets: content.map(() => 0),
  };
}

/** The content of a fence, without the indentation of the fence. */
export function fenceContent(
  lines: readonly string[],
  { line, end, indent }: Fence,
): YamlBlock {
  const content = lines.slice(line + 1, end);
  if (indent === 0) {
    return { line, text: content.join('\n'), offsets: content.map(() => 0) };
  }
  const cursors = content.map(text => {
    const cursor = new LineCursor(text);
    cursor.skipColumns(indent);
    return cursor;
  });
  return {
    line,
    text: cursors.map(cursor => cursor.remainder).join('\n'),
    offsets: cursors.map(cursor => cursor.consumed),
  };
}
