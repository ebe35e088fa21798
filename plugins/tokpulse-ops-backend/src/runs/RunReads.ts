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

import { NotFoundError } from '@backstage/errors';
import type {
  EventPage,
  LogPage,
  Plan,
  RunDetail,
  RunEvent,
  RunList,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Database } from './Database';
import type { EventFeed } from './eventFeed';
import { findHolder } from './locks';
import { readRunDetail } from './runDetail';
import { allTargets } from './RunLocking';
import { listRuns } from './store/listRuns';
import { loadRun } from './store/loadRun';
import { isUuid } from './store/PostgresPlanStore';
import { readEvents, readLog } from './store/readEvents';
import type { ActionRegistry, RunListFilter, RunReader } from './types';

const MOST_EVENTS = 500;
const MOST_LINES = 2_000;

/** Reads runs. */
export class RunReads implements RunReader {
  readonly #database: Database;
  readonly #feed: EventFeed;
  readonly #actions: Pick<ActionRegistry, 'get'>;

  constructor(options: {
    readonly database: Database;
    readonly feed: EventFeed;
    readonly actions: Pick<ActionRegistry, 'get'>;
  }) {
    this.#actions = options.actions;
    this.#database = options.database;
    this.#feed = options.feed;
  }

  async get(id: string): Promise<RunDetail | undefined> {
    const run = isUuid(id) ? await loadRun(this.#database, id) : undefined;
    if (run?.waiting?.for !== 'lock') {
      return run && readRunDetail(this.#database, run, this.#actions);
    }
    // Whoever was in the way when it was parked may be gone by now.
    const holder = await findHolder(this.#database, {
      runId: run.id,
      severity: run.plan.runbook.severity,
      targets: allTargets(run.plan.steps),
    });
    return readRunDetail(
      this.#database,
      { ...run, waiting: { ...run.waiting, ...holder } },
      this.#actions,
    );
  }

  async list(filter: RunListFilter): Promise<RunList> {
    return listRuns(this.#database, filter);
  }

  async plan(runId: string): Promise<Plan | undefined> {
    const run = isUuid(runId)
      ? await loadRun(this.#database, runId)
      : undefined;
    return run?.plan;
  }

  async events(options: {
    readonly runId: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<EventPage> {
    const { runId, after } = options;
    if (!isUuid(runId)) {
      return { items: [], lastSeq: after };
    }
    const limit = Math.min(options.limit, MOST_EVENTS);
    const page = await readEvents(this.#database, { runId, after, limit });
    return { items: page.items, lastSeq: page.lastSeq };
  }

  async log(options: {
    readonly runId: string;
    readonly from: number;
    readonly limit: number;
  }): Promise<LogPage> {
    const { runId, from } = options;
    if (!isUuid(runId)) {
      return { lines: [], total: 0 };
    }
    const limit = Math.min(options.limit, MOST_LINES);
    return readLog(this.#database, { runId, from, limit });
  }

  async *follow(options: {
    readonly runId: string;
    readonly after: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<RunEvent> {
    if (!isUuid(options.runId)) {
      throw new NotFoundError(`There is no run '${options.runId}'`);
    }
    yield* this.#feed.follow(options);
  }
}
