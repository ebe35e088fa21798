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

import type { PageHints, PageRequest } from './schema/pageOfSubscriptions';
import type { Counts } from './SubscriptionCounts';

/** With fewer rows every way through them is quick. */
export const MANY_ROWS = 50_000;
/** So many are found by their state and sorted in a few milliseconds. */
const FEW = 2_000;
/** Older counts say too little of the rows of now. */
const OLDEST_MS = 5 * 60_000;

const about = {
  'trial-over': { state: 'TRIAL', oldest: 'oldest_trial' },
  'period-over': { state: 'ACTIVE', oldest: 'oldest_period' },
  'past-due': { state: 'PAST_DUE', oldest: 'oldest_period' },
} as const;

/** What the last counts tell about the rows of a list of many. */
export function hintsFrom(
  counts: Counts | undefined,
  { status, anomaly }: Pick<PageRequest, 'status' | 'anomaly'>,
  now: Date,
): PageHints {
  if (
    counts === undefined ||
    counts.total < MANY_ROWS ||
    now.getTime() - counts.at.getTime() > OLDEST_MS
  ) {
    return {};
  }
  const fewHave = (state: string) => {
    const found = counts.byStatus.find(it => it.status === state);
    return (found?.count ?? 0) <= FEW;
  };
  if (anomaly === undefined) {
    return status === undefined ? {} : { fewHaveState: fewHave(status) };
  }
  const { state, oldest } = about[anomaly];
  const [notBefore] = counts.rows
    .filter(row => row.status === state)
    .map(row => row[oldest])
    .filter(time => time !== null)
    .sort();
  return {
    fewHaveState: fewHave(state),
    ...(notBefore !== undefined && { notBefore }),
  };
}
