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

import type { Response } from 'express';

/** A file as the answer to a request. */
export interface FileAnswer {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer | string;
}

/** What a browser may show as it is; everything else is only bytes to it. */
const SHOWN_AS_IT_IS =
  /^(text\/(plain|markdown|csv)|application\/(json|pdf|zip|gzip)|image\/(png|jpeg|gif|webp))$/;

/**
 * Answers a file as an attachment. Whatever is in it, a browser neither guesses
 * its type nor runs it in the origin of the portal.
 */
export function sendFile(res: Response, file: FileAnswer): void {
  const { name, mediaType, content } = file;
  const isText = typeof content === 'string';
  const type =
    isText || SHOWN_AS_IT_IS.test(mediaType)
      ? mediaType
      : 'application/octet-stream';
  res.attachment(name);
  res.setHeader('content-type', isText ? `${type}; charset=utf-8` : type);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  );
  res.setHeader('cache-control', 'private, no-store');
  res.end(content);
}
