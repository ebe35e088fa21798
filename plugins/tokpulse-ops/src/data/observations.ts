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

import { useApi } from '@backstage/core-plugin-api';
import {
  keepPreviousData,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type {
  HealthView,
  MetricHistory,
  MetricHistoryQuery,
  MetricsQuery,
  MetricsView,
  ObservationWindow,
  PerformanceView,
  ResponseTimes,
  ServiceAbout,
  ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { useObservationInterval } from '../live/useObservationStream';
import { type Loadable, toLoadable } from './loadable';

const ABOUT_INTERVAL_MS = 60_000;

/** Under what the observations of services are kept; told new, they are read again. */
export const observationKeys = {
  states: ['states'],
  health: (service: string) => ['health', service],
  about: (service: string) => ['about', service],
  responseTimes: (service: string, window: ObservationWindow) => [
    'response-times',
    service,
    window,
  ],
  performance: (service: string, window: ObservationWindow) => [
    'performance',
    service,
    window,
  ],
  metrics: (service: string, query: MetricsQuery) => [
    'metrics',
    service,
    query,
  ],
  metricHistory: (service: string, query: MetricHistoryQuery) => [
    'metric-history',
    service,
    query,
  ],
} as const satisfies Readonly<
  Record<string, QueryKey | ((service: string, query: never) => QueryKey)>
>;

/** The health of a service in full. */
export function useServiceHealth(service: string): Loadable<HealthView> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.health(service),
      queryFn: ({ signal }) => api.observations.health(service, { signal }),
      refetchInterval: useObservationInterval(),
    }),
  );
}

/** Every service that the reader may see, as it is now. */
export function useServiceStates(): Loadable<ServiceState[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.states,
      queryFn: ({ signal }) => api.observations.states({ signal }),
      refetchInterval: useObservationInterval(),
    }),
  );
}

/** Whom to call about a service, where to look, its feature flags. */
export function useServiceAbout(service: string): Loadable<ServiceAbout> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.about(service),
      queryFn: ({ signal }) => api.observations.about(service, { signal }),
      refetchInterval: ABOUT_INTERVAL_MS,
    }),
  );
}

/** Asks the service itself again, within its request budget. */
export function useRefreshService(service: string) {
  const api = useApi(tokpulseOpsApiRef);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.observations.refresh(service),
    onSuccess: view =>
      queries.setQueryData(observationKeys.health(service), view),
  });
}

/** How long the hosts of a service took to answer. */
export function useResponseTimes(
  service: string,
  window: ObservationWindow,
): Loadable<ResponseTimes> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.responseTimes(service, window),
      queryFn: ({ signal }) =>
        api.observations.responseTimes(service, { window }, { signal }),
      refetchInterval: useObservationInterval(),
      // Another window must not make the page jump.
      placeholderData: keepPreviousData,
    }),
  );
}

/** Scores, budgets against readings, trends. */
export function useServicePerformance(
  service: string,
  window: ObservationWindow,
): Loadable<PerformanceView> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.performance(service, window),
      queryFn: ({ signal }) =>
        api.observations.performance(service, { window }, { signal }),
      refetchInterval: useObservationInterval(),
      placeholderData: keepPreviousData,
    }),
  );
}

/** The samples of the metrics pages that fit a search. */
export function useServiceMetrics(
  service: string,
  query: MetricsQuery,
): Loadable<MetricsView> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.metrics(service, query),
      queryFn: ({ signal }) =>
        api.observations.metrics(service, query, { signal }),
      refetchInterval: useObservationInterval(),
      placeholderData: keepPreviousData,
    }),
  );
}

/** The history of a metric that is kept. */
export function useMetricHistory(
  service: string,
  query: MetricHistoryQuery,
): Loadable<MetricHistory> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.metricHistory(service, query),
      queryFn: ({ signal }) =>
        api.observations.metricHistory(service, query, { signal }),
      refetchInterval: useObservationInterval(),
      placeholderData: keepPreviousData,
    }),
  );
}
