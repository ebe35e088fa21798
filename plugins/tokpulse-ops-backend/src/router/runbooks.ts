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

/** The runbooks of a service, and `/actions`. */
export function addRunbookRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  routes.add(
    apiRoutes.listRunbooks,
    { eventId: 'runbook', actionType: 'list' },
    async ({ params, credentials }) => ({
      items: await application().runbooks.list(params.service, credentials),
    }),
  );

  routes.add(
    apiRoutes.getRunbook,
    { eventId: 'runbook', actionType: 'get' },
    ({ params, credentials }) =>
      application().runbooks.get(params, credentials),
  );

  routes.addFile(
    apiRoutes.getBundle,
    { eventId: 'runbook', actionType: 'get-bundle' },
    async ({ credentials }) => {
      const { html, at } = await application().runbooks.bundle(credentials);
      return {
        name: `runbooks-${at.toISOString().slice(0, 10)}.html`,
        mediaType: 'text/html',
        content: html,
      };
    },
  );

  routes.add(
    apiRoutes.listActions,
    { eventId: 'runbook-action', actionType: 'list' },
    async ({ credentials }) => ({
      items: [...(await application().runbooks.actions(credentials))],
    }),
  );
}
