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

import { apiRoutes } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { GetApplication } from '../OpsApplication';
import type { RouteRegistrar } from './RouteRegistrar';

/** Performance, response times and metrics of a service. */
export function addPerformanceRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'service';

  routes.add(
    apiRoutes.getPerformance,
    { eventId, actionType: 'get-performance' },
    ({ params, query, credentials }) =>
      application().performance.performance(
        params.service,
        query.window,
        credentials,
      ),
  );

  routes.add(
    apiRoutes.getResponseTimes,
    { eventId, actionType: 'get-response-times' },
    ({ params, query, credentials }) =>
      application().performance.responseTimes(
        params.service,
        query.window,
        credentials,
      ),
  );

  routes.add(
    apiRoutes.getMetrics,
    { eventId, actionType: 'get-metrics' },
    ({ params, query, credentials }) =>
      application().performance.metrics(params.service, query, credentials),
  );

  routes.add(
    apiRoutes.getMetricHistory,
    { eventId, actionType: 'get-metric-history' },
    ({ params, query, credentials }) =>
      application().performance.metricHistory(
        params.service,
        query,
        credentials,
      ),
  );
}
