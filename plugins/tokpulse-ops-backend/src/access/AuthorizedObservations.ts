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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  incidentAcknowledgePermission,
  runReadPermission,
  type HealthView,
  type Incident,
  type IncidentList,
  type ObservationNotice,
  type ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Incidents } from '../incidents/Incidents';
import type { ObservationFeed } from '../observations/live/ObservationFeed';
import type { HealthViews } from '../observations/views/HealthViews';
import type { ActiveRunFilter } from '../runs/store/countActiveRuns';
import type { ConfiguredServices } from '../services';
import type { Access } from './Access';
import type { AuthorizedServices } from './AuthorizedServices';

/** Counts runs that are not over, by service. */
export type CountActiveRuns = (
  filter: ActiveRunFilter,
) => Promise<ReadonlyMap<string, number>>;

/** Health and incidents of the services that the caller may see. */
export class AuthorizedObservations {
  readonly #services: AuthorizedServices;
  readonly #configured: Pick<ConfiguredServices, 'list'>;
  readonly #health: HealthViews;
  readonly #incidents: Incidents;
  readonly #feed: ObservationFeed;
  readonly #countActiveRuns: CountActiveRuns;
  readonly #access: Access;

  constructor(options: {
    readonly services: AuthorizedServices;
    readonly configured: Pick<ConfiguredServices, 'list'>;
    readonly health: HealthViews;
    readonly incidents: Incidents;
    readonly feed: ObservationFeed;
    readonly countActiveRuns: CountActiveRuns;
    readonly access: Access;
  }) {
    this.#services = options.services;
    this.#configured = options.configured;
    this.#health = options.health;
    this.#incidents = options.incidents;
    this.#feed = options.feed;
    this.#countActiveRuns = options.countActiveRuns;
    this.#access = options.access;
  }

  /** Every service that the caller may see, as it is now. */
  async states(credentials: BackstageCredentials): Promise<ServiceState[]> {
    const services = await this.#visible(credentials);
    return this.#health.states({
      services,
      activeRuns: await this.#activeRuns(
        services.map(({ id }) => id),
        credentials,
      ),
    });
  }

  async health(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<HealthView> {
    const service = await this.#services.get(id, credentials);
    return this.#health.view({
      service,
      maySee: await this.#visibleRuns(credentials),
    });
  }

  /** Reads it again now, as far as its request budget allows. */
  async refresh(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<HealthView> {
    const service = await this.#services.get(id, credentials);
    return this.#health.refresh({
      service,
      maySee: await this.#visibleRuns(credentials),
    });
  }

  async incidents(
    id: string,
    page: { readonly limit: number; readonly cursor?: string },
    credentials: BackstageCredentials,
  ): Promise<IncidentList> {
    const service = await this.#services.get(id, credentials);
    return this.#incidents.list({ service: service.id, ...page });
  }

  /** Says in the name of the caller that somebody sees to it. */
  async acknowledge(
    options: {
      readonly service: string;
      readonly incident: string;
      readonly note?: string;
    },
    credentials: BackstageCredentials,
  ): Promise<Incident> {
    const { service, incident, note } = options;
    const { id } = await this.#services.get(service, credentials);
    await this.#access.requireOn(
      incidentAcknowledgePermission,
      id,
      credentials,
    );
    this.#access.requireChangesAllowed();
    return this.#incidents.acknowledge({
      service: id,
      id: incident,
      by: this.#access.personOf(credentials),
      note,
    });
  }

  /**
   * The services whose news the caller may follow.
   *
   * @throws `NotFoundError` for a service that is not there or may not be seen
   */
  async followable(
    service: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<readonly string[]> {
    if (service !== undefined) {
      return [(await this.#services.get(service, credentials)).id];
    }
    return (await this.#visible(credentials)).map(({ id }) => id);
  }

  /** What is new about services that {@link followable} answered. */
  follow(options: {
    readonly services: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncGenerator<ObservationNotice, void, undefined> {
    return this.#feed.follow(options);
  }

  async #visible(credentials: BackstageCredentials) {
    const isVisible = await this.#access.visibleServices(credentials);
    return this.#configured.list().filter(isVisible);
  }

  async #activeRuns(
    services: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlyMap<string, number>> {
    const filter = await this.#access.visibleRuns(credentials);
    return filter.kind === 'none' || services.length === 0
      ? new Map()
      : this.#countActiveRuns({
          services,
          visible: filter.kind === 'all' ? undefined : filter.query,
        });
  }

  async #visibleRuns(credentials: BackstageCredentials) {
    return (await this.#access.runsWith(runReadPermission, credentials))
      .includes;
  }
}
