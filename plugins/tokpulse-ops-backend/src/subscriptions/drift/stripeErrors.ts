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

import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import Stripe from 'stripe';

const KEY = 'stripe.secretKey of the service';

/** An error of Stripe's library in our words; its own can hold parts of the key. */
export function stripeFailure(error: unknown): ActionError {
  const failure = (
    code: ActionError['code'],
    message: string,
    nextStep?: string,
  ) => new ActionError({ code, message, nextStep, cause: error });

  if (error instanceof ActionError) {
    return error;
  }
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return failure(
      'unauthorized',
      'Stripe does not accept the configured key',
      `Make a restricted key that may read subscriptions, and set ${KEY}`,
    );
  }
  if (error instanceof Stripe.errors.StripePermissionError) {
    return failure(
      'forbidden',
      'The configured key may not read subscriptions at Stripe',
      `Allow it to read subscriptions, or set another ${KEY}`,
    );
  }
  if (error instanceof Stripe.errors.StripeRateLimitError) {
    return failure(
      'rate-limited',
      'Stripe limits our requests',
      'It is tried again by itself',
    );
  }
  if (error instanceof Stripe.errors.StripeConnectionError) {
    const detail: unknown = error.detail;
    return detail instanceof ActionError
      ? failure(
          detail.code,
          `Stripe cannot be reached: ${detail.message}`,
          detail.nextStep,
        )
      : failure('unreachable', 'Stripe cannot be reached');
  }
  if (error instanceof Stripe.errors.StripeAPIError) {
    return failure(
      'unreachable',
      'Stripe answered with an error of its own',
      'Look at status.stripe.com; it is tried again by itself',
    );
  }
  return failure('internal', 'The request to Stripe failed');
}
