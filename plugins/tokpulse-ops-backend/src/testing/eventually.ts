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

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is what the test waits for.
 *
 * @throws Error with the last answer when the time is over
 */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  holds: (answer: T) => boolean,
  options: {
    readonly withinMs?: number;
    readonly everyMs?: number;
    readonly what?: string;
  } = {},
): Promise<T> {
  const { withinMs = 15_000, everyMs = 20, what = 'the condition' } = options;
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) {
      return answer;
    }
    if (performance.now() > end) {
      throw new Error(
        `Waited ${withinMs} ms for ${what}; last: ${JSON.stringify(answer)}`,
      );
    }
    await sleep(everyMs);
  }
}
