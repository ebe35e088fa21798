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

import type { Request, Response } from 'express';
import { withStatus } from './errorBodies';

/** A file that was sent as the body of a request. */
export interface FileBody {
  readonly content: Buffer;
  /** As the sender states it, without parameters, in lower case. */
  readonly mediaType: string;
}

const MEDIA_TYPE =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/;

const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * Reads a body of any media type into one buffer, and stops at the first byte
 * beyond the limit; a body that announces itself as too large is not read.
 */
export async function readFileBody(
  req: Request,
  limit: number,
): Promise<FileBody> {
  const announced = Number(req.headers['content-length'] ?? Number.NaN);
  if (announced > limit) {
    throw tooLarge(limit);
  }
  const buffer = Buffer.allocUnsafe(
    Number.isSafeInteger(announced) ? announced : limit,
  );
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      if (bytes + chunk.length > buffer.length) {
        req.off('data', onData);
        reject(tooLarge(limit));
        return;
      }
      bytes += chunk.copy(buffer, bytes);
    };
    req.on('data', onData);
    req.once('end', resolve);
    req.once('error', reject);
    req.once('close', () => reject(cutOff()));
  });
  return { content: buffer.subarray(0, bytes), mediaType: mediaTypeOf(req) };
}

/** Lets the sender of a body that nobody wants see the answer, and hang up. */
export function refuseBody(req: Request, res: Response): void {
  if (!req.readableEnded && !res.headersSent) {
    res.setHeader('connection', 'close');
    req.resume();
  }
}

function mediaTypeOf(req: Request): string {
  const stated = (req.headers['content-type'] ?? '')
    .split(';', 1)[0]
    .trim()
    .toLowerCase();
  return MEDIA_TYPE.test(stated) ? stated : UNKNOWN_TYPE;
}

function tooLarge(limit: number): Error {
  const most = `${limit / 1024 / 1024} MiB`;
  return withStatus({
    name: 'PayloadTooLargeError',
    message: `The file is larger than ${most}`,
    status: 413,
    code: 'file-too-large',
    nextStep: `Send a file of at most ${most}, such as the part that matters or a compressed one`,
  });
}

function cutOff(): Error {
  return withStatus({
    name: 'InputError',
    message: 'The connection was closed before the whole file was there',
    status: 400,
    code: 'file-incomplete',
    nextStep: 'Send the file again',
  });
}
