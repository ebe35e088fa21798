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
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import FavoriteIcon from '@material-ui/icons/FavoriteBorder';
import { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from './api/tokpulseOpsApi';
import { SERVICE_ANNOTATION } from './operations/serviceAnnotation';
import { OpsIcon } from './inbox/OpsIcon';
import {
  approvalsRouteRef,
  locksRouteRef,
  reviewsRouteRef,
  rootRouteRef,
  runRouteRef,
  runsRouteRef,
  serviceRouteRef,
} from './routes';

const hasService = {
  [`metadata.annotations.${SERVICE_ANNOTATION}`]: { $exists: true },
};

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tokpulseOpsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new TokPulseOpsClient(options),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/tokpulse-ops',
    routeRef: rootRouteRef,
    // Beside the page's name in the navigation and in its header: it counts.
    icon: <OpsIcon />,
    loader: () => import('./services/OpsPage').then(m => <m.OpsPage />),
  },
});

const entityContent = EntityContentBlueprint.make({
  name: 'operations',
  params: {
    path: '/operations',
    title: 'Operations',
    filter: hasService,
    loader: () =>
      import('./operations/OperationsContent').then(m => (
        <m.OperationsContent />
      )),
  },
});

const healthCard = EntityCardBlueprint.make({
  name: 'health',
  params: {
    type: 'info',
    filter: hasService,
    loader: () => import('./cards/HealthCard').then(m => <m.HealthCard />),
  },
});

const runbooksCard = EntityCardBlueprint.make({
  name: 'runbooks',
  params: {
    type: 'info',
    filter: hasService,
    loader: () => import('./cards/RunbooksCard').then(m => <m.RunbooksCard />),
  },
});

const performanceCard = EntityCardBlueprint.make({
  name: 'performance',
  params: {
    type: 'content',
    filter: hasService,
    loader: () =>
      import('./cards/PerformanceCard').then(m => <m.PerformanceCard />),
  },
});

const subscriptionsCard = EntityCardBlueprint.make({
  name: 'subscriptions',
  params: {
    type: 'content',
    filter: hasService,
    loader: () =>
      import('./cards/SubscriptionsCard').then(m => <m.SubscriptionsCard />),
  },
});

/**
 * Operates services with runbooks: an entity tab, overview cards, the page
 * of all services and the page of a run.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'tokpulse-ops',
  title: 'Operations',
  icon: <FavoriteIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    run: runRouteRef,
    runs: runsRouteRef,
    service: serviceRouteRef,
    approvals: approvalsRouteRef,
    reviews: reviewsRouteRef,
    locks: locksRouteRef,
  },
  extensions: [
    api,
    page,
    entityContent,
    healthCard,
    runbooksCard,
    performanceCard,
    subscriptionsCard,
  ],
});
