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
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  apiRoutes,
  type PluginStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { GetApplication } from '../OpsApplication';
import { addAboutRoutes } from './about';
import { addApprovalRoutes } from './approvals';
import { errorBodies } from './errorBodies';
import { addEventRoutes } from './events';
import { addEvidenceRoutes } from './evidence';
import { addLockRoutes } from './locks';
import { addObservationRoutes } from './observations';
import { createOpenApi } from './openapi';
import { addPerformanceRoutes } from './performance';
import { addPlanRoutes } from './plans';
import { addRecoveryRoutes } from './recovery';
import { addReviewRoutes } from './reviews';
import { RouteRegistrar } from './RouteRegistrar';
import { addRunbookRoutes } from './runbooks';
import { addRunRoutes } from './runs';
import { addServiceRoutes } from './services';
import { addStepRoutes } from './steps';
import { addSubscriptionRoutes } from './subscriptions';

/** Options of {@link createRouter}. */
export interface RouterOptions {
  readonly application: GetApplication;
  readonly status: () => Promise<PluginStatus>;
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  /** Of the plugin's package. */
  readonly version: string;
}

/** The HTTP API of `tokpulse-ops-common`. */
export function createRouter(options: RouterOptions): Router {
  const { application, status, httpAuth, auditor, logger } = options;
  const router = PromiseRouter();
  const routes = new RouteRegistrar({
    ...{ router, httpAuth, auditor },
    idempotency: () => application().idempotency,
  });
  const openApi = createOpenApi({ version: options.version });

  routes.add(
    apiRoutes.getStatus,
    { eventId: 'plugin-status', actionType: 'get' },
    status,
  );
  router.get('/openapi.json', async (_req, res) => {
    res.json(openApi);
  });
  addServiceRoutes(routes, application);
  addObservationRoutes(routes, application, { logger });
  addAboutRoutes(routes, application);
  addPerformanceRoutes(routes, application);
  addRunbookRoutes(routes, application);
  addPlanRoutes(routes, application);
  addRunRoutes(routes, application);
  addStepRoutes(routes, application);
  addRecoveryRoutes(routes, application);
  addApprovalRoutes(routes, application);
  addReviewRoutes(routes, application);
  addEventRoutes(routes, application, { logger });
  addLockRoutes(routes, application);
  addEvidenceRoutes(routes, application);
  addSubscriptionRoutes(routes, application);

  router.use(errorBodies(logger));
  return router;
}
