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

import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { checkWords, troubledChecks } from './checkWords';
import { lowerFirst, plainText } from './plainText';
import { clockTime, sinceWords } from './timeWords';

const LONGEST_MESSAGE = 160;

/** When something began, and when it is looked at. */
export interface Times {
  readonly since: Date;
  readonly at: Date;
  /** When it is asked again. */
  readonly nextAt?: Date;
}

/** Whether a host has to be named, or is the only one of its service. */
export type Naming = 'named' | 'alone';

/** What is wrong with a host that is not healthy, and since when. */
export function hostWords(
  host: HostHealth,
  times: Times,
  naming: Naming,
): string {
  const [check] = troubledChecks(host);
  const since = sinceWords(times.since, times.at);
  const message =
    host.answer === 'rate-limited'
      ? 'limits our requests (429)'
      : lowerFirst(plainText(host.message, LONGEST_MESSAGE));
  switch (host.status) {
    case 'unhealthy':
    case 'degraded':
      return check === undefined
        ? `${host.host} ${message}, ${since}`
        : `${ofHost(host, naming)}${checkWords(check)}, ${since}`;
    case 'unknown':
      return check === undefined
        ? `The state of ${
            host.host
          } is not known ${since}: it ${message}${nextTry(host, times)}`
        : `${ofHost(host, naming)}${checkWords(check)}, ${since}`;
    case 'healthy':
      return `${host.host} is healthy ${since}`;
    default:
      throw new Error(`Unknown status ${host.status satisfies never}`);
  }
}

/** The other checks of the host that are not healthy. */
export function furtherChecks(
  host: HostHealth,
  naming: Naming,
): readonly string[] {
  return troubledChecks(host)
    .slice(1)
    .map(check => `${ofHost(host, naming)}${checkWords(check)}`);
}

function ofHost({ host }: HostHealth, naming: Naming): string {
  switch (naming) {
    case 'named':
      return `${host}: `;
    case 'alone':
      return '';
    default:
      throw new Error(`Unknown naming ${naming satisfies never}`);
  }
}

function nextTry(
  { answer, rateLimit }: HostHealth,
  { at, nextAt }: Times,
): string {
  const resetAt =
    answer === 'rate-limited' && rateLimit?.resetAt !== undefined
      ? new Date(rateLimit.resetAt)
      : undefined;
  const next = [resetAt, nextAt]
    .flatMap(date => date ?? [])
    .filter(date => date.getTime() > at.getTime())
    .sort((a, b) => b.getTime() - a.getTime())[0];
  return next === undefined ? '' : `; next try at ${clockTime(next, at)}`;
}
