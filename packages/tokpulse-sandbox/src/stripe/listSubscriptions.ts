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

import { StripeRefusal } from './stripeAnswers';
import { stripeStatuses, type StripeSubscription } from './StripeAccount';

const KNOWN = [
  'customer',
  'status',
  'limit',
  'starting_after',
  'ending_before',
];
/** Parameters that Stripe has and the sandbox does not. */
const NOT_OFFERED =
  /^(automatic_tax|collection_method|created|current_period_(start|end)|customer_account|expand|plan|price|test_clock)(\[|$)/;

/** One page of a list, with the parameters of Stripe and its ways of refusing them. */
export function listSubscriptions(
  all: ReadonlyMap<string, StripeSubscription>,
  parameters: URLSearchParams,
): { readonly data: readonly StripeSubscription[]; readonly hasMore: boolean } {
  for (const name of parameters.keys()) {
    if (!KNOWN.includes(name)) {
      throw NOT_OFFERED.test(name)
        ? new StripeRefusal(400, `The sandbox does not offer ${name}`)
        : new StripeRefusal(400, `Received unknown parameter: ${name}`, {
            code: 'parameter_unknown',
            param: name,
          });
    }
  }
  const limit = limitOf(parameters.get('limit'));
  const customer = parameters.get('customer');
  const isWanted = filterOf(parameters.get('status'));
  const list = [...all.values()].filter(
    subscription =>
      (customer === null || subscription.customer === customer) &&
      isWanted(subscription),
  );
  if (
    customer !== null &&
    ![...all.values()].some(subscription => subscription.customer === customer)
  ) {
    throw new StripeRefusal(400, `No such customer: '${customer}'`, {
      code: 'resource_missing',
      param: 'customer',
    });
  }
  const after = parameters.get('starting_after');
  const before = parameters.get('ending_before');
  if (after !== null && before !== null) {
    throw new StripeRefusal(
      400,
      'You may only specify one of these parameters: starting_after, ending_before.',
    );
  }
  const placeOf = (param: string, id: string): number => {
    if (!all.has(id)) {
      throw new StripeRefusal(400, `No such subscription: '${id}'`, {
        code: 'resource_missing',
        param,
      });
    }
    return list.findIndex(subscription => subscription.id === id);
  };
  if (before !== null) {
    const end = placeOf('ending_before', before);
    const start = Math.max(0, end - limit);
    return { data: list.slice(start, Math.max(0, end)), hasMore: start > 0 };
  }
  const start = after === null ? 0 : placeOf('starting_after', after) + 1;
  return {
    data: list.slice(start, start + limit),
    hasMore: list.length > start + limit,
  };
}

function limitOf(text: string | null): number {
  if (text === null) {
    return 10;
  }
  if (!/^-?\d+$/.test(text)) {
    throw new StripeRefusal(400, `Invalid integer: ${text}`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  const limit = Number(text);
  if (limit < 1 || limit > 100) {
    throw new StripeRefusal(
      400,
      limit < 1
        ? 'This value must be greater than or equal to 1.'
        : 'This value must be less than or equal to 100.',
      { param: 'limit' },
    );
  }
  return limit;
}

function filterOf(
  status: string | null,
): (subscription: StripeSubscription) => boolean {
  const isEnded = ({ status: its }: StripeSubscription) =>
    its === 'canceled' || its === 'incomplete_expired';
  if (status === null) {
    return subscription => subscription.status !== 'canceled';
  }
  if (status === 'all') {
    return () => true;
  }
  if (status === 'ended') {
    return isEnded;
  }
  if (!stripeStatuses.some(known => known === status)) {
    throw new StripeRefusal(
      400,
      `Invalid status: must be one of ${[
        ...stripeStatuses,
        'all',
        'ended',
      ].join(', ')}`,
      { param: 'status' },
    );
  }
  return subscription => subscription.status === status;
}
