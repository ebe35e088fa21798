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

import type { RateLimit } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

type Headers = Readonly<Record<string, string>>;

/** Longer waits are not believed: they are mistakes, or a date of another year. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;
/** A reset above this is a time and not a number of seconds. */
const EPOCH_SECONDS = 1_000_000_000;

/**
 * Milliseconds that a host asks us to wait: `Retry-After`, in seconds or as a
 * date (RFC 9110 §10.2.3). Undefined when it does not ask, or nothing sensible.
 */
export function retryAfterMs(
  headers: Headers,
  now: number = Date.now(),
): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) {
    return undefined;
  }
  const waitMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - now;
  return waitMs > 0 && waitMs <= LONGEST_WAIT_MS ? waitMs : undefined;
}

/**
 * What a host says of its own rate limit: `RateLimit-Limit` and its siblings,
 * with and without `X-`, or the one header `RateLimit` of the later drafts of
 * draft-ietf-httpapi-ratelimit-headers. Of several policies the first counts.
 */
export function statedRateLimit(
  headers: Headers,
  now: number = Date.now(),
): RateLimit | undefined {
  const stated = separateHeaders(headers) ?? combinedHeader(headers);
  if (stated === undefined) {
    return undefined;
  }
  const { limit, remaining, reset } = stated;
  const resetMs =
    reset === undefined || reset < EPOCH_SECONDS
      ? reset && reset * 1000
      : reset * 1000 - now;
  return {
    limit,
    remaining: Math.min(remaining, limit),
    ...(resetMs !== undefined &&
      resetMs >= 0 &&
      resetMs <= LONGEST_WAIT_MS && {
        resetAt: new Date(now + resetMs).toISOString(),
      }),
  };
}

interface Stated {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds from now, or since 1970. */
  readonly reset?: number;
}

function separateHeaders(headers: Headers): Stated | undefined {
  for (const prefix of ['ratelimit', 'x-ratelimit']) {
    const limit = leadingInteger(headers[`${prefix}-limit`]);
    const remaining = leadingInteger(headers[`${prefix}-remaining`]);
    if (limit !== undefined && remaining !== undefined) {
      const reset = leadingInteger(headers[`${prefix}-reset`]);
      return { limit, remaining, ...(reset !== undefined && { reset }) };
    }
  }
  return undefined;
}

/** `limit=100, remaining=9, reset=60`, or `"default";r=9;t=60` and a policy. */
function combinedHeader(headers: Headers): Stated | undefined {
  const text = headers.ratelimit ?? '';
  const first = text.split(',')[0];
  const policy = (headers['ratelimit-policy'] ?? '').split(',')[0];
  const limit =
    parameter(text, 'limit') ??
    parameter(policy, 'q') ??
    leadingInteger(policy);
  const remaining = parameter(text, 'remaining') ?? parameter(first, 'r');
  const reset = parameter(text, 'reset') ?? parameter(first, 't');
  return limit === undefined || remaining === undefined
    ? undefined
    : { limit, remaining, ...(reset !== undefined && { reset }) };
}

function parameter(text: string, name: string): number | undefined {
  const found = new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,15})`).exec(text);
  return found ? Number(found[1]) : undefined;
}

function leadingInteger(text: string | undefined): number | undefined {
  const found = /^\s*(\d{1,15})/.exec(text ?? '');
  return found ? Number(found[1]) : undefined;
}
