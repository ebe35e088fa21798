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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  EventPage,
  LogPage,
  Plan,
  RunDetail,
  RunEvent,
  RunList,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunListFilter, RunReader } from '../runs/types';
import { noSuchRun, type Access } from './Access';

/** How often a stream that is open asks whether it still may be. */
const RECHECK_MS = 60_000;

/** Reads runs, as far as the caller may see them. */
export class AuthorizedRunReader {
  readonly #reader: RunReader;
  readonly #access: Access;
  readonly #recheckMs: number;

  constructor(options: {
    readonly reader: RunReader;
    readonly access: Access;
    readonly recheckMs?: number;
  }) {
    this.#reader = options.reader;
    this.#access = options.access;
    this.#recheckMs = options.recheckMs ?? RECHECK_MS;
  }

  async get(
    runId: string,
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    await this.#access.requireRunVisible(runId, credentials);
    const run = await this.#reader.get(runId);
    if (run === undefined) {
      throw noSuchRun(runId);
    }
    return run;
  }

  async list(
    filter: Omit<RunListFilter, 'visible'>,
    credentials: BackstageCredentials,
  ): Promise<RunList> {
    const visible = await this.#access.visibleRuns(credentials);
    switch (visible.kind) {
      case 'none':
        return { items: [] };
      case 'all':
        return this.#reader.list(filter);
      case 'matching':
        return this.#reader.list({ ...filter, visible: visible.query });
      default:
        throw new Error(
          `Unknown filter ${JSON.stringify(visible satisfies never)}`,
        );
    }
  }

  async plan(runId: string, credentials: BackstageCredentials): Promise<Plan> {
    await this.#access.requireRunVisible(runId, credentials);
    const plan = await this.#reader.plan(runId);
    if (plan === undefined) {
      throw noSuchRun(runId);
    }
    return plan;
  }

  async events(
    page: Parameters<RunReader['events']>[0],
    credentials: BackstageCredentials,
  ): Promise<EventPage> {
    await this.get(page.runId, credentials);
    return this.#reader.events(page);
  }

  async log(
    page: Parameters<RunReader['log']>[0],
    credentials: BackstageCredentials,
  ): Promise<LogPage> {
    await this.get(page.runId, credentials);
    return this.#reader.log(page);
  }

  /**
   * Follows a run that the caller may see, and asks again while it is open:
   * throws `NotFoundError` when the permission was taken away.
   */
  async *follow(
    options: Parameters<RunReader['follow']>[0],
    credentials: BackstageCredentials,
  ): AsyncGenerator<RunEvent, void, undefined> {
    await this.get(options.runId, credentials);
    const check = new AbortController();
    let refusal: unknown;
    const timer = setInterval(() => {
      this.#access
        .requireRunVisible(options.runId, credentials)
        .catch(error => {
          refusal ??= error;
          check.abort();
        });
    }, this.#recheckMs);
    try {
      yield* this.#reader.follow({
        ...options,
        signal: AbortSignal.any([options.signal, check.signal]),
      });
    } catch (error) {
      throw refusal ?? error;
    } finally {
      clearInterval(timer);
    }
    if (refusal !== undefined) {
      throw refusal;
    }
  }
}
