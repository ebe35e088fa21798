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

import type { HealthFixture } from './HealthFixture';

/** Answers of hosts that have no health of their own: pages, redirects, logins. */
export const statusCodeFixtures: readonly HealthFixture[] = [
  {
    ...{ name: 'a page', status: 200, contentType: 'text/html' },
    body: '<!doctype html><title>TokPulse</title>',
    expected: {
      ...{ status: 'healthy', answer: 'answered-without-checks' },
      predicate: 'is healthy',
    },
  },
  {
    ...{ name: 'nothing to say', status: 204, contentType: '', body: '' },
    expected: { status: 'healthy', predicate: 'is healthy' },
  },
  {
    ...{ name: 'a redirect', status: 308, contentType: '', body: '' },
    expected: { status: 'healthy', predicate: 'is healthy (it answers 308)' },
  },
  {
    ...{ name: 'a login', status: 401, contentType: 'application/json' },
    body: '{"error":"Unauthorized"}',
    expected: { status: 'healthy', predicate: 'is healthy (it answers 401)' },
  },
  {
    ...{ name: 'an error', status: 500, contentType: 'text/plain' },
    body: 'Internal Server Error',
    expected: { status: 'unhealthy', answer: 'server-error' },
  },
];
