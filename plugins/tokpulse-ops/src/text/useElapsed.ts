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

import { useNow } from './useNow';

const parse = (at: string): number => Date.parse(at);

/**
 * Milliseconds from `from` to `to`, or to now while `to` is missing; ticks
 * every second then. Never negative. Undefined without a beginning.
 */
export function useElapsed(
  from: string | undefined,
  to?: string,
): number | undefined {
  const now = useNow();
  if (from === undefined) {
    return undefined;
  }
  return Math.max(0, (to === undefined ? now : parse(to)) - parse(from));
}

/** Milliseconds until `until`; 0 when it is over. */
export function useRemaining(until: string): number {
  return Math.max(0, parse(until) - useNow());
}
