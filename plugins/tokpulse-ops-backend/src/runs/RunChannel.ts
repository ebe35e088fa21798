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

import {
  terminalRunStates,
  type RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { CompleteEventPage } from './store/readEvents';

/** Recent events that are kept for followers who keep up. */
const KEPT_EVENTS = 200;
const KEPT_LINES = 5_000;
/** Reads this close together become one. */
const READ_EVERY_MS = 20;

/** One run that somebody follows: its newest events, read once for all. */
export class RunChannel {
  readonly runId: string;
  followers = 0;
  readonly #read: (after: number) => Promise<CompleteEventPage>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Set<() => void>();
  #recent: RunEvent[] = [];
  #lines = 0;
  /** Number of the last event that was read. */
  #cursor: number;
  #over: boolean;
  #closed = false;
  #pumping = false;
  #again = false;
  #lastRead = -Infinity;

  constructor(options: {
    readonly runId: string;
    readonly cursor: number;
    readonly over: boolean;
    readonly read: (after: number) => Promise<CompleteEventPage>;
    readonly onError: (error: unknown) => void;
  }) {
    this.runId = options.runId;
    this.#cursor = options.cursor;
    this.#over = options.over;
    this.#read = options.read;
    this.#onError = options.onError;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Whether the run is over, or nobody will read on. */
  get over(): boolean {
    return this.#over || this.#closed;
  }

  /** Events after a number; undefined when the store has to be asked. */
  after(position: number): readonly RunEvent[] | undefined {
    if (position >= this.#cursor) {
      return [];
    }
    const [first] = this.#recent;
    if (first === undefined || first.seq > position + 1) {
      return undefined;
    }
    return this.#recent.slice(position + 1 - first.seq);
  }

  /** Reads what is new, soon. */
  pump(): void {
    if (this.#pumping) {
      this.#again = true;
      return;
    }
    this.#pumping = true;
    const wait = this.#lastRead + READ_EVERY_MS - performance.now();
    setTimeout(() => this.#readAll().catch(this.#onError), Math.max(wait, 0));
  }

  /** Resolves when something was read, or the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#closed) {
      return;
    }
    await new Promise<void>(resolve => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  close(): void {
    this.#closed = true;
    this.#tell();
  }

  async #readAll(): Promise<void> {
    try {
      let complete = false;
      while (!complete && !this.#closed && this.followers > 0) {
        this.#again = false;
        this.#lastRead = performance.now();
        const page = await this.#read(this.#cursor);
        complete = page.complete;
        if (page.items.length > 0) {
          this.#keep(page.items);
          this.#tell();
        }
      }
    } finally {
      this.#pumping = false;
      if (this.#again) {
        this.pump();
      }
    }
  }

  #keep(events: readonly RunEvent[]): void {
    for (const event of events) {
      this.#recent.push(event);
      this.#lines += linesOf(event);
      this.#cursor = event.seq;
      const { body } = event;
      if (body.type === 'run-state' && terminalRunStates.includes(body.state)) {
        this.#over = true;
      }
    }
    while (
      this.#recent.length > KEPT_EVENTS ||
      (this.#lines > KEPT_LINES && this.#recent.length > 1)
    ) {
      const dropped = this.#recent.shift();
      this.#lines -= dropped === undefined ? 0 : linesOf(dropped);
    }
  }

  #tell(): void {
    const waiting = [...this.#waiting];
    waiting.forEach(done => done());
  }
}

function linesOf(event: RunEvent): number {
  return event.body.type === 'log' ? event.body.lines.length : 0;
}
