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

const tabStop = 4;

/**
 * A place in a line of Markdown. Tabs reach to the next multiple of four, so a
 * place can be in the middle of one.
 */
export class LineCursor {
  readonly text: string;
  #offset = 0;
  #column = 0;
  /** Columns of the tab at the offset that are used up already. */
  #usedOfTab = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Columns of white space from here to the next other character. */
  get indent(): number {
    let column = this.#column;
    for (let index = this.#offset; index < this.text.length; index++) {
      const character = this.text[index];
      if (character === ' ') {
        column += 1;
      } else if (character === '\t') {
        column += tabStop - (column % tabStop);
      } else {
        break;
      }
    }
    return column - this.#column;
  }

  /** What follows the white space from here; empty on a blank line. */
  get rest(): string {
    let index = this.#offset;
    while (this.text[index] === ' ' || this.text[index] === '\t') {
      index += 1;
    }
    return this.text.slice(index);
  }

  /** Everything from here; what is left of a tab is written as spaces. */
  get remainder(): string {
    if (this.#usedOfTab === 0) {
      return this.text.slice(this.#offset);
    }
    const left = tabStop - (this.#column % tabStop);
    return ' '.repeat(left) + this.text.slice(this.#offset + 1);
  }

  /** Characters of the line before the remainder. */
  get consumed(): number {
    return this.#offset;
  }

  /** Goes over white space, at most this many columns. */
  skipColumns(columns: number): void {
    let left = columns;
    while (left > 0 && this.#offset < this.text.length) {
      const character = this.text[this.#offset];
      if (character === ' ') {
        this.#offset += 1;
        this.#column += 1;
        left -= 1;
      } else if (character === '\t') {
        const width = tabStop - (this.#column % tabStop);
        const used = Math.min(width, left);
        this.#column += used;
        left -= used;
        this.#usedOfTab = used < width ? this.#usedOfTab + used : 0;
        this.#offset += used < width ? 0 : 1;
      } else {
        return;
      }
    }
  }

  /** Goes over characters that are neither spaces nor tabs. */
  skipCharacters(count: number): void {
    this.#offset += count;
    this.#column += count;
  }
}
