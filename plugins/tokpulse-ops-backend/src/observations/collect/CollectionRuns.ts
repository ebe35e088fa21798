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

import { randomUUID } from 'node:crypto';
import { stringifyError } from '@backstage/errors';
import type { SavedObservation } from '../ObservationStore';
import { CollectionRun } from './CollectionRun';
import type { ClaimedCollection } from './CollectionStore';
import type { CollectorOptions } from './Collector';
import { observe } from './observe';
import type { ObservationFollower } from './ServiceCollector';

const LEASE_MS = 4_000;

/** The collections that this process is at, and its leases for them. */
export class CollectionRuns {
  /** Who this process is. */
  readonly holder = randomUUID();
  readonly leaseMs: number;
  readonly #options: CollectorOptions;
  readonly #followers: ObservationFollower[] = [];
  readonly #running = new Map<string, CollectionRun>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.leaseMs = options.leaseMs ?? LEASE_MS;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Tells it of every observation from now on. */
  follow(follower: ObservationFollower): void {
    this.#followers.push(follower);
  }

  /** Begins to renew leases. */
  open(): void {
    this.#heartbeat = setInterval(() => this.#renew(), this.leaseMs / 3);
  }

  /** Gives up what is under way, and gives its leases back. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const runs = [...this.#running.values()];
    runs.forEach(run => run.abandon());
    await Promise.all(runs.map(run => run.done));
  }

  /** What comes of the collection under way; undefined: there is none. */
  of(service: string): Promise<SavedObservation | undefined> | undefined {
    return this.#running.get(service)?.done;
  }

  /** Never throws; undefined: the service may not be asked now. */
  async start(claim: ClaimedCollection): Promise<SavedObservation | undefined> {
    const service = this.#options.services.get(claim.service);
    if (service === undefined) {
      throw new Error(
        `The service ${claim.service} was claimed and is unknown`,
      );
    }
    const run = new CollectionRun({
      ...this.#options,
      observe: this.#options.observe ?? observe,
      now: this.#options.now ?? Date.now,
      random: this.#options.random ?? Math.random,
      ...{ service, claim, followers: this.#followers },
    });
    this.#running.set(claim.service, run);
    return run.start().finally(() => this.#running.delete(claim.service));
  }

  async #renew(): Promise<void> {
    const services = [...this.#running.keys()];
    if (services.length === 0) {
      return;
    }
    try {
      const kept = await this.#options.collections.renew({
        ...{ services, holder: this.holder, leaseMs: this.leaseMs },
      });
      services
        .filter(id => !kept.includes(id))
        .forEach(id => this.#running.get(id)?.abandon());
    } catch (error) {
      this.#options.logger.debug(
        `Leases could not be renewed: ${stringifyError(error)}`,
      );
    }
  }
}
