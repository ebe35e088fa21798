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

import type { LogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ActionLog } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { wellFormed } from './steps/json';
import type { Redactor } from './types';

/** A batch is written when it has this many bytes or its first line waited this long. */
const BATCH_BYTES = 64 * 1024;
const BATCH_MS = 50;
/** What an action may have unwritten before `lines` makes it wait. */
const PATIENT_BYTES = 256 * 1024;
/** What the calls that cannot wait may have unwritten before lines are dropped. */
const IMPATIENT_BYTES = 4 * 1024 * 1024;
/** Characters of one line that are kept. */
const LINE_LENGTH = 16 * 1024;
/** Room for the secrets at the end of a cut line. */
const CUT_MARGIN = 16 * 1024;
/** Lines of one attempt that are kept. */
const MOST_LINES = 1_000_000;

/** A line's share of a batch beside its text. */
const LINE_OVERHEAD = 64;

/** Collects an action's output into batches, redacted, in order. */
export class LogSink implements ActionLog {
  readonly #redactor: Redactor;
  readonly #now: () => Date;
  readonly #write: (lines: readonly LogLine[]) => Promise<void>;
  readonly #leave: (lines: readonly LogLine[]) => void;
  #batch: LogLine[] = [];
  #bytes = 0;
  /** Bytes that are on their way to the database. */
  #writing = 0;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  #failed = false;
  #kept = 0;
  #dropped = 0;

  constructor(options: {
    readonly redactor: Redactor;
    readonly now: () => Date;
    readonly write: (lines: readonly LogLine[]) => Promise<void>;
    /** Takes the last lines, for a write that follows at once. */
    readonly leave: (lines: readonly LogLine[]) => void;
  }) {
    this.#redactor = options.redactor;
    this.#now = options.now;
    this.#write = options.write;
    this.#leave = options.leave;
  }

  debug(text: string): void {
    this.#add('debug', text);
  }

  info(text: string): void {
    this.#add('info', text);
  }

  warn(text: string): void {
    this.#add('warn', text);
  }

  error(text: string): void {
    this.#add('error', text);
  }

  async lines(lines: readonly LogLine[]): Promise<void> {
    for (const line of lines) {
      this.#push(line);
      while (this.#bytes + this.#writing > PATIENT_BYTES && !this.#failed) {
        this.#flush();
        await this.#last;
      }
    }
  }

  /** Call it when the action has returned; what is left goes with the result. */
  async end(): Promise<void> {
    if (this.#dropped > 0) {
      const dropped = this.#dropped;
      this.#dropped = 0;
      this.#store({
        at: this.#now().toISOString(),
        level: 'warn',
        text: `${dropped} further lines were not kept: the action wrote faster than they can be stored, or more than ${MOST_LINES} of them`,
      });
    }
    const { batch } = this.#take();
    await this.#last;
    if (batch.length > 0 && !this.#failed) {
      this.#leave(batch);
    }
  }

  #add(level: LogLine['level'], text: string): void {
    const at = this.#now().toISOString();
    for (const line of text.split(/\r?\n/)) {
      if (this.#bytes + this.#writing > IMPATIENT_BYTES) {
        this.#dropped += 1;
      } else {
        this.#push({ at, level, text: line });
      }
    }
  }

  #push(line: LogLine): void {
    if (this.#failed) {
      return;
    }
    if (this.#kept >= MOST_LINES) {
      this.#dropped += 1;
      return;
    }
    this.#kept += 1;
    this.#store({
      at: line.at,
      level: line.level,
      text: this.#clean(line.text),
    });
  }

  #store(line: LogLine): void {
    this.#batch.push(line);
    this.#bytes += line.text.length + LINE_OVERHEAD;
    if (this.#bytes >= BATCH_BYTES) {
      this.#flush();
    } else {
      this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    }
  }

  /** Redacts first: a cut through a secret would leave half of it readable. */
  #clean(text: string): string {
    if (text.length <= LINE_LENGTH) {
      return this.#redactor.text(text);
    }
    // Without `end`, so that what may be the beginning of a secret stays out.
    const start = this.#redactor
      .stream()
      .write(text.slice(0, LINE_LENGTH + CUT_MARGIN));
    const kept = wellFormed(start.slice(0, LINE_LENGTH));
    return `${kept}… (${text.length - LINE_LENGTH} further characters)`;
  }

  #take(): { readonly batch: readonly LogLine[]; readonly bytes: number } {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const taken = { batch: this.#batch, bytes: this.#bytes };
    this.#batch = [];
    this.#bytes = 0;
    return taken;
  }

  #flush(): void {
    const { batch, bytes } = this.#take();
    if (batch.length === 0) {
      return;
    }
    this.#writing += bytes;
    this.#last = this.#last.then(async () => {
      try {
        if (!this.#failed) {
          await this.#write(batch);
        }
      } catch {
        // The driver learns of it from its own next write; output without a
        // run to belong to has nowhere to go.
        this.#failed = true;
      } finally {
        this.#writing -= bytes;
      }
    });
  }
}
