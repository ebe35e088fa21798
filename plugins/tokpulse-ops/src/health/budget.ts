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

import type { Slo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatDuration } from '../text/duration';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds of downtime that the objective still allows; negative when it is missed. */
export function budgetLeft({ budgetMs, spentMs }: Slo): number {
  return budgetMs - spentMs;
}

/**
 * Downtime as people reckon it: whole minutes where there are some.
 *
 * @example
 * formatBudget(2_592_000) // → '43 min'
 */
export function formatBudget(milliseconds: number): string {
  return milliseconds >= MINUTE && milliseconds < HOUR
    ? formatDuration(Math.floor(milliseconds / MINUTE) * MINUTE)
    : formatDuration(milliseconds);
}
