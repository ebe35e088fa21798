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

import { htmlBlockStart, type HtmlBlock } from './htmlBlock';
import { LineCursor } from './LineCursor';
import { delimiterCells, headerCells } from './table';

/** A fenced code block. Line numbers are 0-based indexes into the lines. */
export interface Fence {
  /** Line of the opening fence. */
  readonly line: number;
  /** Line of the closing fence, or the line after the last one. */
  readonly end: number;
  readonly closed: boolean;
  /** Columns before the opening fence. */
  readonly indent: number;
  /** Info string, trimmed. */
  readonly info: string;
  /** Whether it stands in a list item, a block quote or a footnote. */
  readonly nested: boolean;
}

type Container =
  | { readonly kind: 'quote' | 'footnote' }
  | {
      readonly kind: 'item';
      /** Columns that a line needs to belong to the item. */
      readonly width: number;
      /** No content yet: the next blank line ends the item. */
      empty: boolean;
    };

type Leaf =
  | { readonly kind: 'none' | 'paragraph' | 'table' | 'code' }
  | { readonly kind: 'html'; readonly block: HtmlBlock }
  | {
      readonly kind: 'fence';
      readonly line: number;
      readonly indent: number;
      readonly info: string;
      readonly sequence: string;
    };

const fenceOpening = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const atxHeading = /^#{1,6}(?:[ \t]|$)/;
const setextUnderline = /^(?:=+|-+)[ \t]*$/;
const thematicBreak = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const listMarker = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/;
const footnoteLabel = /^\[\^(?:[^[\]\\ \t]|\\[[\]\\]|\\)+\]:[ \t]*/;

/**
 * Finds the fenced code blocks of a Markdown document by its block structure:
 * CommonMark 0.31 with the tables and footnotes of GFM, as remark reads them.
 * Nothing but block structure is looked at, which is what makes it fast.
 */
export class FenceScanner {
  readonly #fences: Fence[] = [];
  readonly #containers: Container[] = [];
  #leaf: Leaf = { kind: 'none' };
  /** The last line of the open paragraph, when it may head a table. */
  #header: { readonly text: string; readonly isFirst: boolean } | undefined;

  /** The fences from a line on, in order of their ends. */
  static scan(lines: readonly string[], first: number): readonly Fence[] {
    const scanner = new FenceScanner();
    for (let index = first; index < lines.length; index++) {
      scanner.#readLine(lines[index], index);
    }
    scanner.#closeLeaf(lines.length, false);
    return scanner.#fences;
  }

  #readLine(text: string, index: number): void {
    const cursor = new LineCursor(text);
    const matched = this.#matchContainers(cursor);
    const allMatched = matched === this.#containers.length;
    if (allMatched && this.#continueRawLeaf(cursor, index)) {
      return;
    }
    this.#openBlocks(cursor, index, matched);
  }

  /** How many of the open containers go on in this line. */
  #matchContainers(cursor: LineCursor): number {
    let matched = 0;
    for (const container of this.#containers) {
      if (!continues(container, cursor)) {
        break;
      }
      matched += 1;
    }
    return matched;
  }

  /** Takes the line as one of an open fence or HTML block. */
  #continueRawLeaf(cursor: LineCursor, index: number): boolean {
    const leaf = this.#leaf;
    if (leaf.kind === 'fence') {
      if (cursor.indent < 4 && closes(cursor.rest, leaf.sequence)) {
        this.#closeLeaf(index, true);
      }
      return true;
    }
    if (leaf.kind === 'html') {
      const { end } = leaf.block;
      if (end === undefined ? cursor.rest === '' : end.test(cursor.remainder)) {
        this.#leaf = { kind: 'none' };
      }
      return true;
    }
    return false;
  }

  /** Opens the containers and the leaf that this line starts. */
  #openBlocks(cursor: LineCursor, index: number, matched: number): void {
    let unmatched = matched < this.#containers.length;
    // remark guards indented code against list items as it does a paragraph, and
    // all containers that open in the line.
    const guarded =
      !unmatched &&
      (this.#leaf.kind === 'paragraph' || this.#leaf.kind === 'code');
    for (;;) {
      const container =
        cursor.indent < 4
          ? openContainer(cursor, { interrupting: guarded })
          : undefined;
      if (container === undefined) {
        break;
      }
      if (unmatched) {
        this.#closeContainers(matched, index);
        unmatched = false;
      }
      this.#closeLeaf(index, false);
      this.#containers.push(container);
    }
    const { rest } = cursor;
    if (unmatched && this.#leaf.kind === 'paragraph' && isLazy(cursor, rest)) {
      this.#readLazyLine(cursor, rest);
      return;
    }
    if (unmatched) {
      this.#closeContainers(matched, index);
    }
    this.#readLeaf(cursor, rest, index);
    if (unmatched && this.#leaf.kind === 'code') {
      // remark ends indented code with the line that closes containers.
      this.#leaf = { kind: 'none' };
    }
  }

  /**
   * A line without its containers that still carries on their paragraph. remark
   * lets a complete tag end the paragraph here, inside the containers.
   */
  #readLazyLine(cursor: LineCursor, rest: string): void {
    if (cursor.indent >= 4) {
      this.#header = undefined;
      return;
    }
    const block = htmlBlockStart(rest, { inParagraph: false });
    if (block !== undefined) {
      this.#leaf = { kind: 'html', block };
    }
    this.#header = { text: rest, isFirst: false };
  }

  #readLeaf(cursor: LineCursor, rest: string, index: number): void {
    if (rest === '') {
      if (this.#leaf.kind !== 'code') {
        this.#closeLeaf(index, false);
      }
      return;
    }
    this.#containers.forEach(container => {
      if (container.kind === 'item') {
        container.empty = false;
      }
    });
    const inParagraph = this.#leaf.kind === 'paragraph';
    if (cursor.indent >= 4) {
      this.#header = undefined;
      if (!inParagraph) {
        this.#leaf = { kind: 'code' };
      }
      return;
    }
    if (inParagraph && setextUnderline.test(rest)) {
      this.#leaf = { kind: 'none' };
      return;
    }
    const fence = openFence(rest, cursor.indent, index);
    if (fence !== undefined) {
      this.#closeLeaf(index, false);
      this.#leaf = fence;
      return;
    }
    const block = htmlBlockStart(rest, { inParagraph });
    if (block !== undefined) {
      const ends = block.end?.test(rest.slice(1)) === true;
      this.#leaf = ends ? { kind: 'none' } : { kind: 'html', block };
      return;
    }
    if (atxHeading.test(rest) || thematicBreak.test(rest)) {
      this.#leaf = { kind: 'none' };
      return;
    }
    this.#readText(rest, inParagraph);
  }

  #readText(rest: string, inParagraph: boolean): void {
    if (this.#leaf.kind === 'table') {
      return;
    }
    if (inParagraph && this.#startTable(rest)) {
      return;
    }
    this.#header = { text: rest, isFirst: !inParagraph };
    this.#leaf = { kind: 'paragraph' };
  }

  /** Takes the line as the delimiter row of a table. */
  #startTable(rest: string): boolean {
    const header = this.#header;
    if (
      header === undefined ||
      delimiterCells(rest) !== headerCells(header.text)
    ) {
      return false;
    }
    // The header ends the paragraph before it, which frees a tag in it.
    const block = header.isFirst
      ? undefined
      : htmlBlockStart(header.text, { inParagraph: false });
    this.#leaf =
      block === undefined ? { kind: 'table' } : { kind: 'html', block };
    return true;
  }

  #closeContainers(from: number, index: number): void {
    this.#closeLeaf(index, false);
    this.#containers.length = from;
  }

  #closeLeaf(end: number, closed: boolean): void {
    if (this.#leaf.kind === 'fence') {
      const { line, indent, info } = this.#leaf;
      const nested = this.#containers.length > 0;
      this.#fences.push({ line, end, closed, indent, info, nested });
    }
    this.#leaf = { kind: 'none' };
  }
}

