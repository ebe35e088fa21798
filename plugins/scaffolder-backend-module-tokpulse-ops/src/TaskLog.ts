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

import type { LoggerService } from '@backstage/backend-plugin-api';

type Level = 'debug' | 'info' | 'warn' | 'error';

interface Entry {
  readonly level: Level;
  readonly text: string;
}

const FLUSH_MS = 250;

/**
 * The log of a scaffolder task. The scaffolder stores every call of its logger
 * by itself and at the same time, so that lines which come quickly would end in
 * any order: they are given to it together, as one text, in which warnings and
 * errors say what they are.
 */
export class TaskLog {
  readonly #logger: LoggerService;
  #entries: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { readonly logger: LoggerService }) {
    this.#logger = options.logger;
  }

  write(level: Level, text: string): void {
    this.#entries.push({ level, text });
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  info(text: string): void {
    this.write('info', text);
  }

  warn(text: string): void {
    this.write('warn', text);
  }

  error(text: string): void {
    this.write('error', text);
  }

  /** Hands over what has come; call it at the end. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#entries;
    this.#entries = [];
    if (entries.length === 0) {
      return;
    }
    this.#logger.info(
      entries
        .map(({ level, text }) =>
          level === 'warn' || level === 'error' ? `${level}: ${text}` : text,
        )
        .join('\n'),
    );
  }
}
