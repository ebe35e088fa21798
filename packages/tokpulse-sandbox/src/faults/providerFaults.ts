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

import { Parts } from '../sandbox/World';
import { Fault, FaultSettingsError, numberSetting } from './Fault';

/** The provider's API fails. */
export function providerErrors({ railway }: Parts): Fault {
  return {
    name: 'provider-errors',
    title: 'Provider errors',
    description:
      'Railway\'s API does nothing and fails: HTTP 500 with HTML, and GraphQL errors with HTTP 200, by turns ({"mode": "http" | "graphql"} fixes one).',
    cure: 'Wait and try again; nothing has been done.',
    isActive: () => railway.disturbances.errors !== undefined,
    async induce({ mode = 'mixed' }) {
      if (mode !== 'mixed' && mode !== 'http' && mode !== 'graphql') {
        throw new FaultSettingsError(
          '"mode" must be "mixed", "http" or "graphql"',
        );
      }
      railway.disturbances.errors = mode;
      railway.disturbances.failures = 0;
    },
    async clear() {
      railway.disturbances.errors = undefined;
    },
  };
}

const slowProviderMs = 5_000;

/** The provider's API takes its time. */
export function providerSlow({ railway }: Parts): Fault {
  return {
    name: 'provider-slow',
    title: 'Slow provider',
    description: `Railway's API waits ${slowProviderMs} ms ({"delayMs": n} changes it) before it does what it is asked, even when the caller has given up.`,
    cure: 'Wait; read the state before trying again.',
    isActive: () => railway.disturbances.delayMs > 0,
    async induce(settings) {
      railway.disturbances.delayMs = numberSetting(
        settings,
        'delayMs',
        slowProviderMs,
      );
    },
    async clear() {
      railway.disturbances.delayMs = 0;
    },
  };
}

/** The effect happens and the caller never hears of it. */
export function lostReply({ railway }: Parts): Fault {
  return {
    name: 'lost-reply',
    title: 'Lost replies',
    description:
      'Railway does what a mutation asks and then cuts the connection instead of answering, until the fault ends ({"times": n} limits it). Queries are answered.',
    cure: 'Read the state to find out what happened; do not just try again.',
    isActive: () => railway.disturbances.lostReplies > 0,
    async induce(settings) {
      railway.disturbances.lostReplies = numberSetting(
        settings,
        'times',
        Number.POSITIVE_INFINITY,
      );
    },
    async clear() {
      railway.disturbances.lostReplies = 0;
    },
  };
}
