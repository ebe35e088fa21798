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

import type { JsonValue } from '@backstage/types';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../runs/canonicalJson';
import { invalidKey } from './problems';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The value of an `Idempotency-Key` header; undefined when there is none.
 *
 * @throws `InputError` when it cannot be a key
 */
export function readIdempotencyKey(
  header: string | undefined,
): string | undefined {
  if (header === undefined) {
    return undefined;
  }
  if (!KEY.test(header)) {
    throw invalidKey();
  }
  return header;
}

/** SHA-256 of everything that a request says beside its route and its key. */
export function requestHash(request: {
  readonly params: unknown;
  readonly query: unknown;
  /** JSON; the bytes of a file may stand in it. */
  readonly body: unknown;
}): Buffer {
  const { params, query, body } = request;
  const said: JsonValue = JSON.parse(
    JSON.stringify({
      params,
      query: query ?? null,
      body: withoutBytes(body) ?? null,
    }),
  );
  return sha256(canonicalJson(said));
}

/** A megabyte of bytes as JSON would be five. */
function withoutBytes(body: unknown): unknown {
  if (Buffer.isBuffer(body)) {
    return sha256(body).toString('hex');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return body;
  }
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      Buffer.isBuffer(value) ? withoutBytes(value) : value,
    ]),
  );
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
