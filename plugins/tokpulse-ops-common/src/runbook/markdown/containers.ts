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

import type { LineCursor } from './LineCursor';

/** A block that holds others: a quote, a list item or a footnote. */
export type Container =
  | { readonly kind: 'quote' | 'footnote' }
  | {
      readonly kind: 'item';
      /** Columns that a line needs to belong to the item. */
      readonly width: number;
      /** No content yet: the next blank line ends the item. */
      empty: boolean;
    };

/** A line of three or more of `*`, `-` or `_`, which is no list item. */
export const thematicBreak =
  /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

const listMarker = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/;
const footnoteLabel = /^\[\^(?:[^[\]\\ \t]|\\[[\]\\]|\\)+\]:[ \t]*/;

/** Goes over what a line needs to belong to a container, if it has it. */
export function continuesContainer(
  container: Container,
  cursor: LineCursor,
): boolean {
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
      if (blank ? container.empty : cursor.indent < container.width) {
        return false;
      }
      cursor.skipColumns(container.width);
      return true;
    default:
      return false;
  }
}

/**
 * Goes over the start of a container, if there is one.
 *
 * @param options - `interrupting`: a paragraph is open, which fewer lists may end
 */
export function openContainer(
  cursor: LineCursor,
  options: { readonly interrupting: boolean },
): Container | undefined {
  if (cursor.indent >= 4) {
    return undefined;
  }
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
