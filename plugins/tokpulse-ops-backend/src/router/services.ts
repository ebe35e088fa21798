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

/** `/services` and the service of a catalog entity. */
export function addServiceRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'service';

  routes.add(
    apiRoutes.listServices,
    { eventId, actionType: 'list' },
    async ({ credentials }) => ({
      items: await application().services.list(credentials),
    }),
  );

  routes.add(
    apiRoutes.getService,
    { eventId, actionType: 'get' },
    async ({ params, credentials }) => {
      const { services } = application();
      return (await services.get(params.service, credentials)).info();
    },
  );

  routes.add(
    apiRoutes.getServiceStatus,
    { eventId, actionType: 'get-status' },
    ({ params, credentials }) =>
      application().services.status(params.service, credentials),
  );

  routes.add(
    apiRoutes.getEntityService,
    { eventId, actionType: 'get-of-entity' },
    ({ params, credentials }) =>
      application().services.ofEntity(params, credentials),
  );
}
