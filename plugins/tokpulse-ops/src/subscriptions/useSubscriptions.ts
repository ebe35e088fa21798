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
import { useQuery } from '@tanstack/react-query';
import type {
  Subscription,
  SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Keyset, useKeyset } from '../data/keyset';
import { type Loadable, toLoadable } from '../data/loadable';
import type { SubscriptionFilter } from './subscriptionFilter';

/** They change slowly, and reading them asks the service's own database. */
const INTERVAL_MS = 60_000;
const PAGE_SIZE = 25;

/** Counts and anomalies of the subscriptions of a service. */
export function useSubscriptionsOverview(
  service: string,
): Loadable<SubscriptionsOverview> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['subscriptions-overview', service],
      queryFn: ({ signal }) => api.subscriptions.overview(service, { signal }),
      refetchInterval: INTERVAL_MS,
      staleTime: INTERVAL_MS / 2,
    }),
  );
}

/** The subscriptions of a service that fit a filter, page after page. */
export function useSubscriptionList(
  service: string,
  filter: SubscriptionFilter,
): Keyset<Subscription> {
  const api = useApi(tokpulseOpsApiRef);
  return useKeyset({
    queryKey: ['subscriptions', service, filter],
    read: (page, options) =>
      api.subscriptions.list(
        service,
        { ...filter, limit: PAGE_SIZE, ...page },
        options,
      ),
    intervalMs: INTERVAL_MS,
  });
}
