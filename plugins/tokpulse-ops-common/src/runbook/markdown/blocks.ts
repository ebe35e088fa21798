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

import {
  continuesContainer,
  openContainer,
  type Container,
} from './containers';
import { readDefinition } from './definition';
import { htmlBlockStart } from './htmlBlock';
import {
  closesFence,
  isLazy,
  isSingleLine,
  openFence,
  type Leaf,
} from './leaves';
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

const setextUnderline = /^(?:=+|-+)[ \t]*$/;

/**
 * Finds the fenced code blocks of a Markdown document by its block structure:
 * CommonMark 0.31 with the tables and footnotes of GFM, as remark reads them.
 * Nothing but block structure is looked at, which is what makes it fast.
 */
export class FenceScanner {
  readonly #fences: Fence[] = [];
  readonly #containers: Container[] = [];
  #leaf: Leaf = { kind: 'none' };

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
      if (!continuesContainer(container, cursor)) {
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
      if (closesFence(cursor, leaf.sequence)) {
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
    const interrupting =
      !unmatched &&
      (this.#leaf.kind === 'paragraph' || this.#leaf.kind === 'code');
    for (
      let container = openContainer(cursor, { interrupting });
      container !== undefined;
      container = openContainer(cursor, { interrupting })
    ) {
      this.#closeLeaf(index, false);
      if (unmatched) {
        this.#containers.length = matched;
        unmatched = false;
      }
      this.#containers.push(container);
    }
    if (!unmatched) {
      this.#readLeaf(cursor, index);
    } else if (this.#leaf.kind === 'paragraph' && isLazy(cursor)) {
      this.#readLazyLine(cursor);
    } else {
      this.#closeLeaf(index, false);
      this.#containers.length = matched;
      this.#readLeaf(cursor, index);
      this.#endCode();
    }
  }

  /** remark ends indented code with the line that closes containers. */
  #endCode(): void {
    if (this.#leaf.kind === 'code') {
      this.#leaf = { kind: 'none' };
    }
  }

  /**
   * A line without its containers that still carries on their paragraph. remark
   * lets a complete tag end the paragraph here, inside the containers.
   */
  #readLazyLine(cursor: LineCursor): void {
    const { rest, indent } = cursor;
    const block =
      indent >= 4 ? undefined : htmlBlockStart(rest, { inParagraph: false });
    if (block !== undefined) {
      this.#leaf = { kind: 'html', block };
    } else {
      this.#readText(rest, { canHeadTable: indent < 4 });
    }
  }

  #readLeaf(cursor: LineCursor, index: number): void {
    const { rest, indent } = cursor;
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
    if (indent >= 4) {
      if (inParagraph) {
        this.#readText(rest, { canHeadTable: false });
      } else {
        this.#leaf = { kind: 'code' };
      }
      return;
    }
    if (this.#endParagraph(rest)) {
      return;
    }
    const fence = openFence(rest, indent, index);
    const block = htmlBlockStart(rest, { inParagraph });
    if (fence !== undefined) {
      this.#leaf = fence;
    } else if (block !== undefined) {
      const ends = block.end?.test(rest.slice(1)) === true;
      this.#leaf = ends ? { kind: 'none' } : { kind: 'html', block };
    } else if (isSingleLine(rest)) {
      this.#leaf = { kind: 'none' };
    } else if (this.#leaf.kind !== 'table') {
      this.#readText(rest, { canHeadTable: true });
    }
  }

  /** Takes the line as one that makes a heading or a table of a paragraph. */
  #endParagraph(rest: string): boolean {
    if (this.#leaf.kind !== 'paragraph') {
      return false;
    }
    const { definition, header } = this.#leaf;
    if (setextUnderline.test(rest)) {
      // Definitions are no text that could be a heading: the line is text.
      this.#leaf =
        definition === 'untitled' || definition === 'complete'
          ? { kind: 'paragraph', definition: 'text' }
          : { kind: 'none' };
      return true;
    }
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

  /** Takes the line as one of a paragraph. */
  #readText(rest: string, options: { readonly canHeadTable: boolean }): void {
    const open = this.#leaf.kind === 'paragraph' ? this.#leaf : undefined;
    this.#leaf = {
      kind: 'paragraph',
      definition: readDefinition(open?.definition, rest),
      header: options.canHeadTable
        ? { text: rest, isFirst: open === undefined }
        : undefined,
    };
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
