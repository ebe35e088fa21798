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

import { retryAfterMs, statedRateLimit } from './rateLimit';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const inAMinute = '2026-11-24T12:01:00.000Z';

describe('Retry-After', () => {
  it.each([
    ['90', 90_000],
    ['Tue, 24 Nov 2026 12:01:00 GMT', 60_000],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['Mon, 23 Nov 2026 12:00:00 GMT', undefined],
    ['Fri, 24 Nov 2062 12:00:00 GMT', undefined],
    ['99999999', undefined],
  ])('%s', (text, expected) => {
    expect(retryAfterMs({ 'retry-after': text }, now)).toBe(expected);
  });

  it('is nothing when the host does not say it', () => {
    expect(retryAfterMs({}, now)).toBeUndefined();
  });
});

describe('the rate limit that a host states', () => {
  const expected = { limit: 100, remaining: 42, resetAt: inAMinute };

  it.each<[string, Record<string, string>]>([
    [
      'the headers of express-rate-limit, draft 6',
      {
        'ratelimit-policy': '100;w=900',
        'ratelimit-limit': '100',
        'ratelimit-remaining': '42',
        'ratelimit-reset': '60',
      },
    ],
    [
      'draft 7',
      {
        'ratelimit-policy': '100;w=900',
        ratelimit: 'limit=100, remaining=42, reset=60',
      },
    ],
    [
      'draft 8 and later',
      {
        'ratelimit-policy': '"100-in-15min"; q=100; w=900; pk=:NDdjOTNj:',
        ratelimit: '"100-in-15min"; r=42; t=60',
      },
    ],
    [
      'the older ones, with the time of the reset',
      {
        'x-ratelimit-limit': '100',
        'x-ratelimit-remaining': '42',
        'x-ratelimit-reset': String(now / 1000 + 60),
      },
    ],
    [
      'several policies, of which the first counts',
      {
        'ratelimit-limit': '100, 100;w=900, 5000;w=86400',
        'ratelimit-remaining': '42',
        'ratelimit-reset': '60',
      },
    ],
  ])('is read from %s', (_, headers) => {
    expect(statedRateLimit(headers, now)).toEqual(expected);
  });

  it('may have no time of its reset', () => {
    expect(
      statedRateLimit(
        { 'ratelimit-limit': '10', 'ratelimit-remaining': '11' },
        now,
      ),
    ).toEqual({ limit: 10, remaining: 10 });
  });

  it.each<Record<string, string>>([
    {},
    { 'ratelimit-limit': '100' },
    { 'ratelimit-limit': 'many', 'ratelimit-remaining': 'few' },
    { ratelimit: 'default' },
  ])('is not known from %j', headers => {
    expect(statedRateLimit(headers, now)).toBeUndefined();
  });
});
