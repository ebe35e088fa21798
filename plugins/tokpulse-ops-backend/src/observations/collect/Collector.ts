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

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import type { Collection } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Redactor } from '../../runs/types';
import type { ConfiguredService } from '../../services';
import type { ObservationStore, SavedObservation } from '../ObservationStore';
import { CollectionRuns } from './CollectionRuns';
import type { CollectionStore } from './CollectionStore';
import { describeCollection } from './describeCollection';
import type { Observe } from './observe';
import { paceOf } from './pace';
import { Refreshes } from './Refreshes';
import type { RequestLedger } from './RequestLedger';
import type { ObservationFollower, ServiceCollector } from './ServiceCollector';

/** What the collector needs to know of a service. */
export type CollectedService = Pick<
  ConfiguredService,
  'id' | 'hosts' | 'collect' | 'requests' | 'observed'
>;

/** Options of {@link Collector}. */
export interface CollectorOptions {
  readonly services: {
    list(): readonly CollectedService[];
    get(id: string): CollectedService | undefined;
  };
  readonly store: Pick<ObservationStore, 'save' | 'latest'>;
  readonly collections: CollectionStore;
  readonly ledger: RequestLedger;
  readonly redactor: Pick<Redactor, 'json'>;
  readonly logger: LoggerService;
  /** Default: asks the hosts. */
  readonly observe?: Observe;
  /** Clock of the limits that hosts state, milliseconds since 1970. */
  readonly now?: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Services that this process asks at the same time. Default 32. */
  readonly concurrency?: number;
  /**
   * Milliseconds after which a replica that says nothing more has lost what it
   * was collecting. Default 4,000.
   */
  readonly leaseMs?: number;
}

const CONCURRENCY = 32;
/** How often is looked for what is due. */
const LONGEST_TICK_MS = 1_000;
const SHORTEST_TICK_MS = 100;
const FORGET_MS = 5 * 60_000;

/**
 * Collects the services: each one is asked by one replica at a time, in its
 * pace and within its request budget. Whoever is first takes what is due, for
 * one collection only; a replica that dies in the middle loses it after a few
 * seconds. See `docs/adr/0009`.
 */
export class Collector implements ServiceCollector {
  readonly #options: CollectorOptions;
  readonly #runs: CollectionRuns;
  readonly #refreshes: Refreshes;
  readonly #stop = new AbortController();
  #loop: Promise<unknown> = Promise.resolve();
  #forgotAt = -Infinity;
  #failing = false;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#runs = new CollectionRuns(options);
    this.#refreshes = new Refreshes({
      ...{ ...options, runs: this.#runs, signal: this.#stop.signal },
    });
  }

  /**
   * Tells it of every observation from now on: one follower after the other. One
   * that fails is logged, and changes nothing.
   */
  follow(follower: ObservationFollower): void {
    this.#runs.follow(follower);
  }

  /** Begins to collect; throws when the database is not there. */
  async open(): Promise<void> {
    await this.enrol();
    this.#runs.open();
    this.#loop = this.#keepCollecting();
  }

  /** Ends what is under way, and leaves it to others. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await this.#runs.close();
    await this.#options.ledger
      .record(this.#options.services.list())
      .catch(() => undefined);
  }

  /** Makes services known whose turn will come; they drift apart at once. */
  async enrol(): Promise<void> {
    const random = this.#options.random ?? Math.random;
    const services = this.#collected();
    await this.#options.collections.enrol(
      services.map(service => {
        const { everyMs } = paceOf(service);
        const firstMs = random() * Math.min(everyMs, services.length * 50);
        return { id: service.id, everyMs, firstMs };
      }),
    );
  }

  /** Takes what is due, as far as there is room, and starts on it. */
  async beat(): Promise<readonly Promise<SavedObservation | undefined>[]> {
    const { collections, ledger, concurrency = CONCURRENCY } = this.#options;
    const services = this.#collected();
    if (services.length === 0) {
      return [];
    }
    await this.#hasten(services);
    await ledger.record(services);
    const { holder, leaseMs } = this.#runs;
    const free = concurrency - this.#runs.size;
    const claims =
      free > 0
        ? await collections.claimDue({
            services: services.map(({ id }) => id),
            ...{ holder, limit: free, leaseMs },
          })
        : [];
    return claims.map(claim => this.#runs.start(claim));
  }

  async refresh(serviceId: string): Promise<SavedObservation> {
    const service = this.#options.services.get(serviceId);
    if (service === undefined) {
      throw new NotFoundError(`There is no service '${serviceId}'`);
    }
    return this.#refreshes.refresh(service);
  }

  async collection(serviceId: string): Promise<Collection> {
    const found = (await this.collections([serviceId])).get(serviceId);
    if (found === undefined) {
      throw new NotFoundError(`There is no service '${serviceId}'`);
    }
    return found;
  }

  async collections(
    serviceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Collection>> {
    const { services, collections, ledger, store } = this.#options;
    const known = serviceIds.flatMap(id => services.get(id) ?? []);
    const ids = known.map(({ id }) => id);
    const [states, used, latest] = await Promise.all([
      collections.states(ids),
      ledger.used(ids),
      store.latest(ids, { endpoints: 'none' }),
    ]);
    return new Map(
      known.map(service => [
        service.id,
        describeCollection({
          pace: paceOf(service),
          state: states.get(service.id),
          used: used.get(service.id),
          latest: latest.get(service.id),
        }),
      ]),
    );
  }

  /** Services without a host of their own have nothing to collect. */
  #collected(): readonly CollectedService[] {
    return this.#options.services
      .list()
      .filter(({ hosts }) =>
        Object.values(hosts).some(({ external }) => !external),
      );
  }

  async #keepCollecting(): Promise<void> {
    const { logger, ledger } = this.#options;
    const { signal } = this.#stop;
    const tickMs = this.#tickMs();
    while (!signal.aborted) {
      try {
        await this.beat();
        if (performance.now() - this.#forgotAt > FORGET_MS) {
          this.#forgotAt = performance.now();
          await ledger.forget();
        }
        if (this.#failing) {
          logger.info('Services are collected again');
        }
        this.#failing = false;
      } catch (error) {
        if (!this.#failing) {
          logger.warn(
            `Services cannot be collected, it is tried again: ${stringifyError(
              error,
            )}`,
          );
        }
        this.#failing = true;
      }
      await sleep(tickMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A quarter of the shortest pace, so that a pace of a second is one. */
  #tickMs(): number {
    const shortest = Math.min(
      ...this.#collected().map(service => paceOf(service).whileUnhealthyMs),
    );
    return Math.max(SHORTEST_TICK_MS, Math.min(LONGEST_TICK_MS, shortest / 4));
  }

  /** A run that gets an answer shows that a host may be asked again. */
  async #hasten(services: readonly CollectedService[]): Promise<void> {
    const answered = services.filter(({ requests }) =>
      requests.takeAnsweredRuns(),
    );
    for (const { id, requests } of answered) {
      await this.#options.collections.liftPauses(id, requests.limits());
    }
  }
}
