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

/** One line of output, with the shape that Railway gives it. */
export interface LogLine {
  /** ISO 8601 with nanoseconds. */
  readonly timestamp: string;
  readonly message: string;
  readonly severity: 'info' | 'error';
}

export interface LogQuery {
  /** Words that all have to be in the line; see {@link matcherOf}. */
  readonly filter?: string;
  /** 100 by default, at most 5000. */
  readonly limit?: number;
  readonly startDate?: Date;
  readonly endDate?: Date;
}

const keptLines = 20_000;

/** The output of one deployment; the oldest lines go first. */
export class LogStore {
  readonly #lines: LogLine[] = [];
  #counter = 0;

  add(
    message: string,
    options: { severity?: LogLine['severity']; at?: Date } = {},
  ): void {
    this.#counter = (this.#counter + 1) % 1_000_000;
    const at = (options.at ?? new Date()).toISOString().slice(0, -1);
    this.#lines.push({
      timestamp: `${at}${String(this.#counter).padStart(6, '0')}Z`,
      message,
      severity: options.severity ?? 'info',
    });
    if (this.#lines.length > keptLines) {
      this.#lines.shift();
    }
  }

  /**
   * The newest lines that match, oldest first. Railway answers with one line
   * more than the limit when there is one; so does this.
   */
  read(query: LogQuery): readonly LogLine[] {
    const matches = matcherOf(query.filter ?? '');
    const from = query.startDate?.toISOString() ?? '';
    const to = query.endDate?.toISOString() ?? '\uffff';
    const limit = Math.min(Math.max(query.limit ?? 100, 0), 5_000);
    return this.#lines
      .filter(
        line => line.timestamp >= from && line.timestamp <= to && matches(line),
      )
      .slice(-(limit + 1));
  }
}

/**
 * The part of Railway's filter language that operators use: words and quoted
 * phrases (all must occur, in any case), `OR` between alternatives, `-` before
 * a word that must not occur, and `@level:error`.
 */
export function matcherOf(filter: string): (line: LogLine) => boolean {
  const alternatives = filter.split(/\s+OR\s+/).map(alternative =>
    [...alternative.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)]
      .filter(([whole]) => whole !== 'AND')
      .map(([, minus, phrase, word]) => {
        const wanted = (phrase ?? word).toLowerCase();
        const level = wanted.match(/^@level:(.+)$/)?.[1];
        const holds = (line: LogLine) =>
          level === undefined
            ? line.message.toLowerCase().includes(wanted)
            : line.severity === level;
        return (line: LogLine) => holds(line) === (minus === '');
      }),
  );
  return line => alternatives.some(terms => terms.every(term => term(line)));
}
