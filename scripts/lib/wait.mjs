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

// @ts-check
import { setTimeout as delay } from 'node:timers/promises';
import { duration, Failure } from './progress.mjs';

const POLL_MS = 400;

/**
 * Polls until a condition holds.
 *
 * @template T
 * @param {{
 *   what: string,
 *   timeoutMs: number,
 *   attempt: () => Promise<T | undefined | false>,
 *   while?: () => boolean,
 * }} options `attempt` answers something truthy when the wait is over; what it
 *   throws counts as not yet; `while` ends the wait early, in failure.
 * @returns {Promise<T>}
 */
export async function waitFor(options) {
  const begin = Date.now();
  let last;
  while (Date.now() - begin < options.timeoutMs) {
    if (options.while && !options.while()) {
      throw new Failure(`${options.what}: it ended before it was ready`);
    }
    try {
      const result = await options.attempt();
      if (result) {
        return result;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    await delay(POLL_MS);
  }
  const reason = last instanceof Error ? ` (${last.message})` : '';
  throw new Failure(
    `${options.what}: not ready after ${duration(options.timeoutMs)}${reason}`,
  );
}
