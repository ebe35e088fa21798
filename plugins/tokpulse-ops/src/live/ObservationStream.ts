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

import type { ObservationNotice } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';
import { pause } from '../run/pause';

/**
 * How the page comes to know of something new: it is told, it asks now and
 * then, or it does not know yet which.
 */
export type LiveState = 'connecting' | 'live' | 'polling';

/** Services about which there is something new; `all` after a gap in the stream. */
export type News = ReadonlySet<string> | 'all';

export interface ObservationStreamTimes {
  /** Notices that come within it are told as one. */
  readonly gather: number;
  /** The stream outlives its last watcher so long: pages follow one another. */
  readonly linger: number;
  /** After a refusal; a backend that is older, or a permission that comes. */
  readonly retry: number;
}

const usualTimes: ObservationStreamTimes = {
  gather: 250,
  linger: 5_000,
  retry: 60_000,
};

export interface ObservationStreamOptions {
  readonly follow: TokPulseOpsApi['observations']['follow'];
  readonly onNews: (news: News) => void;
  readonly times?: ObservationStreamTimes;
}

/**
 * The one stream of a tab that says when there is something new about a
 * service; it is open while anything on the page watches.
 */
export class ObservationStream {
  readonly #options: ObservationStreamOptions;
  readonly #times: ObservationStreamTimes;
  readonly #watchers = new Set<() => void>();
  #state: LiveState = 'connecting';
  #following: AbortController | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #news: Set<string> | 'all' = new Set();

  constructor(options: ObservationStreamOptions) {
    this.#options = options;
    this.#times = options.times ?? usualTimes;
  }

  readonly state = (): LiveState => this.#state;

  /** Watches until the function that it returns is called. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    clearTimeout(this.#closing);
    if (this.#following === undefined) {
      const following = new AbortController();
      this.#following = following;
      this.#follow(following.signal).catch(() => this.#become('polling'));
    }
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) {
        this.#closing = setTimeout(() => this.#close(), this.#times.linger);
      }
    };
  };

  #close(): void {
    this.#following?.abort();
    this.#following = undefined;
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#state = 'connecting';
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#read(signal);
      } catch {
        // Refused. What the reader may not see says so where it is shown.
      }
      if (!signal.aborted) {
        this.#become('polling');
        await pause(this.#times.retry, signal);
      }
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    let gap = false;
    const notices = this.#options.follow({
      signal,
      onConnection: connection => {
        if (signal.aborted) {
          return;
        }
        if (connection === 'lost') {
          gap = true;
          this.#become('polling');
          return;
        }
        this.#become('live');
        if (gap) {
          // Nobody knows what was missed.
          gap = false;
          this.#tell('all');
        }
      },
    });
    for await (const notice of notices) {
      this.#tell(notice);
    }
  }

  #tell(what: ObservationNotice | 'all'): void {
    if (what === 'all') {
      this.#news = 'all';
    } else if (this.#news !== 'all') {
      this.#news.add(what.service);
    }
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      const news = this.#news;
      this.#news = new Set();
      this.#options.onNews(news);
    }, this.#times.gather);
  }

  #become(state: LiveState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#watchers.forEach(tell => tell());
    }
  }
}
