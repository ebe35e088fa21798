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

import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { RequestMeter } from '../../services/RequestMeter';
import type { Observation, SavedObservation } from '../ObservationStore';
import type { CollectedService, CollectorOptions } from './Collector';
import type { FreshObservation, Observe } from './observe';

/** A service whose hosts are asked by nobody; its requests are counted. */
export function createTestService(
  options: {
    readonly id?: string;
    readonly hosts?: Readonly<Record<string, Partial<ServiceHost>>>;
    readonly collect?: Partial<CollectedService['collect']>;
    readonly now?: () => number;
  } = {},
): CollectedService {
  const { id = 'shop', hosts = { api: {} }, now } = options;
  const access = createMockServiceAccess({
    id,
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([name, host]) => [
        name,
        { url: `https://${name}.${id}.example.com`, ...host },
      ]),
    ),
  });
  return {
    ...{ id, hosts: access.hosts },
    collect: {
      ...{ everyMs: 60_000, whileUnhealthyMs: 15_000, requestBudget: 100 },
      ...options.collect,
    },
    requests: new RequestMeter({ hosts: Object.values(access.hosts), now }),
    observed: () => access,
  };
}

/** A store that keeps the last observation of each service in memory. */
export class MemoryObservationStore {
  readonly saved: SavedObservation[] = [];
  readonly #now: () => Date;

  constructor(options: { readonly now?: () => Date } = {}) {
    this.#now = options.now ?? (() => new Date());
  }

  async save(observation: Observation): Promise<SavedObservation> {
    const at = this.#now();
    const before = (await this.latest([observation.service])).get(
      observation.service,
    );
    const saved: SavedObservation = {
      ...observation,
      at,
      since: before?.status === observation.status ? before.since : at,
      ...(before && { previous: before.status }),
      nextAt: new Date(at.getTime() + observation.nextInMs),
      sinceOf: {},
    };
    this.saved.push(saved);
    return saved;
  }

  async latest(
    services: readonly string[],
  ): Promise<ReadonlyMap<string, SavedObservation>> {
    return new Map(
      this.saved
        .filter(({ service }) => services.includes(service))
        .map(saved => [saved.service, saved]),
    );
  }
}

/** What every service of these tests says when all is well. */
export function healthy(service: string): FreshObservation {
  return {
    ...{ service, status: 'healthy', summary: 'All is well' },
    ...{ hosts: [], readings: [], metrics: [], latest: {} },
  };
}

/** The given services, as a collector sees them. */
export function servicesOf(
  ...services: readonly CollectedService[]
): CollectorOptions['services'] {
  return {
    list: () => services,
    get: id => services.find(service => service.id === id),
  };
}

/** Answers that all is well, and counts how often it was asked. */
export function countingObserve(
  answer: Observe = async ({ service }) => healthy(service.id),
): { readonly observe: Observe; times(): number } {
  let asked = 0;
  return {
    observe: options => {
      asked += 1;
      return answer(options);
    },
    times: () => asked,
  };
}
