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

import type { DefinitionState } from './definition';
import { htmlBlockStart, type HtmlBlock } from './htmlBlock';
import type { LineCursor } from './LineCursor';
import { thematicBreak } from './containers';

/** A fenced code block that is open. */
export interface OpenFence {
  readonly kind: 'fence';
  readonly line: number;
  readonly indent: number;
  readonly info: string;
  readonly sequence: string;
}

/** The block that the next line may carry on. */
export type Leaf =
  | { readonly kind: 'none' | 'table' | 'code' }
  | {
      readonly kind: 'paragraph';
      readonly definition: DefinitionState;
      /** The last line, when it may head a table. */
      readonly header?: { readonly text: string; readonly isFirst: boolean };
    }
  | { readonly kind: 'html'; readonly block: HtmlBlock }
  | OpenFence;

const fenceOpening = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const atxHeading = /^#{1,6}(?:[ \t]|$)/;

/** Whether a line is a heading or a break, which end where they begin. */
export function isSingleLine(rest: string): boolean {
  return atxHeading.test(rest) || thematicBreak.test(rest);
}

/** The fence that a line opens. */
export function openFence(
  rest: string,
  indent: number,
  line: number,
): OpenFence | undefined {
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

/** Whether a line closes a fence of this sequence. */
export function closesFence(cursor: LineCursor, sequence: string): boolean {
  const closing = cursor.rest.replace(/[ \t]+$/, '');
  return (
    cursor.indent < 4 &&
    closing.length >= sequence.length &&
    closing === sequence[0].repeat(closing.length)
  );
}

/** Whether a line without its containers carries on their paragraph. */
export function isLazy(cursor: LineCursor): boolean {
  const { rest } = cursor;
  return rest !== '' && (cursor.indent >= 4 || !endsParagraph(rest));
}

function endsParagraph(rest: string): boolean {
  return (
    openFence(rest, 0, 0) !== undefined ||
    isSingleLine(rest) ||
    htmlBlockStart(rest, { inParagraph: true }) !== undefined
  );
}
