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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  customerReadPermission,
  customerRevealPermission,
  subscriptionReadPermission,
  type CustomerList,
  type listSubscriptionsQuerySchema,
  type RevealedCustomer,
  type StoreList,
  type SubscriptionDetail,
  type SubscriptionList,
  type SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { z } from 'zod';
import type { LookUpAllowance } from '../subscriptions/LookUpAllowance';
import type { ServiceSubscriptions } from '../subscriptions/ServiceSubscriptions';
import type { Subscriptions } from '../subscriptions/Subscriptions';
import type { Access } from './Access';
import type { AuthorizedServices } from './AuthorizedServices';

/**
 * The subscriptions of services that the caller may see. Lists say nothing
 * personal; who looks somebody up must be a person, may do so a number of times
 * in an hour, and not where permissions are off.
 */
export class AuthorizedSubscriptions {
  readonly #subscriptions: Subscriptions;
  readonly #allowance: LookUpAllowance;
  readonly #services: AuthorizedServices;
  readonly #access: Access;

  constructor(options: {
    readonly subscriptions: Subscriptions;
    readonly allowance: LookUpAllowance;
    readonly services: AuthorizedServices;
    readonly access: Access;
  }) {
    this.#subscriptions = options.subscriptions;
    this.#allowance = options.allowance;
    this.#services = options.services;
    this.#access = options.access;
  }

  /** What an audit may keep of an e-mail address. */
  emailHash(email: string): string {
    return this.#subscriptions.emailHash(email);
  }

  async overview(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<SubscriptionsOverview> {
    return (
      await this.#allowed(service, subscriptionReadPermission, credentials)
    ).overview();
  }

  async list(
    service: string,
    query: z.output<typeof listSubscriptionsQuerySchema>,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<SubscriptionList> {
    const subscriptions = await this.#allowed(
      service,
      subscriptionReadPermission,
      credentials,
    );
    return subscriptions.list(query, signal);
  }

  async lookUpSubscription(
    service: string,
    subscription: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<SubscriptionDetail> {
    const subscriptions = await this.#lookingUp(
      service,
      customerReadPermission,
      credentials,
    );
    return subscriptions.subscription(subscription, signal);
  }

  async lookUpCustomer(
    service: string,
    email: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<CustomerList> {
    const subscriptions = await this.#lookingUp(
      service,
      customerReadPermission,
      credentials,
    );
    return subscriptions.customers(email, signal);
  }

  async lookUpStore(
    service: string,
    domain: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<StoreList> {
    const subscriptions = await this.#lookingUp(
      service,
      customerReadPermission,
      credentials,
    );
    return subscriptions.stores(domain, signal);
  }

  async revealCustomer(
    service: string,
    customer: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<RevealedCustomer> {
    const subscriptions = await this.#lookingUp(
      service,
      customerRevealPermission,
      credentials,
    );
    return subscriptions.reveal(customer, signal);
  }

  async #lookingUp(
    service: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<ServiceSubscriptions> {
    const person = this.#access.personOf(credentials);
    const subscriptions = await this.#allowed(service, permission, credentials);
    this.#access.requireChangesAllowed();
    await this.#allowance.use(person);
    return subscriptions;
  }

  async #allowed(
    service: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<ServiceSubscriptions> {
    const found = await this.#services.get(service, credentials);
    await this.#access.requireOn(permission, service, credentials);
    return this.#subscriptions.of(found);
  }
}