function continues(container: Container, cursor: LineCursor): boolean {
  const blank = cursor.rest === '';
  switch (container.kind) {
    case 'quote':
      return cursor.indent < 4 && openQuote(cursor) !== undefined;
    case 'footnote':
      if (!blank && cursor.indent < 4) {
        return false;
      }
      cursor.skipColumns(4);
      return true;
    case 'item':
      if (blank) {
        if (container.empty) {
          return false;
        }
        cursor.skipColumns(container.width);
        return true;
      }
      if (cursor.indent < container.width) {
        return false;
      }
      cursor.skipColumns(container.width);
      return true;
    default:
      return false;
  }
}

function openContainer(
  cursor: LineCursor,
  options: { readonly interrupting: boolean },
): Container | undefined {
  return openQuote(cursor) ?? openItem(cursor, options) ?? openFootnote(cursor);
}

function openQuote(cursor: LineCursor): Container | undefined {
  if (!cursor.rest.startsWith('>')) {
    return undefined;
  }
  cursor.skipColumns(cursor.indent);
  cursor.skipCharacters(1);
  cursor.skipColumns(1);
  return { kind: 'quote' };
}

function openItem(
  cursor: LineCursor,
  options: { readonly interrupting: boolean },
): Container | undefined {
  const { rest, indent } = cursor;
  const marker = listMarker.exec(rest);
  if (marker === null || thematicBreak.test(rest)) {
    return undefined;
  }
  const [text, number] = marker;
  const empty = /^[ \t]*$/.test(rest.slice(text.length));
  const canInterrupt = !empty && (number === undefined || Number(number) === 1);
  if (options.interrupting && !canInterrupt) {
    return undefined;
  }
  cursor.skipColumns(indent);
  cursor.skipCharacters(text.length);
  const spaces = cursor.indent;
  const padding = empty || spaces > 4 ? 1 : spaces;
  cursor.skipColumns(padding);
  return { kind: 'item', width: indent + text.length + padding, empty };
}

function openFootnote(cursor: LineCursor): Container | undefined {
  const label = footnoteLabel.exec(cursor.rest);
  if (label === null) {
    return undefined;
  }
  cursor.skipColumns(cursor.indent);
  cursor.skipCharacters(label[0].trimEnd().length);
  cursor.skipColumns(cursor.indent);
  return { kind: 'footnote' };
}

function isLazy(cursor: LineCursor, rest: string): boolean {
  return rest !== '' && (cursor.indent >= 4 || !startsLeaf(rest));
}

/** Whether a line can end a paragraph. */
function startsLeaf(rest: string): boolean {
  return (
    openFence(rest, 0, 0) !== undefined ||
    atxHeading.test(rest) ||
    thematicBreak.test(rest) ||
    htmlBlockStart(rest, { inParagraph: true }) !== undefined
  );
}

function openFence(
  rest: string,
  indent: number,
  line: number,
): Extract<Leaf, { kind: 'fence' }> | undefined {
  const match = fenceOpening.exec(rest);
  if (match === null) {
    return undefined;
  }
  const [, backticks, backtickInfo, tildes, tildeInfo] = match;
  return {
    kind: 'fence',
    line,
    indent,
    info: (backtickInfo ?? tildeInfo).trim(),
    sequence: backticks ?? tildes,
  };
}

function closes(rest: string, sequence: string): boolean {
  const closing = rest.replace(/[ \t]+$/, '');
  return (
    closing.length >= sequence.length &&
    closing === sequence[0].repeat(closing.length)
  );
}
