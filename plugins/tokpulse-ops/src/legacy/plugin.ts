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

import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import {
  approvalsRouteRef,
  locksRouteRef,
  reviewsRouteRef,
  rootRouteRef,
  runRouteRef,
  runsRouteRef,
  serviceRouteRef,
} from '../routes';

/** Where the tab of an entity is. */
const entityContentRouteRef = createRouteRef({
  id: 'tokpulse-ops/entity-content',
});

/**
 * Operates services with runbooks: an entity tab, overview cards, the page of
 * all services and the page of a run.
 *
 * @public
 */
export const tokpulseOpsPlugin = createPlugin({
  id: 'tokpulse-ops',
  apis: [
    createApiFactory({
      api: tokpulseOpsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new TokPulseOpsClient(options),
    }),
  ],
  routes: {
    root: rootRouteRef,
    run: runRouteRef,
    runs: runsRouteRef,
    service: serviceRouteRef,
    approvals: approvalsRouteRef,
    reviews: reviewsRouteRef,
    locks: locksRouteRef,
    entityContent: entityContentRouteRef,
  },
});

/**
 * Every service, and below it approvals, reviews, locks, runs and each run; at
 * `/tokpulse-ops`.
 *
 * @public
 */
export const TokPulseOpsPage = tokpulseOpsPlugin.provide(
  createRoutableExtension({
    name: 'TokPulseOpsPage',
    component: () => import('./LegacyOpsPage').then(m => m.LegacyOpsPage),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The tab of an entity, at `/operations` of its page.
 *
 * @public
 */
export const EntityTokPulseOpsContent = tokpulseOpsPlugin.provide(
  createRoutableExtension({
    name: 'EntityTokPulseOpsContent',
    component: () =>
      import('../operations/OperationsContent').then(m => m.OperationsContent),
    mountPoint: entityContentRouteRef,
  }),
);

/**
 * The state of the service, and what is wrong with it.
 *
 * @public
 */
export const EntityTokPulseOpsHealthCard = tokpulseOpsPlugin.provide(
  createComponentExtension({
    name: 'EntityTokPulseOpsHealthCard',
    component: {
      lazy: () => import('../cards/HealthCard').then(m => m.HealthCard),
    },
  }),
);

/**
 * Scores and what exceeds its budget.
 *
 * @public
 */
export const EntityTokPulseOpsPerformanceCard = tokpulseOpsPlugin.provide(
  createComponentExtension({
    name: 'EntityTokPulseOpsPerformanceCard',
    component: {
      lazy: () =>
        import('../cards/PerformanceCard').then(m => m.PerformanceCard),
    },
  }),
);

/**
 * Counts and anomalies of its subscriptions.
 *
 * @public
 */
export const EntityTokPulseOpsSubscriptionsCard = tokpulseOpsPlugin.provide(
  createComponentExtension({
    name: 'EntityTokPulseOpsSubscriptionsCard',
    component: {
      lazy: () =>
        import('../cards/SubscriptionsCard').then(m => m.SubscriptionsCard),
    },
  }),
);

/**
 * The runbooks that fit now, and the runs in progress.
 *
 * @public
 */
export const EntityTokPulseOpsRunbooksCard = tokpulseOpsPlugin.provide(
  createComponentExtension({
    name: 'EntityTokPulseOpsRunbooksCard',
    component: {
      lazy: () => import('../cards/RunbooksCard').then(m => m.RunbooksCard),
    },
  }),
);
