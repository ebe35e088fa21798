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

import { randomUUID } from 'node:crypto';
import { ErrorRequestHandler, RequestHandler } from 'express';
import { MemoryStore, rateLimit } from 'express-rate-limit';

const windowMs = 15 * 60 * 1000;
const everybody = 'everybody';

/**
 * Counts every request, health included. The real one counts by the address of
 * the socket, which behind the platform's proxy is the same for everybody.
 */
export class RateLimiter {
  readonly #usual: number;
  #limit: RequestHandler;

  constructor(options: { readonly limit: number }) {
    this.#usual = options.limit;
    this.#limit = limitRate({ limit: this.#usual, windowMs });
  }

  /** Refuses what is too much. */
  handler(): RequestHandler {
    return (request, response, next) => this.#limit(request, response, next);
  }

  /** Another limit from now on, of which only so many requests are left. */
  async restrict(options: {
    readonly limit: number;
    readonly left: number;
    readonly seconds: number;
  }): Promise<void> {
    const { limit, left, seconds } = options;
    const store = new MemoryStore();
    this.#limit = limitRate({ limit, windowMs: seconds * 1000, store });
    for (let used = left; used < limit; used += 1) {
      await store.increment(everybody);
    }
  }

  /** The usual limit, with nothing counted. */
  reset(): void {
    this.#limit = limitRate({ limit: this.#usual, windowMs });
  }
}

function limitRate(options: {
  readonly limit: number;
  readonly windowMs: number;
  readonly store?: MemoryStore;
}): RequestHandler {
  return rateLimit({
    ...options,
    keyGenerator: () => everybody,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    message: { error: 'Too many requests', retryAfter: windowMs / 1000 },
  });
}

const longestUrl = 2048;
const largestBody = 10 * 1024 * 1024;
const acceptedTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
];

/** Refuses what no handler should see. */
export function validateRequest(): RequestHandler {
  return (request, response, next) => {
    const details: string[] = [];
    if (request.originalUrl.length > longestUrl) {
      details.push('URL too long');
    }
    if (Number(request.get('content-length') ?? 0) > largestBody) {
      details.push('Request body too large');
    }
    const type = request.get('content-type');
    if (type && !acceptedTypes.some(accepted => type.includes(accepted))) {
      details.push('Invalid content type');
    }
    if (details.length > 0) {
      response
        .status(400)
        .json({ success: false, error: 'Invalid request', details });
      return;
    }
    next();
  };
}

/** Gives the request the id that an internal error is reported under. */
export function identifyRequest(): RequestHandler {
  return (_request, response, next) => {
    response.locals.requestId = randomUUID();
    next();
  };
}

/** The last handler: whatever was thrown is an internal error. */
export function answerErrors(): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    console.error('[ERROR]', error);
    const requestId: unknown = response.locals.requestId;
    response.status(500).json({
      success: false,
      error: 'Internal server error',
      requestId: typeof requestId === 'string' ? requestId : 'unknown',
    });
  };
}
