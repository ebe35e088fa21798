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

import type { Collection } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

const MISSED = 3;
/** Of a service that is asked every second a slow answer is not three that are missing. */
const LEAST_MS = 15_000;

/**
 * Whether so much is missing that what is shown may not be true any more: the
 * backend says so, or the last reading is older than three collections.
 */
export function isStale(
  collection: Pick<Collection, 'at' | 'everyMs' | 'stale'>,
  now: number,
): boolean {
  const { at, everyMs, stale } = collection;
  return (
    stale ||
    (at !== undefined &&
      now - Date.parse(at) > Math.max(MISSED * everyMs, LEAST_MS))
  );
}
