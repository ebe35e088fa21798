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

import type { SubscriptionDetail, SubscriptionsOverview } from '../domain';
import type { ApiTransport, RequestOptions } from './ApiTransport';
import type {
  CustomerList,
  ListSubscriptionsQuery,
  LookUp,
  LookUpCustomer,
  LookUpStore,
  RevealedCustomer,
  StoreList,
  SubscriptionList,
} from './observationSchemas';
import { apiRoutes, fillPath } from './routes';

/** Subscriptions and customers of a service, from its own database. */
export class SubscriptionsClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  overview(
    service: string,
    options?: RequestOptions,
  ): Promise<SubscriptionsOverview> {
    const route = apiRoutes.getSubscriptionsOverview;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  list(
    service: string,
    query: ListSubscriptionsQuery = {},
    options?: RequestOptions,
  ): Promise<SubscriptionList> {
    const route = apiRoutes.listSubscriptions;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, query, options });
  }

  /** One subscription in full; the reason is audited. */
  lookUp(
    ref: { readonly service: string; readonly subscription: string },
    body: LookUp,
    options?: RequestOptions,
  ): Promise<SubscriptionDetail> {
    const route = apiRoutes.lookUpSubscription;
    const path = fillPath(route.path, ref);
    return this.#transport.send({ route, path, body, options });
  }

  lookUpCustomer(
    service: string,
    body: LookUpCustomer,
    options?: RequestOptions,
  ): Promise<CustomerList> {
    const route = apiRoutes.lookUpCustomer;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, body, options });
  }

  lookUpStore(
    service: string,
    body: LookUpStore,
    options?: RequestOptions,
  ): Promise<StoreList> {
    const route = apiRoutes.lookUpStore;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, body, options });
  }

  /** Unmasks one person; the reason is audited. */
  reveal(
    ref: { readonly service: string; readonly customer: string },
    body: LookUp,
    options?: RequestOptions,
  ): Promise<RevealedCustomer> {
    const route = apiRoutes.revealCustomer;
    const path = fillPath(route.path, ref);
    return this.#transport.send({ route, path, body, options });
  }
}
