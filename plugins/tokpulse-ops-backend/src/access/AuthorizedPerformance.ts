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
  runReadPermission,
  type MetricHistory,
  type MetricsQuery,
  type MetricsView,
  type ObservationWindow,
  type PerformanceView,
  type ResponseTimes,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { MetricsViews } from '../observations/metrics';
import type { PerformanceViews } from '../observations/performance';
import type { Access } from './Access';
import type { AuthorizedServices } from './AuthorizedServices';

/** Performance and metrics of the services that the caller may see. */
export class AuthorizedPerformance {
  readonly #services: AuthorizedServices;
  readonly #performance: PerformanceViews;
  readonly #metrics: MetricsViews;
  readonly #access: Access;

  constructor(options: {
    readonly services: AuthorizedServices;
    readonly performance: PerformanceViews;
    readonly metrics: MetricsViews;
    readonly access: Access;
  }) {
    this.#services = options.services;
    this.#performance = options.performance;
    this.#metrics = options.metrics;
    this.#access = options.access;
  }

  /** Runs that the caller may not see are not among the markers. */
  async performance(
    id: string,
    window: ObservationWindow,
    credentials: BackstageCredentials,
  ): Promise<PerformanceView> {
    const service = await this.#services.get(id, credentials);
    const maySee = await this.#visibleRuns(credentials);
    return this.#performance.performance({ service, window, maySee });
  }

  /** Runs that the caller may not see are not among the markers. */
  async responseTimes(
    id: string,
    window: ObservationWindow,
    credentials: BackstageCredentials,
  ): Promise<ResponseTimes> {
    const service = await this.#services.get(id, credentials);
    const maySee = await this.#visibleRuns(credentials);
    return this.#performance.responseTimes({ service, window, maySee });
  }

  async metrics(
    id: string,
    query: MetricsQuery,
    credentials: BackstageCredentials,
  ): Promise<MetricsView> {
    return this.#metrics.latest(
      await this.#services.get(id, credentials),
      query,
    );
  }

  async metricHistory(
    id: string,
    query: Parameters<MetricsViews['history']>[1],
    credentials: BackstageCredentials,
  ): Promise<MetricHistory> {
    return this.#metrics.history(
      await this.#services.get(id, credentials),
      query,
    );
  }

  async #visibleRuns(credentials: BackstageCredentials) {
    return (await this.#access.runsWith(runReadPermission, credentials))
      .includes;
  }
}
