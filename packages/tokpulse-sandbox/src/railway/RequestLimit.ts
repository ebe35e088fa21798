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

const windowMs = 60 * 60 * 1000;

/** How a caller stands after a request was counted. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, in seconds since the epoch. */
  readonly resetAt: number;
  readonly exceeded: boolean;
  readonly retryAfterSeconds: number;
}

/** Counts the requests of each token in a window of one hour. */
export class RequestLimit {
  readonly #windows = new Map<string, { startedAt: number; used: number }>();
  perHour: number;

  constructor(perHour: number) {
    this.perHour = perHour;
  }

  count(token: string, now = Date.now()): Allowance {
    let window = this.#windows.get(token);
    if (!window || now - window.startedAt >= windowMs) {
      window = { startedAt: now, used: 0 };
      this.#windows.set(token, window);
    }
    window.used += 1;
    const endsAt = window.startedAt + windowMs;
    return {
      limit: this.perHour,
      remaining: Math.max(0, this.perHour - window.used),
      resetAt: Math.ceil(endsAt / 1000),
      exceeded: window.used > this.perHour,
      retryAfterSeconds: Math.ceil((endsAt - now) / 1000),
    };
  }

  clear(): void {
    this.#windows.clear();
  }
}
