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
 * The database's time between two answers of the database: its last reading
 * and what the monotonic timer counted since. For what is shown to people;
 * whether something is due is decided in SQL.
 */
export class DatabaseClock {
  #reading: { readonly at: number; readonly read: number };

  /** @param at - a time that the database just gave */
  constructor(at: Date) {
    this.#reading = readingOf(at);
  }

  /** Remembers a time that the database just gave. */
  set(at: Date): void {
    this.#reading = readingOf(at);
  }

  now(): Date {
    const { at, read } = this.#reading;
    return new Date(at + (performance.now() - read));
  }
}

function readingOf(at: Date) {
  return { at: at.getTime(), read: performance.now() };
}
