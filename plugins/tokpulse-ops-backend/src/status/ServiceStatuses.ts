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
import {
  serviceStatusSchema,
  type ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { readServiceHealth, type ServiceHealth } from '../health';
import type { Redactor } from '../runs/types';
import type { ReadingStore } from './ReadingStore';

/** Options of {@link ServiceStatuses}. */
export interface ServiceStatusesOptions {
  readonly store: ReadingStore;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  /** How old a reading may be, in milliseconds. */
  readonly cacheMs: number;
  /** Default: asks the service's hosts. */
  readonly readHealth?: (service: ServiceAccess) => Promise<ServiceHealth>;
}

interface Cached {
  readonly until: number;
  readonly reading: Promise<ServiceStatus>;
}

/**
 * The health of services, read at most once in a while however many pages and
 * replicas ask: the services' request budgets are small.
 */
export class ServiceStatuses {
  readonly #options: ServiceStatusesOptions;
  readonly #cache = new Map<string, Cached>();

  constructor(options: ServiceStatusesOptions) {
    this.#options = options;
  }

  /** Throws what the reading throws; a failure is not kept. */
  read(service: ServiceAccess): Promise<ServiceStatus> {
    const cached = this.#cache.get(service.id);
    if (cached !== undefined && performance.now() < cached.until) {
      return cached.reading;
    }
    const entry: Cached = {
      until: Infinity,
      reading: this.#read(service),
    };
    this.#cache.set(service.id, entry);
    entry.reading.then(
      () => {
        const until = performance.now() + this.#maxAgeMs(service);
        this.#cache.set(service.id, { ...entry, until });
      },
      () => this.#cache.delete(service.id),
    );
    return entry.reading;
  }

  async #read(service: ServiceAccess): Promise<ServiceStatus> {
    const { store, redactor, logger } = this.#options;
    const shared = await store.recent({
      service: service.id,
      maxAgeMs: this.#maxAgeMs(service),
    });
    if (shared !== undefined) {
      return shared;
    }
    const readHealth = this.#options.readHealth ?? readServiceHealth;
    const health = await readHealth(service);
    const redacted = serviceStatusSchema
      .omit({ since: true })
      .parse(redactor.json(JSON.parse(JSON.stringify(health))));
    const status = await store.save(redacted);
    logger.debug(`Read the health of ${service.id}: ${status.status}`);
    return status;
  }

  /** No reading is repeated sooner than the service's request budget allows. */
  #maxAgeMs({ observeEveryMs = 0 }: ServiceAccess): number {
    return Math.max(this.#options.cacheMs, observeEveryMs);
  }
}
