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

/**
 * HTML blocks of CommonMark 0.31, section 4.6: what starts one, and what ends
 * it. A fence inside is text of the block.
 */
export interface HtmlBlock {
  /** The line with this ends the block; without it a blank line does. */
  readonly end?: RegExp;
}

interface HtmlBlockStart extends HtmlBlock {
  readonly start: RegExp;
  readonly interruptsParagraph: boolean;
}

const blockNames =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|' +
  'colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|' +
  'form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|' +
  'menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|' +
  'summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';
const attributeName = '[a-zA-Z_:][a-zA-Z0-9_.:-]*';
const attributeValue = '(?:[^"\'=<>`/ \\t]+|\'[^\']*\'|"[^"]*")';
const openingTag =
  `<[a-zA-Z][a-zA-Z0-9-]*(?:[ \\t]+${attributeName}` +
  `(?:[ \\t]*=[ \\t]*${attributeValue})?)*[ \\t]*/?>`;
const closingTag = '</[a-zA-Z][a-zA-Z0-9-]*[ \\t]*>';

const starts: readonly HtmlBlockStart[] = [
  {
    start: /^<(?:script|pre|style|textarea)(?:[ \t>]|$)/i,
    end: /<\/(?:script|pre|style|textarea)>/i,
    interruptsParagraph: true,
  },
  { start: /^<!--/, end: /-->/, interruptsParagraph: true },
  { start: /^<\?/, end: /\?>/, interruptsParagraph: true },
  { start: /^<![a-zA-Z]/, end: />/, interruptsParagraph: true },
  { start: /^<!\[CDATA\[/, end: /\]\]>/, interruptsParagraph: true },
  {
    start: new RegExp(`^</?(?:${blockNames})(?:[ \\t]|/?>|$)`, 'i'),
    interruptsParagraph: true,
  },
  {
    start: new RegExp(`^(?:${openingTag}|${closingTag})[ \\t]*$`),
    interruptsParagraph: false,
  },
];

/** The HTML block that a line starts, without its indentation. */
export function htmlBlockStart(
  text: string,
  options: { readonly inParagraph: boolean },
): HtmlBlock | undefined {
  if (!text.startsWith('<')) {
    return undefined;
  }
  return starts.find(
    ({ start, interruptsParagraph }) =>
      (interruptsParagraph || !options.inParagraph) && start.test(text),
  );
}
