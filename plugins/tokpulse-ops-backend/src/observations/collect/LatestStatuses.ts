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
  HostHealth,
  ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ObservationStore, SavedObservation } from '../ObservationStore';
import type { ServiceCollector } from './ServiceCollector';

/** A reading may be late by so much of its pace before somebody asks again. */
const LATE = 1.5;
const PATIENCE_MS = 5_000;

/** Options of {@link LatestStatuses}. */
export interface LatestStatusesOptions {
  readonly store: Pick<ObservationStore, 'latest'>;
  readonly collector: Pick<ServiceCollector, 'refresh'>;
  /**
   * How old a reading may be, in milliseconds. Default: as old as the
   * collector's pace lets it become.
   */
  readonly maxAgeMs?: number;
  readonly now?: () => number;
}

/** The status of services as last observed. */
export class LatestStatuses {
  readonly #options: LatestStatusesOptions;

  constructor(options: LatestStatusesOptions) {
    this.#options = options;
  }

  /** Asks the service only where nobody did so lately. */
  async read(service: { readonly id: string }): Promise<ServiceStatus> {
    const { store, collector } = this.#options;
    const latest = (
      await store.latest([service.id], { endpoints: 'none' })
    ).get(service.id);
    return statusOf(
      latest !== undefined && this.#isFresh(latest)
        ? latest
        : await collector.refresh(service.id),
    );
  }

  #isFresh({ at, nextInMs }: SavedObservation): boolean {
    const { maxAgeMs = LATE * nextInMs + PATIENCE_MS, now = Date.now } =
      this.#options;
    return now() - at.getTime() <= maxAgeMs;
  }
}

/** An observation in the form that the API and expressions know. */
export function statusOf(saved: SavedObservation): ServiceStatus {
  const { service, status, summary, at, since, hosts } = saved;
  return {
    ...{ service, status, summary },
    at: at.toISOString(),
    since: since.toISOString(),
    hosts: hosts.map((host): HostHealth => host),
  };
}
