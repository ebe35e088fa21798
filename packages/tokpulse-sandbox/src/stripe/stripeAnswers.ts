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

import { createHash } from 'node:crypto';
import type { StripeSubscription } from './StripeAccount';

/** The error object of Stripe. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, string>> };

  constructor(
    status: number,
    message: string,
    fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.body = {
      error: {
        ...(fields.code && {
          doc_url: `https://stripe.com/docs/error-codes/${fields.code.replace(
            /_/g,
            '-',
          )}`,
        }),
        message,
        type: 'invalid_request_error',
        ...fields,
      },
    };
  }
}

/** From this version on the period is told by the items and not by the subscription. */
const PERIOD_OF_ITEMS = '2025-03-31';

/** A subscription as a version of the API tells it. */
export function subscriptionJson(
  subscription: StripeSubscription,
  version: string,
): object {
  const { id, customer, status, created, price } = subscription;
  const period = {
    current_period_end: subscription.periodEnd,
    current_period_start: subscription.periodStart,
  };
  const isEnded = status === 'canceled';
  const byItems = version.slice(0, 10) >= PERIOD_OF_ITEMS;
  const product = `prod_${price.id.replace('price_', '')}`;
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    cancel_at: subscription.cancelAtPeriodEnd ? subscription.periodEnd : null,
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
    canceled_at: subscription.canceledAt,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created,
    currency: 'usd',
    ...(byItems ? {} : period),
    customer,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: isEnded ? subscription.periodEnd : null,
    items: {
      object: 'list',
      data: [
        {
          id: `si_${createHash('md5').update(id).digest('hex').slice(0, 14)}`,
          object: 'subscription_item',
          created,
          ...(byItems ? period : {}),
          discounts: [],
          metadata: {},
          price: {
            id: price.id,
            object: 'price',
            active: true,
            billing_scheme: 'per_unit',
            created,
            currency: 'usd',
            livemode: false,
            lookup_key: null,
            metadata: {},
            nickname: null,
            product,
            recurring: {
              interval: 'month',
              interval_count: 1,
              meter: null,
              usage_type: 'licensed',
            },
            tax_behavior: 'unspecified',
            tiers_mode: null,
            transform_quantity: null,
            type: 'recurring',
            unit_amount: price.amount,
            unit_amount_decimal: String(price.amount),
          },
          quantity: 1,
          subscription: id,
          tax_rates: [],
        },
      ],
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null,
    livemode: false,
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: null,
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status,
    test_clock: null,
    transfer_data: null,
    trial_end: status === 'trialing' ? subscription.periodEnd : null,
    trial_settings: {
      end_behavior: { missing_payment_method: 'create_invoice' },
    },
    trial_start: status === 'trialing' ? subscription.periodStart : null,
  };
}
