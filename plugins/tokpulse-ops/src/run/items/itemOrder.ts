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

import type {
  StepItem,
  StepState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What wants attention comes first. */
const rank: Readonly<Record<StepState, number>> = {
  failed: 0,
  unknown: 1,
  running: 2,
  waiting: 3,
  pending: 4,
  skipped: 5,
  'by-hand': 6,
  succeeded: 7,
};

/** Items with those that failed first, otherwise in the order of the list. */
export function inOrderOfAttention(items: readonly StepItem[]): StepItem[] {
  return [...items].sort(
    (a, b) => rank[a.state] - rank[b.state] || a.index - b.index,
  );
}

/** How many items are in each state, those that want attention first. */
export function countItems(
  items: readonly StepItem[],
): readonly (readonly [StepState, number])[] {
  const counts = new Map<StepState, number>();
  for (const { state } of items) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => rank[a] - rank[b]);
}
