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

import type {
  LogPage,
  NumberedLogLine,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Announcer } from '../data/Announcer';
import { visibleText } from '../text/visibleText';

/** One line, safe to show. */
export interface ShownLine {
  /** 0-based position in the run. */
  readonly line: number;
  readonly at: string;
  readonly level: NumberedLogLine['level'];
  readonly stepId?: string;
  readonly text: string;
}

/** What is shown of the loaded lines. */
export interface LogFilter {
  readonly stepId?: string;
  /** Text to find, without regard to case. */
  readonly search?: string;
}

export interface LogStoreOptions {
  /** Reads lines by position. */
  readonly load: (query: {
    readonly from: number;
    readonly limit: number;
  }) => Promise<LogPage>;
  /** Lines of a page; default 1,000. */
  readonly pageSize?: number;
  /** Pages that are kept; default 40. */
  readonly keep?: number;
  /** Milliseconds that changes are gathered; default 50. */
  readonly gatherMs?: number;
}

interface Page {
  readonly lines: (ShownLine | undefined)[];
  filled: number;
  state: 'idle' | 'loading' | 'failed';
  usedAt: number;
}

const PAGE_SIZE = 1_000;
const KEPT_PAGES = 40;
const GATHER_MS = 50;

function toShown(line: NumberedLogLine): ShownLine {
  return { ...line, text: visibleText(line.text) };
}

/**
 * The log of a run as far as it is loaded: pages of lines at their positions,
 * so that a line can neither be missing unnoticed nor be there twice. Keeps a
 * bounded number of pages, whatever the length of the log.
 */
export class LogStore {
  readonly #load: LogStoreOptions['load'];
  readonly #keep: number;
  readonly #announcer: Announcer;
  readonly #pages = new Map<number, Page>();
  readonly pageSize: number;
  #total = 0;
  #version = 0;
  #uses = 0;

  constructor(options: LogStoreOptions) {
    this.#load = options.load;
    this.pageSize = options.pageSize ?? PAGE_SIZE;
    this.#keep = options.keep ?? KEPT_PAGES;
    this.#announcer = new Announcer({
      gatherMs: options.gatherMs ?? GATHER_MS,
    });
  }

  readonly subscribe = (listener: () => void): (() => void) =>
    this.#announcer.subscribe(listener);

  /** Changes whenever the lines do. */
  readonly getVersion = (): number => this.#version;

  /** Lines of the run, loaded or not. */
  get total(): number {
    return this.#total;
  }

  get loaded(): number {
    let loaded = 0;
    this.#pages.forEach(({ filled }) => {
      loaded += filled;
    });
    return loaded;
  }

  /** The line at a position, if it is loaded. */
  at(line: number): ShownLine | undefined {
    return this.#pages.get(this.#pageOf(line))?.lines[line % this.pageSize];
  }

  /** Whether loading the page of a line has failed. */
  hasFailed(line: number): boolean {
    return this.#pages.get(this.#pageOf(line))?.state === 'failed';
  }

  /** Learns how many lines there are; a log never gets shorter. */
  grow(total: number): void {
    if (total > this.#total) {
      this.#total = total;
      this.#changed();
    }
  }

  /** Takes lines in; those that are there already stay as they are. */
  add(lines: readonly NumberedLogLine[]): void {
    for (const line of lines) {
      const page = this.#page(this.#pageOf(line.line));
      const index = line.line % this.pageSize;
      if (page.lines[index] === undefined) {
        page.lines[index] = toShown(line);
        page.filled += 1;
      }
      this.#total = Math.max(this.#total, line.line + 1);
    }
    this.#evict();
    this.#changed();
  }

  /** Says which lines are looked at (`to` is exclusive); loads what is missing. */
  want(range: { readonly from: number; readonly to: number }): void {
    const from = Math.max(0, range.from);
    const to = Math.min(this.#total, range.to);
    if (from >= to) {
      return;
    }
    const last = this.#pageOf(to - 1);
    for (let number = this.#pageOf(from); number <= last; number += 1) {
      const page = this.#page(number);
      this.#uses += 1;
      page.usedAt = this.#uses;
      const size = Math.min(
        this.pageSize,
        this.#total - number * this.pageSize,
      );
      if (page.filled < size && page.state === 'idle') {
        this.#fill(number, page);
      }
    }
  }

  /** Tries again to load what failed. */
  retry(line: number): void {
    const page = this.#page(this.#pageOf(line));
    if (page.state === 'failed') {
      page.state = 'idle';
      this.want({ from: line, to: line + 1 });
    }
  }

  /** Loads the newest lines before the first loaded one. */
  wantOlder(): void {
    const first = this.#firstLoaded();
    this.want({ from: first - this.pageSize, to: first });
  }

  /** Positions of the loaded lines that a filter lets through, in order. */
  find(filter: LogFilter): number[] {
    const needle = filter.search?.toLowerCase() ?? '';
    const found: number[] = [];
    const numbers = [...this.#pages.keys()].sort((a, b) => a - b);
    for (const number of numbers) {
      for (const line of this.#pages.get(number)?.lines ?? []) {
        if (
          line !== undefined &&
          (filter.stepId === undefined || line.stepId === filter.stepId) &&
          (needle === '' || line.text.toLowerCase().includes(needle))
        ) {
          found.push(line.line);
        }
      }
    }
    return found;
  }

  #firstLoaded(): number {
    const numbers = [...this.#pages.keys()];
    const lines = this.#pages.get(Math.min(...numbers))?.lines ?? [];
    return lines.find(line => line !== undefined)?.line ?? this.#total;
  }

  #fill(number: number, page: Page): void {
    page.state = 'loading';
    const from = number * this.pageSize;
    this.#load({ from, limit: this.pageSize }).then(
      ({ lines, total }) => {
        page.state = 'idle';
        this.#total = Math.max(this.#total, total);
        this.add(lines);
      },
      () => {
        page.state = 'failed';
        this.#changed();
      },
    );
  }

  #pageOf(line: number): number {
    return Math.floor(line / this.pageSize);
  }

  #page(number: number): Page {
    const existing = this.#pages.get(number);
    if (existing !== undefined) {
      return existing;
    }
    this.#uses += 1;
    const page: Page = {
      lines: [],
      filled: 0,
      state: 'idle',
      usedAt: this.#uses,
    };
    this.#pages.set(number, page);
    return page;
  }

  /** Forgets the pages that nobody has looked at for longest; never the end. */
  #evict(): void {
    const end = this.#pageOf(Math.max(0, this.#total - 1));
    const candidates = [...this.#pages]
      .filter(([number, { state }]) => number !== end && state !== 'loading')
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    candidates
      .slice(0, Math.max(0, this.#pages.size - this.#keep))
      .forEach(([number]) => this.#pages.delete(number));
  }

  #changed(): void {
    this.#version += 1;
    this.#announcer.announce();
  }
}
