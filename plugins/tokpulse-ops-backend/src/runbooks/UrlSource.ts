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

import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isErrorWithName } from '@backstage/errors';
import {
  isRunbookPath,
  MAX_RUNBOOK_BYTES,
  MAX_RUNBOOKS,
  type RunbookFile,
  type RunbookSource,
} from './RunbookSource';

/**
 * Runbooks behind a URL that the portal's integrations can read: one file, or
 * a pattern such as `https://github.com/acme/ops/tree/main/runbooks/*.md`.
 * The URL is asked by {@link UrlSource.refresh} only, on a schedule.
 */
export class UrlSource implements RunbookSource {
  readonly name: string;
  readonly #url: string;
  readonly #reader: UrlReaderService;
  #etag: string | undefined;
  #files: readonly RunbookFile[] = [];
  #failure: Error | undefined = undefined;
  #first: Promise<void> | undefined;

  constructor(options: {
    readonly url: string;
    readonly reader: UrlReaderService;
  }) {
    this.#url = options.url;
    this.#reader = options.reader;
    this.name = `url ${options.url}`;
  }

  /** What was last read; keeps it while the URL cannot be read. */
  async read(): Promise<readonly RunbookFile[]> {
    this.#first ??= this.refresh();
    await this.#first;
    if (this.#failure !== undefined && this.#files.length === 0) {
      throw this.#failure;
    }
    return this.#files;
  }

  /** Asks the URL. Never throws: `read` tells. */
  async refresh(signal?: AbortSignal): Promise<void> {
    try {
      const { etag, files } = await this.#reader.search(this.#url, {
        etag: this.#etag,
        signal,
      });
      const runbooks = files.filter(
        ({ url }) =>
          isRunbookPath(url) || isRunbookPath(url.replace(/\?.*$/, '')),
      );
      if (runbooks.length > MAX_RUNBOOKS) {
        throw new Error(
          `${this.#url} names ${
            runbooks.length
          } Markdown files; the limit is ${MAX_RUNBOOKS}`,
        );
      }
      this.#files = await Promise.all(
        runbooks.map(async file => {
          const content = await file.content();
          if (content.byteLength > MAX_RUNBOOK_BYTES) {
            throw new Error(
              `${file.url} has ${content.byteLength} bytes; the limit is ${MAX_RUNBOOK_BYTES}`,
            );
          }
          return { path: file.url, source: content.toString('utf8') };
        }),
      );
      this.#etag = etag;
      this.#failure = undefined;
    } catch (error) {
      if (!isErrorWithName(error, 'NotModifiedError')) {
        this.#failure = new Error(`${this.#url} could not be read`, {
          cause: error,
        });
      }
    }
  }

  /** Why the last refresh failed. */
  get failure(): Error | undefined {
    return this.#failure;
  }
}
