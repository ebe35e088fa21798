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

import stripAnsi from 'strip-ansi';

/** Control, format and separator characters: what a reader cannot see. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same, once: most text has none, and there can be a lot of text. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const FIRST_CONTROL_PICTURE = 0x2400;
const LAST_C0 = 0x1f;

function show(character: string): string {
  if (character === '\n' || character === '\t') {
    return character;
  }
  const code = character.codePointAt(0) ?? 0;
  if (code <= LAST_C0) {
    return String.fromCodePoint(FIRST_CONTROL_PICTURE + code);
  }
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/**
 * Text from a system that we do not control, made safe to read: terminal
 * escapes are removed, and characters that could hide or reorder text (bidi
 * controls, zero-width characters, carriage returns) become visible marks.
 *
 * @example
 * visibleText('\u001b[31mred\u001b[0m') // → 'red'
 * visibleText('abc\u202Ecba') // → 'abc⟨U+202E⟩cba'
 */
export function visibleText(text: string): string {
  if (!hidden.test(text)) {
    return text;
  }
  return stripAnsi(text)
    .replace(/\r\n/g, '\n')
    .replace(/\r$/, '')
    .replace(unseen, show);
}

/** A value from a system as indented JSON that is safe to read. */
export function visibleJson(value: unknown): string {
  return visibleText(JSON.stringify(value, undefined, 2) ?? '');
}
