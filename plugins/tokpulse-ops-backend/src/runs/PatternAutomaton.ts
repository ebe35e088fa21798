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
 * Finds many texts at once (Aho and Corasick, 1975), as a table: one look-up
 * for each UTF-16 code unit. `depth` of a state is the length of the longest
 * suffix of what was read that may begin a pattern.
 */
export class PatternAutomaton {
  readonly start = 0;
  readonly #classes: Uint16Array;
  readonly #width: number;
  readonly #next: Int32Array;
  readonly #depth: Int32Array;
  readonly #longest: Int32Array;

  private constructor(options: {
    classes: Uint16Array;
    width: number;
    next: Int32Array;
    depth: Int32Array;
    longest: Int32Array;
  }) {
    this.#classes = options.classes;
    this.#width = options.width;
    this.#next = options.next;
    this.#depth = options.depth;
    this.#longest = options.longest;
  }

  static create(patterns: readonly string[]): PatternAutomaton {
    const unique = [...new Set(patterns)].filter(one => one.length > 0);

    // Code units that occur in no pattern share class 0.
    const classes = new Uint16Array(65_536);
    let width = 1;
    for (const pattern of unique) {
      for (let index = 0; index < pattern.length; index += 1) {
        const unit = pattern.charCodeAt(index);
        if (classes[unit] === 0) {
          classes[unit] = width;
          width += 1;
        }
      }
    }

    const capacity = unique.reduce((sum, one) => sum + one.length, 1);
    const next = new Int32Array(capacity * width).fill(-1);
    const depth = new Int32Array(capacity);
    const longest = new Int32Array(capacity);
    let states = 1;
    for (const pattern of unique) {
      let state = 0;
      for (let index = 0; index < pattern.length; index += 1) {
        const edge = state * width + classes[pattern.charCodeAt(index)];
        if (next[edge] === -1) {
          next[edge] = states;
          depth[states] = index + 1;
          states += 1;
        }
        state = next[edge];
      }
      longest[state] = pattern.length;
    }

    // Breadth first: a missing edge leads where the longest proper suffix goes.
    const fail = new Int32Array(states);
    const queue: number[] = [0];
    for (let head = 0; head < queue.length; head += 1) {
      const state = queue[head];
      longest[state] = Math.max(longest[state], longest[fail[state]]);
      for (let symbol = 0; symbol < width; symbol += 1) {
        const edge = state * width + symbol;
        const target = next[edge];
        const fallback = state === 0 ? 0 : next[fail[state] * width + symbol];
        if (target === -1) {
          next[edge] = fallback;
        } else {
          fail[target] = state === 0 ? 0 : fallback;
          queue.push(target);
        }
      }
    }
    return new PatternAutomaton({
      classes,
      width,
      next: next.slice(0, states * width),
      depth: depth.slice(0, states),
      longest: longest.slice(0, states),
    });
  }

  /** Whether any pattern occurs in a text. */
  occursIn(text: string): boolean {
    let state = 0;
    for (let index = 0; index < text.length; index += 1) {
      state = this.next(state, text.charCodeAt(index));
      if (this.#longest[state] > 0) {
        return true;
      }
    }
    return false;
  }

  next(state: number, codeUnit: number): number {
    return this.#next[state * this.#width + this.#classes[codeUnit]];
  }

  depth(state: number): number {
    return this.#depth[state];
  }

  /** Length of the longest pattern that ends here; 0 when none does. */
  longestMatch(state: number): number {
    return this.#longest[state];
  }
}
