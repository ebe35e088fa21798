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

interface Entry {
  readonly item: number;
  /** Monotonic milliseconds. */
  readonly dueAt: number;
}

/** What a worker does next. */
export type Turn =
  | { readonly kind: 'item'; readonly item: number }
  /** All are done, or in the hands of other workers. */
  | { readonly kind: 'none' }
  /** The next one is due only then. */
  | { readonly kind: 'later'; readonly inMs: number };

/** The items that are left, each due now or at a later time; in order. */
export class ItemQueue {
  readonly #ready: number[] = [];
  readonly #later: Entry[] = [];

  get empty(): boolean {
    return this.#ready.length === 0 && this.#later.length === 0;
  }

  /** Adds an item, to be looked at in so many milliseconds. */
  add(item: number, inMs = 0): void {
    if (inMs <= 0) {
      this.#ready.push(item);
      return;
    }
    this.#later.push({ item, dueAt: performance.now() + inMs });
    this.#later.sort((a, b) => a.dueAt - b.dueAt);
  }

  /** Takes the next item out. What is due goes before what has not begun. */
  take(): Turn {
    const [first] = this.#later;
    const inMs =
      first === undefined ? Infinity : first.dueAt - performance.now();
    if (first !== undefined && inMs <= 0) {
      this.#later.shift();
      return { kind: 'item', item: first.item };
    }
    const item = this.#ready.shift();
    if (item !== undefined) {
      return { kind: 'item', item };
    }
    return first === undefined ? { kind: 'none' } : { kind: 'later', inMs };
  }
}

/** Sleeps until the time is over or the signal aborts. */
export async function pause(inMs: number, signal: AbortSignal): Promise<void> {
  await sleep(inMs, undefined, { signal }).catch(() => undefined);
}
