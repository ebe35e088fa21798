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

import type { ObservationNotice } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What waits for one reader: the latest of each kind and service. */
export class NoticeQueue implements AsyncIterable<ObservationNotice> {
  readonly #waiting = new Map<string, ObservationNotice>();
  #closed = false;
  #wake: () => void = () => undefined;

  add(notice: ObservationNotice): void {
    const key = `${notice.what} ${notice.service}`;
    // At its end, so that the order is that of the news.
    this.#waiting.delete(key);
    this.#waiting.set(key, notice);
    this.#wake();
  }

  /** Ends the iteration; what waits is left out. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<
    ObservationNotice,
    void,
    undefined
  > {
    while (!this.#closed) {
      const [first] = this.#waiting;
      if (first === undefined) {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      } else {
        this.#waiting.delete(first[0]);
        yield first[1];
      }
    }
  }
}
