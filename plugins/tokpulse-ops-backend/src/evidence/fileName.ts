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

/** Longest name, in characters, of a file of evidence. */
const LONGEST = 120;

/** Of a file whose name says nothing that could be kept. */
const NAMELESS = 'evidence';

/** What file systems, headers and shells give a meaning, and spaces at its ends. */
const RESERVED = /["'`<>:|?*\\/%;$&]/g;

/**
 * A name for a file that a person sent: its last path segment without control
 * characters, marks that turn the direction of text, invisible characters and
 * everything that a header or a shell could take for something else.
 *
 * @example
 * safeFileName('../../etc/passwd') // → 'passwd'
 * safeFileName('invoice\u202egnp.exe') // → 'invoicegnp.exe'
 */
export function safeFileName(name: string): string {
  const segment = name.split(/[/\\]/).at(-1) ?? '';
  const cleaned = segment
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    // Later than that: marks that were kept apart now stand side by side.
    .normalize('NFC')
    .replace(RESERVED, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const short = shorten(cleaned);
  return short === '' ? NAMELESS : short;
}

/** Keeps the extension, by which people know what a file is. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= LONGEST) {
    return name;
  }
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return (
    characters
      .slice(0, LONGEST - extension.length)
      .join('')
      .trimEnd() + extension
  );
}
