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
 * Polls until the condition gives something truthy, and returns that.
 *
 * @throws when `withinMs` milliseconds have passed; the last error of the
 * condition, if there was one, is the cause.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { withinMs: number; everyMs?: number; what?: string },
): Promise<NonNullable<T>> {
  const deadline = Date.now() + options.withinMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) {
        return value as NonNullable<T>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(
        `${options.what ?? 'A condition'} did not come true within ${
          options.withinMs
        } ms`,
        { cause },
      );
    }
    await sleep(options.everyMs ?? 25);
  }
}
