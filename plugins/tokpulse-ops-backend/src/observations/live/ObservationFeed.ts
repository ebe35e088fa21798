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
import { stringifyError } from '@backstage/errors';
import type { ObservationNotice } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { incidentsChannel } from '../../incidents/incidentsChannel';
import { isConnectionError } from '../../runs/connectionErrors';
import type { Listener } from '../../runs/Listener';
import type { ObservationStore } from '../ObservationStore';
import {
  observationsChannel,
  readObservationsPayload,
} from '../store/observationsChannel';
import { NoticeQueue } from './NoticeQueue';

/** Notifications this close together are one read. */
const GATHER_MS = 50;
/** How late news is where LISTEN is not possible. */
const POLL_MS = 3_000;

/**
 * Tells whoever follows on this replica that there is something new about a
 * service, wherever it was written: one read of the store for all of them.
 */
export class ObservationFeed {
  readonly #store: Pick<ObservationStore, 'latest'>;
  readonly #listener: Pick<Listener, 'subscribe' | 'connected'>;
  readonly #logger: LoggerService;
  readonly #followers = new Set<{
    readonly services: ReadonlySet<string>;
    readonly queue: NoticeQueue;
  }>();
  readonly #news = new Map<string, Set<ObservationNotice['what']>>();
  /** Time of the last observation that was told, by service. */
  readonly #told = new Map<string, number>();
  #unsubscribe: (() => Promise<void>)[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;

  constructor(options: {
    readonly store: Pick<ObservationStore, 'latest'>;
    readonly listener: Pick<Listener, 'subscribe' | 'connected'>;
    readonly logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#listener = options.listener;
    this.#logger = options.logger;
  }

  async open(): Promise<void> {
    this.#unsubscribe = [
      await this.#listener.subscribe({
        channel: observationsChannel,
        onNotification: payload =>
          readObservationsPayload(payload).forEach(service =>
            this.#heard(service, 'observation'),
          ),
        onReconnect: () => this.#poll(),
      }),
      await this.#listener.subscribe({
        channel: incidentsChannel,
        onNotification: service => this.#heard(service, 'incident'),
        onReconnect: () => undefined,
      }),
    ];
    this.#polling = setInterval(() => {
      if (!this.#listener.connected) {
        this.#poll();
      }
    }, POLL_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#polling);
    clearTimeout(this.#gathering);
    this.#followers.forEach(({ queue }) => queue.close());
    this.#followers.clear();
    for (const unsubscribe of this.#unsubscribe) {
      await unsubscribe();
    }
  }

  /**
   * What is new about these services until the signal aborts. Who reads slowly
   * gets the latest of each kind and service.
   */
  async *follow(options: {
    readonly services: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncGenerator<ObservationNotice, void, undefined> {
    const { signal } = options;
    const queue = new NoticeQueue();
    const follower = { services: new Set(options.services), queue };
    const stop = () => queue.close();
    signal.addEventListener('abort', stop, { once: true });
    this.#followers.add(follower);
    try {
      if (!signal.aborted) {
        yield* queue;
      }
    } finally {
      this.#followers.delete(follower);
      signal.removeEventListener('abort', stop);
    }
  }

  #heard(service: string, what: ObservationNotice['what']): void {
    if (![...this.#followers].some(one => one.services.has(service))) {
      return;
    }
    const news = this.#news.get(service) ?? new Set();
    this.#news.set(service, news.add(what));
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#tell().catch(error => this.#report(error));
    }, GATHER_MS);
  }

  async #tell(): Promise<void> {
    const news = new Map(this.#news);
    this.#news.clear();
    const latest = await this.#store.latest([...news.keys()]);
    for (const [service, kinds] of news) {
      const observation = latest.get(service);
      if (observation !== undefined) {
        const { at, status } = observation;
        this.#told.set(service, at.getTime());
        kinds.forEach(what =>
          this.#give({ service, at: at.toISOString(), what, status }),
        );
      }
    }
  }

  #give(notice: ObservationNotice): void {
    for (const { services, queue } of this.#followers) {
      if (services.has(notice.service)) {
        queue.add(notice);
      }
    }
  }

  /** What was missed while nothing was heard. */
  #poll(): void {
    const services = new Set(
      [...this.#followers].flatMap(one => [...one.services]),
    );
    if (services.size === 0) {
      return;
    }
    this.#store.latest([...services]).then(
      latest => {
        for (const [service, { at, status }] of latest) {
          if (at.getTime() > (this.#told.get(service) ?? -Infinity)) {
            this.#told.set(service, at.getTime());
            this.#give({
              ...{ service, status, at: at.toISOString() },
              what: 'observation',
            });
          }
        }
      },
      error => this.#report(error),
    );
  }

  #report(error: unknown): void {
    if (!isConnectionError(error)) {
      this.#logger.warn('New observations could not be told', {
        cause: stringifyError(error),
      });
    }
  }
}
