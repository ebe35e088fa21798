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
import { withoutEmails } from '../subscriptions/masking';
import type { RouteRegistrar } from './RouteRegistrar';

/**
 * `/subscriptions`, `/customers` and `/stores` of a service. Who looked whom up,
 * and why, is told by the audit: with ids and hashes, and no address.
 */
export function addSubscriptionRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  routes.add(
    apiRoutes.getSubscriptionsOverview,
    { eventId: 'subscription', actionType: 'get-overview' },
    ({ params, credentials }) =>
      application().subscriptions.overview(params.service, credentials),
  );

  routes.add(
    apiRoutes.listSubscriptions,
    { eventId: 'subscription', actionType: 'list' },
    ({ params, query, credentials, signal }) =>
      application().subscriptions.list(
        params.service,
        query,
        credentials,
        signal,
      ),
  );

  routes.add(
    apiRoutes.lookUpSubscription,
    { eventId: 'subscription', actionType: 'look-up' },
    async ({ params, body, credentials, signal, note }) => {
      note({ reason: withoutEmails(body.reason) });
      const { subscriptions } = application();
      const detail = await subscriptions.lookUpSubscription(
        params.service,
        params.subscription,
        credentials,
        signal,
      );
      note({
        organizationId: detail.organizationId,
        customers: detail.customers.map(({ userId }) => userId),
      });
      return detail;
    },
  );

  routes.add(
    apiRoutes.lookUpCustomer,
    { eventId: 'customer', actionType: 'look-up' },
    async ({ params, body, credentials, signal, note }) => {
      const { subscriptions } = application();
      note({
        reason: withoutEmails(body.reason),
        emailHash: subscriptions.emailHash(body.email),
      });
      const found = await subscriptions.lookUpCustomer(
        params.service,
        body.email,
        credentials,
        signal,
      );
      note({ customers: found.items.map(({ userId }) => userId) });
      return found;
    },
  );

  routes.add(
    apiRoutes.lookUpStore,
    { eventId: 'store', actionType: 'look-up' },
    async ({ params, body, credentials, signal, note }) => {
      note({ reason: withoutEmails(body.reason) });
      const found = await application().subscriptions.lookUpStore(
        params.service,
        body.domain,
        credentials,
        signal,
      );
      note({ stores: found.items.map(({ id }) => id) });
      return found;
    },
  );

  routes.add(
    apiRoutes.revealCustomer,
    { eventId: 'customer', actionType: 'reveal' },
    ({ params, body, credentials, signal, note }) => {
      note({ reason: withoutEmails(body.reason) });
      return application().subscriptions.revealCustomer(
        params.service,
        params.customer,
        credentials,
        signal,
      );
    },
  );
}
