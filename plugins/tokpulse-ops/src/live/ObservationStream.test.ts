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
  ObservationNotice,
  StreamConnection,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { waitFor } from '@testing-library/react';
import { type News, ObservationStream } from './ObservationStream';

const notice = (service: string): ObservationNotice => ({
  service,
  at: '2026-11-24T00:00:00.000Z',
  what: 'observation',
  status: 'healthy',
});

/** A stream of which a test says what happens on it. */
class PlayedStream {
  readonly signals: (AbortSignal | undefined)[] = [];
  #wake = () => {};
  #queue: ObservationNotice[] = [];
  #connection: ((state: StreamConnection) => void) | undefined;
  #refusal: Error | undefined;

  readonly follow = (
    options: {
      readonly signal?: AbortSignal;
      readonly onConnection?: (state: StreamConnection) => void;
    } = {},
  ) => {
    this.signals.push(options.signal);
    this.#connection = options.onConnection;
    options.signal?.addEventListener('abort', () => this.#wake());
    return this.#read(options.signal);
  };

  connection(state: StreamConnection): void {
    this.#connection?.(state);
  }

  say(...services: string[]): void {
    this.#queue.push(...services.map(notice));
    this.#wake();
  }

  refuse(): void {
    this.#refusal = new Error('No');
    this.#wake();
  }

  async *#read(signal?: AbortSignal): AsyncGenerator<ObservationNotice> {
    while (!signal?.aborted) {
      if (this.#refusal !== undefined) {
        const refusal = this.#refusal;
        this.#refusal = undefined;
        throw refusal;
      }
      yield* this.#queue.splice(0);
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        if (this.#queue.length > 0 || this.#refusal !== undefined) {
          resolve();
        }
      });
    }
  }
}

const times = { gather: 5, linger: 20, retry: 10 };

function start() {
  const played = new PlayedStream();
  const news: News[] = [];
  const stream = new ObservationStream({
    follow: played.follow,
    onNews: one => news.push(one),
    times,
  });
  return { played, news, stream };
}

describe('ObservationStream', () => {
  it('tells of many notices at once, each service once', async () => {
    const { played, news, stream } = start();
    const leave = stream.watch(() => {});
    played.connection('connected');
    await waitFor(() => expect(stream.state()).toBe('live'));
    played.say('shop', 'shop', 'blog');
    await waitFor(() => expect(news).toEqual([new Set(['shop', 'blog'])]));
    leave();
  });

  it('is one for all who watch, and closes after the last of them', async () => {
    const { played, stream } = start();
    const leave = [stream.watch(() => {}), stream.watch(() => {})];
    expect(played.signals).toHaveLength(1);
    leave[0]();
    expect(played.signals[0]?.aborted).toBe(false);
    leave[1]();
    const again = stream.watch(() => {});
    expect(played.signals).toHaveLength(1);
    again();
    await waitFor(() => expect(played.signals[0]?.aborted).toBe(true));
  });

  it('says that the page has to ask while the stream is lost, and that everything may be new afterwards', async () => {
    const { played, news, stream } = start();
    const states: string[] = [];
    const leave = stream.watch(() => states.push(stream.state()));
    played.connection('connected');
    played.connection('lost');
    played.connection('connected');
    expect(states).toEqual(['live', 'polling', 'live']);
    await waitFor(() => expect(news).toEqual(['all']));
    leave();
  });

  it('tries again after it was refused', async () => {
    const { played, stream } = start();
    const leave = stream.watch(() => {});
    played.refuse();
    await waitFor(() => expect(stream.state()).toBe('polling'));
    await waitFor(() => expect(played.signals.length).toBeGreaterThan(1));
    played.connection('connected');
    expect(stream.state()).toBe('live');
    leave();
  });
});
