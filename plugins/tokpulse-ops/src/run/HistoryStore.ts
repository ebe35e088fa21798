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
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';
import { Announcer } from '../data/Announcer';

const PAGE = 1_000;
const GATHER_MS = 50;

/** Events that other parts of the page show, and of which there can be many. */
const elsewhere: ReadonlySet<RunEventBody['type']> = new Set<
  RunEventBody['type']
>(['log', 'verification', 'item-state', 'driver-claimed']);

/** What people said about a step: the timeline shows it with the step. */
const said: ReadonlySet<RunEventBody['type']> = new Set<RunEventBody['type']>([
  'confirmed',
  'approval-decided',
  'answered',
  'decided',
  'plan-changed',
  'late-result',
]);

type ByStep = ReadonlyMap<string, readonly RunEvent[]>;

/** Adds what was said; the list of a step of which nothing was said stays the same. */
function withSaid(byStep: ByStep, events: readonly RunEvent[]): ByStep {
  const next = new Map(byStep);
  for (const event of events) {
    const { body } = event;
    if (said.has(body.type) && 'stepId' in body && body.stepId !== undefined) {
      next.set(body.stepId, [...(next.get(body.stepId) ?? []), event]);
    }
  }
  return next;
}

/** What happened in a run, as far as it was read. */
export interface History {
  readonly kind: 'closed' | 'loading' | 'open' | 'failed';
  /** In order, without output, readings and items. */
  readonly events: readonly RunEvent[];
  /** What people said about each step, by its id. */
  readonly byStep: ByStep;
  /** Sequence number up to which every event was read. */
  readonly upTo: number;
  /** Sequence number of the last event that there is. */
  readonly total: number;
  readonly error?: unknown;
}

/**
 * Keeps who did what and why, from the first event on: reads what happened
 * before the page was opened, then takes what the stream delivers. Nothing is
 * read before it is opened, since a run with much output has many events.
 */
export class HistoryStore {
  readonly #list: TokPulseOpsApi['listEvents'];
  readonly #runId: string;
  readonly #announcer = new Announcer({ gatherMs: GATHER_MS });
  #life = new AbortController();
  #history: History = {
    kind: 'closed',
    events: [],
    byStep: new Map(),
    upTo: 0,
    total: 0,
  };
  #reading = false;

  constructor(options: {
    readonly api: Pick<TokPulseOpsApi, 'listEvents'>;
    readonly runId: string;
  }) {
    this.#list = options.api.listEvents.bind(options.api);
    this.#runId = options.runId;
  }

  readonly subscribe = (listener: () => void): (() => void) =>
    this.#announcer.subscribe(listener);

  readonly getHistory = (): History => this.#history;

  /** Begins to read; again, after a failure. */
  readonly open = (): void => {
    if (this.#life.signal.aborted) {
      this.#life = new AbortController();
    }
    if (this.#history.kind === 'closed' || this.#history.kind === 'failed') {
      this.#become({ ...this.#history, kind: 'loading', error: undefined });
    }
    this.#read();
  };

  close(): void {
    this.#life.abort();
    this.#reading = false;
    this.#announcer.hush();
  }

  /** Takes an event of the stream; one that leaves a gap has it read. */
  add(event: RunEvent): void {
    if (event.seq === this.#history.upTo + 1) {
      this.#take([event]);
    }
    this.grow(event.seq);
  }

  /** Learns how many events there are. */
  grow(total: number): void {
    if (total > this.#history.total) {
      this.#become({ ...this.#history, total });
    }
    this.#read();
  }

  #take(events: readonly RunEvent[]): void {
    const fresh = events.filter(({ seq }) => seq > this.#history.upTo);
    const last = fresh[fresh.length - 1];
    if (last !== undefined) {
      this.#become({
        ...this.#history,
        upTo: last.seq,
        total: Math.max(this.#history.total, last.seq),
        byStep: withSaid(this.#history.byStep, fresh),
        events: [
          ...this.#history.events,
          ...fresh.filter(({ body }) => !elsewhere.has(body.type)),
        ],
      });
    }
  }

  #read(): void {
    const { kind, upTo, total } = this.#history;
    const wanted = kind === 'loading' || kind === 'open';
    if (!wanted || this.#reading) {
      return;
    }
    if (upTo >= total) {
      this.#become({ ...this.#history, kind: 'open' });
      return;
    }
    this.#reading = true;
    const { signal } = this.#life;
    const end = (change: Partial<History>) => {
      // A store that was closed meanwhile begins anew when it is opened.
      if (!signal.aborted) {
        this.#reading = false;
        this.#become({ ...this.#history, ...change });
      }
    };
    this.#readPages(signal)
      .then(() => end({ kind: 'open' }))
      .catch(error => end({ kind: 'failed', error }));
  }

  async #readPages(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#history.upTo < this.#history.total) {
      const { items } = await this.#list(
        { runId: this.#runId, after: this.#history.upTo, limit: PAGE },
        { signal },
      );
      if (items.length === 0) {
        // There is less than was said; asking on would never end.
        this.#become({ ...this.#history, total: this.#history.upTo });
        return;
      }
      this.#take(items);
    }
  }

  #become(history: History): void {
    this.#history = history;
    this.#announcer.announce();
  }
}
