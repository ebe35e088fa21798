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

import type { Redactor } from '../runs/types';

/** What is stored of a file, and whether secrets were looked for in it. */
export interface StorableContent {
  readonly content: Buffer;
  readonly kind: 'text' | 'binary';
}

/**
 * A text passes the redactor, like everything that people paste; bytes that are
 * no text are stored as they are. What it is, is seen in the bytes, since the
 * stated media type is the sender's word.
 */
export function storableContent(
  content: Buffer,
  redactor: Redactor,
): StorableContent {
  const text = textOf(content);
  if (text === undefined) {
    return { content, kind: 'binary' };
  }
  const redacted = redactor.text(text);
  return {
    content: redacted === text ? content : Buffer.from(redacted, 'utf8'),
    kind: 'text',
  };
}

/** UTF-8 without NUL, or UTF-16 that says so. */
function textOf(content: Buffer): string | undefined {
  try {
    const decoder = new TextDecoder(encodingOf(content), {
      fatal: true,
      ignoreBOM: true,
    });
    const text = decoder.decode(content);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

function encodingOf(content: Buffer): string {
  switch (content.subarray(0, 2).toString('hex')) {
    case 'fffe':
      return 'utf-16le';
    case 'feff':
      return 'utf-16be';
    default:
      return 'utf-8';
  }
}
