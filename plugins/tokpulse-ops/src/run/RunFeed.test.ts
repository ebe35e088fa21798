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

import { waitFor } from '@testing-library/react';
import type {
  FollowOptions,
  NumberedLogLine,
  RunDetail,
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { refusal } from '../__testUtils__/fakeApi';
import { anEvent, aRun } from '../__fixtures__/runs';
import { applyEvent } from './applyEvent';
import { RunFeed } from './RunFeed';
import type { RunFeedState } from './runFeedState';

const times = {
  poll: 5,
  streamAgain: 10_000,
  compare: 10_000,
  lag: 5,
  settle: 10_000,
  gather: 1,
};

/** A run on the backend: what was committed, and streams of it. */
class Backend {
  readonly events: RunEvent[] = [];
  readonly calls = { getRun: 0, listEvents: 0, streams: [] as number[] };
  #run: RunDetail;
  #wake: (() => void)[] = [];
  /** What the stream does now. */
  mode: 'works' | 'silent' | 'lost' | 'skips' = 'works';

  constructor(run = aRun({ state: 'running' })) {
    this.#run = run;
  }

  commit(body: RunEventBody): void {
    const event = anEvent(this.#run.lastSeq + 1, body);
    this.events.push(event);
    this.#run = applyEvent(this.#run, event);
    this.#wake.forEach(wake => wake());
    this.#wake = [];
  }

  log(...texts: string[]): void {
    this.commit({
      type: 'log',
      firstLine: this.#run.logLines,
      lines: texts.map(text => ({
        at: '2026-03-01T02:00:00.000Z',
        level: 'info',
        text,
      })),
    });
  }

  after(seq: number): RunEvent[] {
    return this.events.filter(event => event.seq > seq);
  }

  api() {
    return {
      getRun: async () => {
        this.calls.getRun += 1;
        return this.#run;
      },
      listEvents: async ({ after = 0 }: { after?: unknown }) => {
        this.calls.listEvents += 1;
        const items = this.after(Number(after));
        return { items, lastSeq: this.#run.lastSeq };
      },
      followEvents: (options: FollowOptions) => this.#stream(options),
    };
  }

  async *#stream(
    options: FollowOptions,
  ): AsyncGenerator<RunEvent, void, undefined> {
    let after = options.after ?? 0;
    this.calls.streams.push(after);
    while (!options.signal?.aborted) {
      options.onConnection?.(this.mode === 'lost' ? 'lost' : 'connected');
      for (const event of this.#news(after)) {
        after = event.seq;
        yield event;
      }
      if (this.#run.state === 'succeeded' && this.mode === 'works') {
        return;
      }
      await this.#change(options.signal);
    }
  }

  /** What the stream lets through of the events after `after`. */
  #news(after: number): RunEvent[] {
    switch (this.mode) {
      case 'works':
        return this.after(after);
      case 'skips':
        return this.after(after).slice(-1);
      default:
        return [];
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>(resolve => {
      this.#wake.push(resolve);
      signal?.addEventListener('abort', () => resolve());
      if (this.mode === 'lost') {
        setTimeout(resolve, 1);
      }
    });
  }
}

const feeds: RunFeed[] = [];
afterEach(() => feeds.splice(0).forEach(feed => feed.close()));

function follow(backend: Backend, changes: Partial<typeof times> = {}) {
  const lines: NumberedLogLine[] = [];
  const counts: number[] = [];
  const feed = new RunFeed({
    api: backend.api(),
    runId: 'r',
    onLines: more => lines.push(...more),
    onLineCount: total => counts.push(total),
    times: { ...times, ...changes },
  });
  feeds.push(feed);
  feed.open();
  return { feed, lines, counts };
}

function opened(state: RunFeedState) {
  if (state.kind !== 'open') {
    throw new Error(`The feed is ${state.kind}`);
  }
  return state;
}

describe('RunFeed', () => {
  it('takes the snapshot first, then only what came after it', async () => {
    const backend = new Backend();
    backend.log('before');
    const { feed, lines, counts } = follow(backend);
    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('live'),
    );
    backend.log('after');
    await waitFor(() => expect(lines).toHaveLength(1));

    expect(backend.calls.streams).toEqual([3]);
    expect(counts).toEqual([1]);
    expect(lines[0]).toMatchObject({ line: 1, text: 'after' });
  });

  it('ends when the run is over, and says so', async () => {
    const backend = new Backend();
    const { feed } = follow(backend);
    await waitFor(() => expect(feed.getState().kind).toBe('open'));
    backend.commit({ type: 'run-state', state: 'succeeded' });

    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('ended'),
    );
    expect(opened(feed.getState()).run.state).toBe('succeeded');
  });

  it('reads what a stream leaves out before it goes on', async () => {
    const backend = new Backend();
    backend.mode = 'skips';
    const { feed, lines } = follow(backend);
    await waitFor(() => expect(feed.getState().kind).toBe('open'));
    backend.log('one');
    backend.log('two');
    backend.log('three');

    await waitFor(() => expect(lines).toHaveLength(3));
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(opened(feed.getState()).run.lastSeq).toBe(5);
  });

  it('asks instead of listening when the stream keeps getting lost', async () => {
    const backend = new Backend();
    backend.mode = 'lost';
    const { feed, lines } = follow(backend);
    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('polling'),
    );
    backend.log('one');
    await waitFor(() => expect(lines).toHaveLength(1));
    backend.commit({ type: 'run-state', state: 'succeeded' });

    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('ended'),
    );
  });

  it('tries the stream again after a while of asking', async () => {
    const backend = new Backend();
    backend.mode = 'lost';
    const { feed } = follow(backend, { streamAgain: 20 });
    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('polling'),
    );
    backend.mode = 'works';

    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('live'),
    );
  });

  it('says since when it tries to reconnect', async () => {
    const backend = new Backend();
    backend.mode = 'lost';
    const { feed } = follow(backend);
    const seen = new Set<string>();
    feed.subscribe(() => {
      const state = feed.getState();
      seen.add(state.kind === 'open' ? state.connection.kind : state.kind);
    });
    await waitFor(() => expect(seen).toContain('polling'));

    expect(seen).toContain('reconnecting');
  });

  it('is not fooled by a stream that is open and silent', async () => {
    const backend = new Backend();
    backend.mode = 'silent';
    const { feed, lines } = follow(backend, { compare: 10 });
    await waitFor(() => expect(feed.getState().kind).toBe('open'));
    backend.log('unheard');
    backend.commit({ type: 'run-state', state: 'succeeded' });

    await waitFor(() =>
      expect(opened(feed.getState()).run.state).toBe('succeeded'),
    );
    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('ended'),
    );
    // The line is not lost: the log knows of it and reads it on demand.
    expect(lines).toHaveLength(0);
    expect(opened(feed.getState()).run.logLines).toBe(1);
  });

  it('takes over the answer to a decision, and then no older view', async () => {
    const backend = new Backend();
    const { feed } = follow(backend);
    await waitFor(() => expect(feed.getState().kind).toBe('open'));
    feed.adopt(aRun({ state: 'needs-decision', lastSeq: 9 }));
    feed.adopt(aRun({ state: 'queued', lastSeq: 8 }));

    expect(opened(feed.getState()).run.state).toBe('needs-decision');
  });

  it('reads the whole view once after a change of state', async () => {
    const backend = new Backend();
    const { feed } = follow(backend, { settle: 5 });
    await waitFor(() => expect(feed.getState().kind).toBe('open'));
    const before = backend.calls.getRun;
    backend.commit({ type: 'run-state', state: 'waiting' });

    await waitFor(() => expect(backend.calls.getRun).toBe(before + 1));
  });

  it('fails with the reason when the run cannot be read', async () => {
    const error = await refusal({
      status: 404,
      name: 'NotFoundError',
      message: 'There is no run r',
    });
    const feed = new RunFeed({
      api: {
        ...new Backend().api(),
        getRun: () => Promise.reject(error),
      },
      runId: 'r',
      onLines: () => {},
      onLineCount: () => {},
      times,
    });
    feeds.push(feed);
    feed.open();

    await waitFor(() =>
      expect(feed.getState()).toEqual({ kind: 'failed', error }),
    );
  });

  it('hears nothing any more once it is closed', async () => {
    const backend = new Backend();
    const { feed, lines } = follow(backend);
    const other = follow(backend);
    await waitFor(() =>
      expect(opened(feed.getState()).connection.kind).toBe('live'),
    );
    feed.close();
    backend.log('late');
    await waitFor(() => expect(other.lines).toHaveLength(1));

    expect(lines).toHaveLength(0);
  });
});
