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

import { Parts } from '../sandbox/World';
import { Fault, FaultSettingsError } from './Fault';

/** Stripe's API fails, or does not answer. */
export function stripeDown({ stripe }: Parts): Fault {
  return {
    name: 'stripe-down',
    title: 'Stripe is down',
    description:
      'Every request to Stripe\'s API is answered with HTTP 503, or with nothing at all ({"mode": "hang"}). Its bare root, which is all that TokPulse\'s health check asks, still answers.',
    cure: 'Wait; subscriptions are shown without the comparison with Stripe.',
    isActive: () => stripe.disturbances.down !== undefined,
    async induce({ mode = 'errors' }) {
      if (mode !== 'errors' && mode !== 'hang') {
        throw new FaultSettingsError('"mode" must be "errors" or "hang"');
      }
      stripe.disturbances.down = mode;
    },
    async clear() {
      stripe.disturbances.down = undefined;
    },
  };
}

/** The key that the portal reads Stripe with is no longer good. */
export function expiredStripeKey({ stripe }: Parts): Fault {
  return {
    name: 'expired-stripe-key',
    title: 'Expired Stripe key',
    description:
      'Stripe refuses the key with HTTP 401 and the code api_key_expired.',
    cure: 'Make a new key. Here: end the fault.',
    isActive: () => stripe.disturbances.keyExpired,
    async induce() {
      stripe.disturbances.keyExpired = true;
    },
    async clear() {
      stripe.disturbances.keyExpired = false;
    },
  };
}
