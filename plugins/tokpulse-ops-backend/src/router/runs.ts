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

/** `/runs`: start, list, look at, lead, cancel. */
export function addRunRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'run';

  routes.add(
    apiRoutes.startRun,
    { eventId, actionType: 'start' },
    ({ body, credentials }) => application().runs.start(body, credentials),
  );

  routes.add(
    apiRoutes.listRuns,
    { eventId, actionType: 'list' },
    ({ query, credentials }) => application().reader.list(query, credentials),
  );

  routes.add(
    apiRoutes.getRun,
    { eventId, actionType: 'get' },
    ({ params, credentials }) =>
      application().reader.get(params.run, credentials),
  );

  routes.add(
    apiRoutes.getRunPlan,
    { eventId, actionType: 'get-plan' },
    ({ params, credentials }) =>
      application().reader.plan(params.run, credentials),
  );

  routes.add(
    apiRoutes.changeLead,
    { eventId, actionType: 'change-lead' },
    ({ params, body, credentials }) =>
      application().leads.change({ runId: params.run, ...body }, credentials),
  );

  routes.add(
    apiRoutes.cancelRun,
    { eventId, actionType: 'cancel' },
    ({ params, body, credentials }) =>
      application().runs.cancel({ runId: params.run, ...body }, credentials),
  );
}
