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

import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What requests accept; everything else in `content-encoding` is refused. */
export const acceptedEncodings = 'gzip, deflate, br';

/** The body became larger than allowed. */
export class BodyTooLargeError extends Error {
  readonly code = 'TOKPULSE_BODY_TOO_LARGE';
}

/** The body is compressed in a way that nobody asked for, or wrongly. */
export class BodyEncodingError extends Error {
  readonly code = 'TOKPULSE_BODY_ENCODING';
}

/**
 * Reads a body to its end. Bytes are counted after decompression and reading
 * stops at the limit, so that neither an endless body nor a compression bomb
 * fills the memory. Rejects with {@link BodyTooLargeError} or
 * {@link BodyEncodingError}, or with what the stream failed with.
 */
export async function readBody(options: {
  readonly body: Readable;
  readonly encoding: string | undefined;
  readonly maxBytes: number;
}): Promise<string> {
  const { body, maxBytes } = options;
  const decoder = decoderFor(options.encoding);
  const source = decoder ?? body;
  if (decoder) {
    body.on('error', error => decoder.destroy(error));
    body.pipe(decoder);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxBytes) {
        throw new BodyTooLargeError(`More than ${maxBytes} bytes`);
      }
      chunks.push(bytes);
    }
  } catch (error) {
    if (isZlibError(error)) {
      throw new BodyEncodingError('Broken compression', { cause: error });
    }
    throw error;
  } finally {
    decoder?.destroy();
    body.on('error', () => {});
    body.destroy();
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

function decoderFor(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new BodyEncodingError('Unknown content encoding');
  }
}

function isZlibError(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'code' in error
      ? String(error.code)
      : '';
  return /^(Z_|ERR_BROTLI|ERR__?ERROR_FORMAT|ERR_PADDING|ERR_ZLIB)/.test(code);
}
