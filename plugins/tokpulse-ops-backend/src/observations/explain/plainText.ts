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

import { visibleText } from '../../text/visibleText';

/** `user:password@` of a URL; what a service prints may hold one that we do not know. */
const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;
/** `password=…`, `token: …`, `Bearer …`; not "password authentication failed". */
const CREDENTIAL_AFTER_WORD =
  /\b((?:password|passwd|secret|token|api[-_ ]?key)\s*[=:]\s*|bearer\s+)[^\s,;]{4,}/gi;

/**
 * A text of a service as a part of one of our sentences: on one line, without
 * credentials, and no longer than `length` characters.
 */
export function plainText(text: string, length: number): string {
  const line = visibleText(text)
    .replace(CREDENTIALS_IN_URL, '$1')
    .replace(CREDENTIAL_AFTER_WORD, '$1[redacted]')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.;,\s]+$/, '');
  return clipped(line, length);
}

/** Cut at a word, with an ellipsis, and never inside of a character. */
export function clipped(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) {
    return text;
  }
  const head = characters.slice(0, length - 1).join('');
  const space = head.lastIndexOf(' ');
  return `${(space > length / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}

export function upperFirst(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase('en-US') + rest.join('');
}

/** `Does not answer` → `does not answer`; what is written in capitals stays. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 check`, `3 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
