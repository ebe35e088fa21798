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

import {
  type NumberedLogLine,
  type RunDetail,
  type RunEvent,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';
import { Announcer } from '../data/Announcer';
import { isRefusal } from '../data/loadable';
import { applyEvent, orderOf } from './applyEvent';
import { pause } from './pause';
import { defaultTimes, type RunFeedTimes } from './runFeedTimes';
import type { Connection, RunFeedState } from './runFeedState';
import { watchSilence } from './watchSilence';

/** Lost connections in a row after which the page asks instead of listening. */
const LOST_IN_A_ROW = 4;
const EVENTS_PER_PAGE = 500;

/** Events from which more follows than they say. */
const changesMore: ReadonlySet<RunEvent['body']['type']> = new Set<
  RunEvent['body']['type']
>(['run-state', 'plan-changed', 'undo-started', 'undo-ended']);

export interface RunFeedOptions {
  readonly api: Pick<TokPulseOpsApi, 'getRun' | 'listEvents' | 'followEvents'>;
  readonly runId: string;
  /** Given the lines of output as they arrive; they carry their position. */
  readonly onLines: (lines: readonly NumberedLogLine[]) => void;
  /** Told how many lines there are, when that is learnt otherwise. */
  readonly onLineCount: (total: number) => void;
  /** Given every event that arrives, also one that is known already. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Other times than the usual ones, for tests. */
  readonly times?: Partial<RunFeedTimes>;
}

/**
 * Follows one run: a snapshot first, then every event after it, without a gap
 * and without a double, over the stream or, when that does not get through, by
 * asking. Compares itself with the backend, so that a silent stream cannot
 * leave a finished run looking alive.
 */
export class RunFeed {
  readonly #options: RunFeedOptions;
  readonly #times: RunFeedTimes;
  readonly #announcer: Announcer;
  #state: RunFeedState = { kind: 'loading' };
  #life = new AbortController();
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RunFeedOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    this.#announcer = new Announcer({ gatherMs: this.#times.gather });
  }

  readonly subscribe = (listener: () => void): (() => void) =>
    this.#announcer.subscribe(listener);

  readonly getState = (): RunFeedState => this.#state;

  /** Begins to follow; a feed that was closed begins anew. */
  open(): void {
    this.#life = new AbortController();
    this.#live(this.#life.signal).catch(error => {
      this.#become({ kind: 'failed', error });
    });
  }

  close(): void {
    this.#life.abort();
    clearTimeout(this.#settling);
    this.#announcer.hush();
  }

  /** Takes over a newer view of the run, such as the answer to a decision. */
  adopt(run: RunDetail): void {
    if (this.#state.kind !== 'open' || run.lastSeq < this.#state.run.lastSeq) {
      return;
    }
    this.#options.onLineCount(run.logLines);
    this.#become({ ...this.#state, run });
  }

  /** Asks the backend how the run stands. */
  readonly refresh = async (): Promise<void> => {
    const { api, runId } = this.#options;
    this.adopt(await api.getRun(runId, { signal: this.#life.signal }));
  };

  async #live(signal: AbortSignal): Promise<void> {
    const run = await this.#options.api.getRun(this.#options.runId, { signal });
    if (signal.aborted) {
      return;
    }
    this.#options.onLineCount(run.logLines);
    this.#become({ kind: 'open', run, connection: { kind: 'connecting' } });
    while (!signal.aborted && !this.#isOver()) {
      const end = await this.#listen(signal);
      if (end === 'does-not-get-through') {
        await this.#ask(signal);
      }
    }
    this.#connect({ kind: 'ended' });
  }

  /** Follows the stream until it ends, or until it proves to be of no use. */
  async #listen(life: AbortSignal): Promise<'ended' | 'does-not-get-through'> {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    life.addEventListener('abort', stop);
    let lost = 0;
    let useless = false;
    const giveUp = () => {
      useless = true;
      stop();
    };
    watchSilence({
      times: this.#times,
      look: () => this.#look(attempt.signal),
      lastSeq: () => this.#run.lastSeq,
      onLook: run => this.adopt(run),
      onSilence: giveUp,
      signal: attempt.signal,
    }).catch(giveUp);
    try {
      const events = this.#options.api.followEvents({
        runId: this.#options.runId,
        after: this.#run.lastSeq,
        signal: attempt.signal,
        onConnection: connection => {
          lost = connection === 'lost' ? lost + 1 : 0;
          this.#hear(connection);
          if (lost >= LOST_IN_A_ROW) {
            giveUp();
          }
        },
      });
      for await (const event of events) {
        await this.#take(event, attempt.signal);
      }
    } finally {
      life.removeEventListener('abort', stop);
      stop();
    }
    if (useless || life.aborted) {
      return 'does-not-get-through';
    }
    // The backend ends the stream when the run is over: see what became of it.
    await this.refresh();
    return this.#isOver() ? 'ended' : 'does-not-get-through';
  }

  /** Asks for new events for a while, then lets the stream be tried again. */
  async #ask(life: AbortSignal): Promise<void> {
    const until = Date.now() + this.#times.streamAgain;
    while (!life.aborted && !this.#isOver() && Date.now() < until) {
      try {
        await this.#catchUp(life);
        this.#connect({ kind: 'polling' });
      } catch (error) {
        if (isRefusal(error)) {
          throw error;
        }
        this.#hear('lost');
      }
      if (!this.#isOver()) {
        await pause(this.#times.poll, life);
      }
    }
  }

  /** Reads every event that is missing. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    const { api, runId } = this.#options;
    for (;;) {
      const { items } = await api.listEvents(
        { runId, after: this.#run.lastSeq, limit: EVENTS_PER_PAGE },
        { signal },
      );
      items.forEach(event => {
        this.#options.onEvent?.(event);
        this.#apply(event);
      });
      if (items.length < EVENTS_PER_PAGE) {
        return;
      }
    }
  }

  async #take(event: RunEvent, signal: AbortSignal): Promise<void> {
    if (orderOf(this.#run, event) === 'gap') {
      await this.#catchUp(signal);
    }
    this.#options.onEvent?.(event);
    this.#apply(event);
  }

  #apply(event: RunEvent): void {
    if (this.#state.kind !== 'open') {
      return;
    }
    const { run } = this.#state;
    if (orderOf(run, event) !== 'next') {
      return;
    }
    const { body } = event;
    if (body.type === 'log') {
      this.#options.onLines(
        body.lines.map((line, index) => ({
          ...line,
          line: body.firstLine + index,
          ...(body.stepId !== undefined && { stepId: body.stepId }),
        })),
      );
    }
    this.#become({ ...this.#state, run: applyEvent(run, event) });
    if (changesMore.has(body.type)) {
      this.#settle();
    }
  }

  /**
   * Events say what happened, not everything that follows from it: after some
   * of them the whole view of the run is read once.
   */
  #settle(): void {
    clearTimeout(this.#settling);
    const { signal } = this.#life;
    this.#settling = setTimeout(() => {
      if (!signal.aborted) {
        // The next comparison makes up for a failure.
        this.refresh().catch(() => undefined);
      }
    }, this.#times.settle);
  }

  /** The run as the backend sees it; undefined when it does not answer now. */
  async #look(signal: AbortSignal): Promise<RunDetail | undefined> {
    try {
      return await this.#options.api.getRun(this.#options.runId, { signal });
    } catch {
      // The stream notices by itself when the backend is gone.
      return undefined;
    }
  }

  get #run(): RunDetail {
    if (this.#state.kind !== 'open') {
      throw new Error('The run is not open');
    }
    return this.#state.run;
  }

  #isOver(): boolean {
    return terminalRunStates.includes(this.#run.state);
  }

  #hear(connection: 'connected' | 'lost'): void {
    if (this.#state.kind !== 'open') {
      return;
    }
    const before = this.#state.connection;
    if (connection === 'connected') {
      this.#connect({ kind: 'live' });
    } else if (before.kind !== 'reconnecting') {
      this.#connect({ kind: 'reconnecting', since: Date.now() });
    }
  }

  #connect(connection: Connection): void {
    if (this.#state.kind === 'open') {
      this.#become({ ...this.#state, connection });
    }
  }

  #become(state: RunFeedState): void {
    if (this.#life.signal.aborted) {
      return;
    }
    this.#state = state;
    this.#announcer.announce();
  }
}
