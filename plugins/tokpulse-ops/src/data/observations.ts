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
import { type QueryKey, useQuery } from '@tanstack/react-query';
import type {
  HealthView,
  ServiceAbout,
  ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from './loadable';

/** How often an open page reads observations when nobody tells it to, in milliseconds. */
export const OBSERVATIONS_INTERVAL_MS = 10_000;
const ABOUT_INTERVAL_MS = 60_000;

/** Under what the observations of services are kept; told new, they are read again. */
export const observationKeys = {
  states: ['states'],
  health: (service: string) => ['health', service],
  about: (service: string) => ['about', service],
} as const satisfies Readonly<
  Record<string, QueryKey | ((service: string) => QueryKey)>
>;

/** The health of a service in full. */
export function useServiceHealth(service: string): Loadable<HealthView> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: observationKeys.health(service),
      queryFn: ({ signal }) => api.observations.health(service, { signal }),
      refetchInterval: OBSERVATIONS_INTERVAL_MS,
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
      refetchInterval: OBSERVATIONS_INTERVAL_MS,
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
