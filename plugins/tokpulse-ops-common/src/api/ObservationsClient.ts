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
  HealthView,
  Incident,
  MetricHistory,
  MetricsView,
  ObservationNotice,
  PerformanceView,
  ServiceAbout,
  ServiceState,
} from '../domain';
import type { ApiTransport, RequestOptions } from './ApiTransport';
import {
  followObservations,
  type FollowObservationsOptions,
} from './followObservations';
import type {
  AcknowledgeIncident,
  IncidentList,
  ListIncidentsQuery,
  MetricHistoryQuery,
  MetricsQuery,
  ResponseTimes,
  WindowQuery,
} from './observationSchemas';
import { apiRoutes, fillPath } from './routes';

/** Observations: how services are and were. */
export class ObservationsClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  async states(options?: RequestOptions): Promise<ServiceState[]> {
    const route = apiRoutes.listServiceStates;
    const path = route.path;
    return (await this.#transport.send({ route, path, options })).items;
  }

  health(service: string, options?: RequestOptions): Promise<HealthView> {
    const route = apiRoutes.getServiceHealth;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  /** Reads the service again now, within its request budget. */
  refresh(service: string, options?: RequestOptions): Promise<HealthView> {
    const route = apiRoutes.refreshService;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  responseTimes(
    service: string,
    query: WindowQuery = {},
    options?: RequestOptions,
  ): Promise<ResponseTimes> {
    const route = apiRoutes.getResponseTimes;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  performance(
    service: string,
    query: WindowQuery = {},
    options?: RequestOptions,
  ): Promise<PerformanceView> {
    const route = apiRoutes.getPerformance;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  metrics(
    service: string,
    query: MetricsQuery = {},
    options?: RequestOptions,
  ): Promise<MetricsView> {
    const route = apiRoutes.getMetrics;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  metricHistory(
    service: string,
    query: MetricHistoryQuery,
    options?: RequestOptions,
  ): Promise<MetricHistory> {
    const route = apiRoutes.getMetricHistory;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  incidents(
    service: string,
    query: ListIncidentsQuery = {},
    options?: RequestOptions,
  ): Promise<IncidentList> {
    const route = apiRoutes.listIncidents;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  /** Stops the response clock of an incident. */
  acknowledge(
    ref: { readonly service: string; readonly incident: string },
    body: AcknowledgeIncident = {},
    options?: RequestOptions,
  ): Promise<Incident> {
    const route = apiRoutes.acknowledgeIncident;
    const path = fillPath(route.path, ref);
    return this.#transport.send({ route, path, body, options });
  }

  about(service: string, options?: RequestOptions): Promise<ServiceAbout> {
    const route = apiRoutes.getServiceAbout;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  /**
   * Says when there is something new to read about a service. Connects again
   * by itself after a lost connection; ends when `signal` aborts. Throws when
   * the caller may not look at services (any longer).
   */
  async *follow(
    options: FollowObservationsOptions & RequestOptions = {},
  ): AsyncGenerator<ObservationNotice, void, undefined> {
    yield* followObservations({
      ...options,
      connect: signal =>
        this.#transport.fetch({
          path: apiRoutes.streamObservations.path,
          query: { service: options.service },
          method: 'GET',
          accept: 'text/event-stream',
          options: { ...options, signal },
        }),
    });
  }
}
