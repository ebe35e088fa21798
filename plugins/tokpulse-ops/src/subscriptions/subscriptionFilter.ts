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
  type SubscriptionAnomaly,
  subscriptionAnomalySchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceParams } from '../data/serviceParams';
import type { ParamChanges } from '../data/searchParam';

/** Which subscriptions are shown; nothing personal in it, since it stands in the address. */
export interface SubscriptionFilter {
  readonly status?: string;
  readonly plan?: string;
  readonly anomaly?: SubscriptionAnomaly;
  /** Beginning of the organization's name. */
  readonly organization?: string;
}

/** Names in the address; `plan` is that of a runbook's plan already. */
const names = {
  status: 'subscriptionState',
  plan: 'subscriptionPlan',
  anomaly: 'anomaly',
  organization: 'organization',
} as const satisfies Readonly<Record<keyof SubscriptionFilter, string>>;

/** No filter at all. */
export const anySubscription: Readonly<
  Record<keyof SubscriptionFilter, undefined>
> = {
  status: undefined,
  plan: undefined,
  anomaly: undefined,
  organization: undefined,
};

/** Reads the filter from the address; what is no filter is left out. */
export function filterOf({ get }: ServiceParams): SubscriptionFilter {
  const text = (name: keyof typeof names) =>
    get(names[name])?.trim() || undefined;
  const status = text('status');
  const plan = text('plan');
  const organization = text('organization');
  const anomaly = subscriptionAnomalySchema.safeParse(text('anomaly'));
  return {
    ...(status !== undefined && { status }),
    ...(plan !== undefined && { plan }),
    ...(organization !== undefined && { organization }),
    ...(anomaly.success && { anomaly: anomaly.data }),
  };
}

/** What changes in the address when the filter does. */
export function paramsOf(
  changes: Partial<Record<keyof SubscriptionFilter, string | undefined>>,
): ParamChanges {
  return Object.fromEntries(
    (['status', 'plan', 'anomaly', 'organization'] as const).flatMap(key =>
      key in changes ? [[names[key], changes[key]]] : [],
    ),
  );
}
