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

import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceConfig } from './serviceConfig';

type Capability = ServiceInfo['capabilities'][number];

/** What the configuration enables, and what each missing thing would. */
export function capabilitiesOf(
  configuration: ServiceConfig,
): ServiceInfo['capabilities'] {
  const { hosts, railway, postgres, redis, stripe } = configuration;
  const every = Object.values(hosts);
  const missingInRailway = (
    ['token', 'projectId', 'environmentId', 'service'] as const
  ).filter(key => !railway?.[key]);

  return [
    capability('health', every.length > 0, 'Health needs a host with its URL'),
    capability(
      'metrics',
      every.some(host => host.metrics !== undefined),
      'Metrics need the metrics path of a host',
    ),
    capability(
      'performance',
      every.some(host => host.performance !== undefined),
      'Performance needs the performance path of a host',
    ),
    capability(
      'railway',
      missingInRailway.length === 0,
      `Logs and restart need railway.${missingInRailway.join(', railway.')}`,
    ),
    capability(
      'postgres',
      Object.values(postgres ?? {}).some(it => it.readOnlyConnection),
      'Database look-ups need postgres.<name>.readOnlyConnection: a role of its own that may only read',
    ),
    capability(
      'redis',
      Object.values(redis ?? {}).some(it => it.url),
      'Redis checks need redis.<name>.url',
    ),
    capability(
      'stripe',
      stripe?.secretKey !== undefined,
      'The comparison of subscriptions with Stripe needs stripe.secretKey: best a restricted key that may only read subscriptions',
    ),
  ];
}

function capability(id: string, configured: boolean, hint: string): Capability {
  return configured ? { id, configured } : { id, configured, hint };
}
