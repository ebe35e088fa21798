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

/**
 * Tells listeners that something changed, once for many changes: the output of
 * a run can be faster than a page can draw.
 */
export class Announcer {
  readonly #gatherMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: { readonly gatherMs: number }) {
    this.#gatherMs = options.gatherMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  announce(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#listeners.forEach(listener => listener());
    }, this.#gatherMs);
  }

  /** Takes back what was announced and not yet told. */
  hush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
