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

import { stringifyError } from '@backstage/errors';
import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { limitedHost } from '../../health';
import { newestLimits, type HostLimits } from '../../services/RequestMeter';
import type { SavedObservation } from '../ObservationStore';
import type { CollectedService, CollectorOptions } from './Collector';
import type { ClaimedCollection } from './CollectionStore';
import type { FreshObservation } from './observe';
import {
  detailRequests,
  nextCollectionMs,
  paceOf,
  pauseMs,
  roomIn,
  type Pace,
} from './pace';
import { redactObservation } from './redactObservation';
import type { ObservationFollower } from './ServiceCollector';

/** When there was no room in the budget it is looked again after so long. */
const NO_ROOM_MS = 15_000;

type CollectionRunOptions = Required<
  Pick<CollectorOptions, 'observe' | 'now' | 'random'>
> &
  Pick<
    CollectorOptions,
    'store' | 'collections' | 'ledger' | 'redactor' | 'logger'
  > & {
    readonly followers: readonly ObservationFollower[];
    readonly service: CollectedService;
    readonly claim: ClaimedCollection;
  };

/** One collection of one service, from its lease to its end. */
export class CollectionRun {
  readonly #options: CollectionRunOptions;
  readonly #pace: Pace;
  readonly #abandoned = new AbortController();
  readonly #startedAt: number;
  #done: Promise<SavedObservation | undefined> = Promise.resolve(undefined);

  constructor(options: CollectionRunOptions) {
    this.#options = options;
    this.#pace = paceOf(options.service);
    this.#startedAt = options.now();
  }

  /** Resolves when it is over, with what came of it. */
  get done(): Promise<SavedObservation | undefined> {
    return this.#done;
  }

  /** The lease is lost or this process stops: nothing is saved any more. */
  abandon(): void {
    this.#abandoned.abort(new Error('The collection was abandoned'));
  }

  /**
   * Resolves with the observation that was saved; undefined: the service may
   * not be asked now, or the collection was abandoned. It never throws.
   */
  start(): Promise<SavedObservation | undefined> {
    this.#done = this.#collect().catch(error => this.#giveUp(error));
    return this.#done;
  }

  async #collect(): Promise<SavedObservation | undefined> {
    const { service, claim, ledger, observe, logger } = this.#options;
    const limits = this.#limits();
    const hosts = Object.values(service.hosts).filter(it => !it.external);
    const paused = hosts.filter(({ name }) => this.#pauseMs(limits, name) > 0);
    const asked = hosts.filter(host => !paused.includes(host));
    if (hosts.length > 0 && asked.length === 0) {
      return this.#postpone(this.#nextMs('unknown', limits), limits);
    }
    const used = (await ledger.used([service.id])).get(service.id);
    const room = roomIn(this.#pace, used ?? { observations: 0, others: 0 });
    const healthRequests = sharing(asked).length;
    if (room < healthRequests) {
      logger.debug(`The request budget of ${service.id} is used up for now`);
      return this.#postpone(NO_ROOM_MS, limits);
    }
    const withDetails =
      this.#detailsAreDue() &&
      room >= healthRequests + sumOf(sharing(asked).map(detailRequests));
    // Whoever lost the lease meanwhile must not ask, nor wait for an answer.
    this.#abandoned.signal.throwIfAborted();
    const observing = observe({
      service: service.observed(),
      hosts: asked.map(({ name }) => name),
      paused: paused.map(host =>
        limitedHost(host, this.#pauseMs(limits, host.name)),
      ),
      ...(withDetails && { details: { previous: await this.#previous() } }),
      ...{ logger, signal: this.#abandoned.signal },
    });
    const observation = await Promise.race([observing, this.#abandonment()]);
    this.#abandoned.signal.throwIfAborted();
    return this.#keep(observation, claim, withDetails);
  }

  /** Rejects when it is abandoned: nobody waits for an answer that is of no use. */
  #abandonment(): Promise<never> {
    const { signal } = this.#abandoned;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), {
        once: true,
      });
    });
  }

  async #keep(
    observation: FreshObservation,
    claim: ClaimedCollection,
    withDetails: boolean,
  ): Promise<SavedObservation> {
    const { service, store, collections, ledger, redactor } = this.#options;
    await ledger.record([service]);
    const { status } = observation;
    const limits = this.#limits();
    const nextMs = this.#nextMs(status, limits);
    const elapsedMs = this.#options.now() - this.#startedAt;
    const saved = await store.save({
      ...redactObservation(observation, redactor),
      nextInMs: Math.max(0, nextMs - elapsedMs),
    });
    await this.#tell(saved);
    await collections.settle(claim.lease, {
      dueAt: new Date(claim.now.getTime() + nextMs),
      collectedAt: claim.now,
      ...(withDetails && { detailsAt: claim.now }),
      status,
      wasSettled: status === 'healthy',
      limits,
    });
    return saved;
  }

  #nextMs(status: HostHealth['status'], limits: HostLimits): number {
    const { service, claim, now, random } = this.#options;
    return nextCollectionMs({
      ...{ pace: this.#pace, status, wasSettled: claim.wasSettled, limits },
      hosts: Object.values(service.hosts)
        .filter(({ external }) => !external)
        .map(({ name }) => name),
      ...{ now: now(), random: random() },
    });
  }

  /** Nothing is asked and nothing is saved: the last observation stands. */
  async #postpone(waitMs: number, limits: HostLimits): Promise<undefined> {
    const { collections, claim } = this.#options;
    await collections.settle(claim.lease, {
      dueAt: new Date(claim.now.getTime() + waitMs),
      limits,
    });
    return undefined;
  }

  /** What this process knows and what others have written down. */
  #limits(): HostLimits {
    const { service, claim } = this.#options;
    return newestLimits(claim.limits, service.requests.limits());
  }

  #pauseMs(limits: HostLimits, host: string): number {
    return pauseMs(limits, host, this.#options.now());
  }

  #detailsAreDue(): boolean {
    const { detailsAt, now } = this.#options.claim;
    return (
      this.#pace.detailsMs !== Infinity &&
      (detailsAt === undefined ||
        now.getTime() - detailsAt.getTime() >= this.#pace.detailsMs)
    );
  }

  async #previous(): Promise<SavedObservation | undefined> {
    const { store, service } = this.#options;
    return (await store.latest([service.id])).get(service.id);
  }

  async #tell(saved: SavedObservation): Promise<void> {
    const { followers, logger, service } = this.#options;
    for (const follow of followers) {
      try {
        await follow(saved);
      } catch (error) {
        logger.error(
          `An observation of ${
            service.id
          } could not be followed: ${stringifyError(error)}`,
        );
      }
    }
  }

  async #giveUp(error: unknown): Promise<undefined> {
    const { collections, claim, logger, service } = this.#options;
    try {
      if (this.#abandoned.signal.aborted) {
        await collections.release(claim.lease);
      } else {
        logger.error(
          `An observation of ${service.id} could not be kept: ${stringifyError(
            error,
          )}`,
        );
        await this.#postpone(this.#pace.whileUnhealthyMs, this.#limits());
      }
    } catch {
      // The lease runs out by itself.
    }
    return undefined;
  }
}

/** Those that share the budget of the service. */
function sharing(hosts: readonly ServiceHost[]): readonly ServiceHost[] {
  return hosts.filter(({ requestBudget }) => requestBudget === undefined);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
