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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { apiRoutes } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { GetApplication } from '../OpsApplication';
import type { RouteRegistrar } from './RouteRegistrar';
import {
  writeServerSentEvents,
  type ServerSentEvent,
} from './serverSentEvents';

/** States and health of services, their incidents, and what is new of both. */
export function addObservationRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
  options: { readonly logger: LoggerService },
): void {
  routes.add(
    apiRoutes.listServiceStates,
    { eventId: 'service', actionType: 'list-states' },
    async ({ credentials }) => ({
      items: await application().observations.states(credentials),
    }),
  );

  routes.add(
    apiRoutes.getServiceHealth,
    { eventId: 'service', actionType: 'get-health' },
    ({ params, credentials }) =>
      application().observations.health(params.service, credentials),
  );

  routes.add(
    apiRoutes.refreshService,
    { eventId: 'service', actionType: 'refresh' },
    ({ params, credentials }) =>
      application().observations.refresh(params.service, credentials),
  );

  routes.add(
    apiRoutes.listIncidents,
    { eventId: 'incident', actionType: 'list' },
    ({ params, query, credentials }) =>
      application().observations.incidents(params.service, query, credentials),
  );

  routes.add(
    apiRoutes.acknowledgeIncident,
    { eventId: 'incident', actionType: 'acknowledge' },
    ({ params, body, credentials }) =>
      application().observations.acknowledge(
        { ...params, note: body.note },
        credentials,
      ),
  );

  routes.addRaw(
    apiRoutes.streamObservations,
    { eventId: 'service', actionType: 'stream-observations' },
    async ({ query, credentials, signal, res }) => {
      const { observations, stopping } = application();
      // A refusal is an ordinary answer as long as nothing was sent.
      const services = await observations.followable(
        query.service,
        credentials,
      );
      await writeServerSentEvents({
        res,
        stopping,
        gone: signal,
        expiresAt: credentials.expiresAt,
        logger: options.logger,
        async *events({ signal: ended }): AsyncIterable<ServerSentEvent> {
          for await (const notice of observations.follow({
            services,
            signal: ended,
          })) {
            yield { event: 'observation', data: notice };
          }
        },
      });
      return undefined;
    },
  );
}
