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
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import Stripe from 'stripe';
import { z } from 'zod';
import { guardedHttpClient } from './guardedHttpClient';
import { stripeFailure } from './stripeErrors';

const TIMEOUT_MS = 5_000;
const RETRIES = 1;
/** Of one customer; more than a few are a mistake of somebody's. */
const OF_ONE_CUSTOMER = 20;

const settingsSchema = z.object({ url: z.string(), secretKey: z.string() });

/** What Stripe says of a subscription. */
export interface StripeSide {
  readonly id: string;
  readonly customer: string;
  /** In Stripe's words, e.g. `past_due`. */
  readonly status: string;
  /** ISO 8601 UTC. */
  readonly periodEnd?: string;
  /** It was cancelled, and runs to the end of what was paid. */
  readonly ending: boolean;
}

/** What we know a subscription by at Stripe. */
export interface StripeIds {
  readonly subscription?: string;
  readonly customer?: string;
}

/** Reads subscriptions at Stripe; changes nothing. */
export class StripeSubscriptions {
  readonly #stripe: Stripe;

  /** Undefined where the service has no key. */
  static of(service: ServiceAccess): StripeSubscriptions | undefined {
    try {
      return new StripeSubscriptions(
        service,
        service.settings('stripe', settingsSchema),
      );
    } catch (error) {
      if (error instanceof ActionError && error.code === 'not-configured') {
        return undefined;
      }
      throw error;
    }
  }

  private constructor(
    service: ServiceAccess,
    settings: z.output<typeof settingsSchema>,
  ) {
    const { protocol, hostname, port } = new URL(settings.url);
    const isPlain = protocol === 'http:';
    this.#stripe = new Stripe(settings.secretKey, {
      host: hostname,
      port: Number(port || (isPlain ? 80 : 443)),
      protocol: isPlain ? 'http' : 'https',
      timeout: TIMEOUT_MS,
      maxNetworkRetries: RETRIES,
      telemetry: false,
      httpClient: guardedHttpClient(service),
    });
  }

  /**
   * The subscription with that id, or of that customer: of several the one that
   * still runs, then the newest. Undefined when Stripe knows none. Throws
   * `ActionError`.
   */
  async find(ids: StripeIds): Promise<StripeSide | undefined> {
    try {
      if (ids.subscription !== undefined) {
        return toSide(
          await this.#stripe.subscriptions.retrieve(ids.subscription),
        );
      }
      if (ids.customer === undefined) {
        return undefined;
      }
      const { data } = await this.#stripe.subscriptions.list({
        customer: ids.customer,
        status: 'all',
        limit: OF_ONE_CUSTOMER,
      });
      const [best] = [...data].sort(
        (a, b) =>
          Number(isEnded(a.status)) - Number(isEnded(b.status)) ||
          b.created - a.created,
      );
      return best && toSide(best);
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      throw stripeFailure(error);
    }
  }
}

/** Whether a subscription in this state of Stripe's is over. */
export function isEnded(status: string): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === 'resource_missing'
  );
}

const legacySchema = z.object({ current_period_end: z.number() });

/** Since 2025 the period is told by the items; before, by the subscription. */
function toSide(subscription: Stripe.Subscription): StripeSide {
  const legacy = legacySchema.safeParse(subscription);
  const ends = [
    ...subscription.items.data.map(item => item.current_period_end),
    ...(legacy.success ? [legacy.data.current_period_end] : []),
  ].filter(end => Number.isFinite(end));
  const { customer } = subscription;
  return {
    id: subscription.id,
    customer: typeof customer === 'string' ? customer : customer.id,
    status: subscription.status,
    ending: subscription.cancel_at_period_end,
    ...(ends.length > 0 && {
      periodEnd: new Date(Math.max(...ends) * 1_000).toISOString(),
    }),
  };
}
