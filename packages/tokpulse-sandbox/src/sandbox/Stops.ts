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

/** What has been started and has to be stopped. */
export class Stops {
  readonly #stops: Array<() => Promise<void>> = [];

  /** Remembers to stop a part, and returns it. */
  add<T extends { stop(): Promise<void> }>(part: T): T {
    this.#stops.push(() => part.stop());
    return part;
  }

  /** Remembers to stop a part and to remove its files. */
  addTemporary<T extends { destroy(): Promise<void> }>(part: T): T {
    this.#stops.push(() => part.destroy());
    return part;
  }

  /** Stops all parts at the same time; one that fails does not keep others. */
  async stopAll(): Promise<void> {
    await Promise.allSettled(this.#stops.map(stop => stop()));
  }
}
