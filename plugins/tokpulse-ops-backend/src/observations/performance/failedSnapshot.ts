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

import type { HostAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { clockTime } from '../explain/timeWords';
import type { PerformanceSnapshot } from './PerformanceSnapshot';

/** Why a report could not be read. */
export interface PerformanceFailure {
  readonly answer: HostAnswer;
  readonly problem: string;
  readonly tooLarge: boolean;
}

/** What the summary of a host says. */
export type StatedByHost = Omit<
  NonNullable<PerformanceSnapshot['stated']>,
  'measured'
>;

/** They pass, and say nothing about the figures that were read before. */
const PASSING: readonly HostAnswer[] = [
  ...(['rate-limited', 'timeout', 'server-error', 'edge-error'] as const),
  ...(['refused', 'dns-error', 'tls-error', 'connection-lost'] as const),
];

/** What is kept when the report could not be read. */
export function failedSnapshot(options: {
  readonly at: string;
  readonly failure: PerformanceFailure;
  /** The summary could be read all the same. */
  readonly stated: StatedByHost | undefined;
  readonly previous: PerformanceSnapshot | undefined;
}): PerformanceSnapshot {
  const { at, failure, stated, previous } = options;
  if (
    stated === undefined &&
    previous !== undefined &&
    previous.budgets.length > 0 &&
    PASSING.includes(failure.answer)
  ) {
    return {
      ...previous,
      answer: failure.answer,
      problem: `${failure.problem}. These are the figures of ${clockTime(
        new Date(previous.at),
        new Date(at),
      )}`,
    };
  }
  return {
    at,
    answer: stated === undefined ? failure.answer : 'answered',
    problem: failure.problem,
    ...(stated && {
      stated: {
        ...stated,
        measured: failure.tooLarge || stated.violations > 0,
      },
    }),
    ...{ budgets: [], recommendations: [], endpoints: [], notes: [] },
    samples: 0,
    // What was read before this is not to count again after it.
    ...(previous?.readUntil !== undefined && {
      readUntil: previous.readUntil,
    }),
  };
}
