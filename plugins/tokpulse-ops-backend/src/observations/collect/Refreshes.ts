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
import { ServiceUnavailableError } from '@backstage/errors';
import type { SavedObservation } from '../ObservationStore';
import type { CollectionRuns } from './CollectionRuns';
import type { CollectionState } from './CollectionStore';
import type { CollectedService, CollectorOptions } from './Collector';
import { paceOf } from './pace';

/** Until another replica's collection is not waited for any more. */
const PATIENCE_MS = 30_000;
const TICK_MS = 100;

/**
 * Refreshes that people ask for: all who want one at the same time share it,
 * in this process by the promise, across replicas by the lease.
 */
export class Refreshes {
  readonly #options: Pick<CollectorOptions, 'collections' | 'store'>;
  readonly #runs: CollectionRuns;
  readonly #signal: AbortSignal;
  readonly #underWay = new Map<string, Promise<SavedObservation>>();

  constructor(
    options: Pick<CollectorOptions, 'collections' | 'store'> & {
      readonly runs: CollectionRuns;
      /** Ends those that wait. */
      readonly signal: AbortSignal;
    },
  ) {
    this.#options = options;
    this.#runs = options.runs;
    this.#signal = options.signal;
  }

  /** Throws `ServiceUnavailableError` where it may not be asked and never was. */
  async refresh(service: CollectedService): Promise<SavedObservation> {
    const { id } = service;
    const underWay =
      this.#underWay.get(id) ??
      this.#refresh(service).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, underWay);
    return underWay;
  }

  async #refresh(service: CollectedService): Promise<SavedObservation> {
    const saved = await this.#collect(service);
    const latest =
      saved ?? (await this.#options.store.latest([service.id])).get(service.id);
    if (latest === undefined) {
      throw new ServiceUnavailableError(
        `${service.id} may not be asked now, and has not been asked before`,
      );
    }
    return latest;
  }

  /** Undefined: what was read last is young enough, or as good as it gets. */
  async #collect(
    service: CollectedService,
  ): Promise<SavedObservation | undefined> {
    const { id } = service;
    const { collections } = this.#options;
    const { smallestMs, everyMs } = paceOf(service);
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const running = await this.#runs.of(id);
      if (running !== undefined) {
        return running;
      }
      const { holder, leaseMs } = this.#runs;
      const claim = await collections.claimOne({
        ...{ service: id, smallestMs, holder, leaseMs },
      });
      if (claim !== undefined) {
        return this.#runs.start(claim);
      }
      const state = (await collections.states([id])).get(id);
      if (state === undefined) {
        await collections.enrol([{ id, firstMs: everyMs, everyMs }]);
      } else if (isRecent(state, smallestMs)) {
        return undefined;
      } else {
        await sleep(TICK_MS, undefined, { signal: this.#signal });
      }
    }
    return undefined;
  }
}

/** Collected less than so many milliseconds ago, and over. */
function isRecent(
  { isFree, collectedAt, now }: CollectionState,
  milliseconds: number,
): boolean {
  return (
    isFree &&
    collectedAt !== undefined &&
    now.getTime() - collectedAt.getTime() < milliseconds
  );
}
