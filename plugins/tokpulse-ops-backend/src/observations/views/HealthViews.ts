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
import type {
  HealthView,
  ServiceState,
  Suggestion,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunResource } from '../../access/resources';
import type { Incidents } from '../../incidents/Incidents';
import type { Suggestions } from '../../incidents/Suggestions';
import type { ConfiguredService } from '../../services';
import type { ServiceCollector } from '../collect/ServiceCollector';
import { explain } from '../explain';
import type { Happening, Markers } from '../markers';
import type { ObservationStore, SavedObservation } from '../ObservationStore';
import { snapshotOf } from '../performance/hostPerformance';
import { scoreOf } from '../performance/score';
import { hostViews } from './healthHosts';
import { withIncidentsOfDays, withIncidentsOfWindows } from './healthIncidents';
import { windowMs } from '../store/stretches';
import { sloOf } from './healthSlo';

const MOST_CHANGES = 20;
const DAYS = 90;
/** What happened that long before may have caused what is wrong now. */
const HAPPENED_WITHIN_MS = 60 * 60_000;

/** Options of {@link HealthViews}. */
export interface HealthViewsOptions {
  readonly store: Pick<
    ObservationStore,
    'latest' | 'changes' | 'days' | 'availability'
  >;
  readonly collector: ServiceCollector;
  readonly incidents: Pick<Incidents, 'open' | 'between'>;
  readonly suggestions: Pick<Suggestions, 'of'>;
  readonly markers: Pick<Markers, 'list'>;
  readonly logger: LoggerService;
}

/** The health of services as pages show it, made of what is stored. */
export class HealthViews {
  readonly #options: HealthViewsOptions;

  constructor(options: HealthViewsOptions) {
    this.#options = options;
  }

  /**
   * One service in full. A service that has not been read yet is `unknown`.
   *
   * @param options - `maySee`: whether the caller may know of a run
   */
  async view(options: {
    readonly service: ConfiguredService;
    readonly maySee: (run: RunResource) => boolean;
  }): Promise<HealthView> {
    const { service, maySee } = options;
    const { id } = service;
    const { store, collector, incidents } = this.#options;
    const now = new Date();
    const [latest, collection, open, past, changes, availability, days] =
      await Promise.all([
        store.latest([id]),
        collector.collection(id),
        incidents.open([id]),
        incidents.between({
          service: id,
          from: new Date(now.getTime() - windowMs['90d']),
          to: now,
        }),
        store.changes({ service: id, limit: MOST_CHANGES }),
        store.availability(id),
        store.days({ service: id, days: DAYS }),
      ]);
    const observation = latest.get(id);
    const incident = open.get(id);
    const [happened, suggestions] = await Promise.all([
      this.#happened(id, observation, maySee),
      this.#suggestions(service, observation),
    ]);
    return {
      service: id,
      status: observation?.status ?? 'unknown',
      ...(observation && { since: observation.since.toISOString() }),
      explanation: explain({
        title: service.title,
        scoresWithoutData: scoresWithoutData(service, observation),
        ...{ observation, happened },
      }),
      suggestions: [...suggestions],
      ...(incident && { incident }),
      collection,
      hosts: observation === undefined ? [] : hostViews(observation),
      changes: [...changes],
      availability: withIncidentsOfWindows(availability, past, now),
      days: withIncidentsOfDays(days, past),
      slo: sloOf(service, availability),
    };
  }

  /** Every one of these services as it is now, in their order. */
  async states(options: {
    readonly services: readonly ConfiguredService[];
    /** Runs that are not over, by service, as far as the caller may see them. */
    readonly activeRuns: ReadonlyMap<string, number>;
  }): Promise<ServiceState[]> {
    const { services, activeRuns } = options;
    const ids = services.map(({ id }) => id);
    const { store, collector, incidents } = this.#options;
    const [latest, collections, open] = await Promise.all([
      store.latest(ids),
      collector.collections(ids),
      incidents.open(ids),
    ]);
    return services.map(({ id, title }) => {
      const observation = latest.get(id);
      const incident = open.get(id);
      return {
        service: id,
        title,
        status: observation?.status ?? 'unknown',
        ...(observation && {
          since: observation.since.toISOString(),
          at: observation.at.toISOString(),
        }),
        stale: collections.get(id)?.stale ?? true,
        headline: explain({ title, observation }).headline,
        ...(incident && { incident }),
        activeRuns: activeRuns.get(id) ?? 0,
      };
    });
  }

  /** Reads a service again now, if its budget allows, and shows it. */
  async refresh(
    options: Parameters<HealthViews['view']>[0],
  ): Promise<HealthView> {
    await this.#options.collector.refresh(options.service.id);
    return this.view(options);
  }

  async #happened(
    service: string,
    observation: SavedObservation | undefined,
    maySee: (run: RunResource) => boolean,
  ): Promise<readonly Happening[]> {
    if (observation === undefined) {
      return [];
    }
    const { since, at } = observation;
    const happened = await this.#options.markers.list({
      service,
      from: new Date(since.getTime() - HAPPENED_WITHIN_MS),
      to: at,
    });
    return happened.filter(({ run }) => run === undefined || maySee(run));
  }

  /** A shelf that cannot be read must not hide what is wrong. */
  async #suggestions(
    service: ConfiguredService,
    observation: SavedObservation | undefined,
  ): Promise<readonly Suggestion[]> {
    if (observation === undefined) {
      return [];
    }
    const { suggestions, logger } = this.#options;
    return suggestions.of(service, observation).catch(error => {
      logger.warn(`No runbook could be suggested for ${service.id}`, {
        cause: stringifyError(error),
      });
      return [];
    });
  }
}

/** Hosts that say 100 although they have measured nothing. */
function scoresWithoutData(
  service: ConfiguredService,
  observation: SavedObservation | undefined,
): readonly string[] {
  return Object.values(service.hosts)
    .filter(host => {
      const snapshot = observation && snapshotOf(observation.latest, host.name);
      return (
        snapshot?.stated?.score === 100 &&
        scoreOf(snapshot).status === 'no-data'
      );
    })
    .map(({ name }) => name);
}
