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
  type ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/** The named hosts, or all that are not external. */
export function hostNames(
  service: ServiceAccess,
  names: readonly string[] | undefined,
): readonly string[] {
  return (
    names ??
    Object.values(service.hosts)
      .filter(({ external }) => !external)
      .map(({ name }) => name)
  );
}

/** Throws `not-configured` with the key to set. */
export function hostNamed(service: ServiceAccess, name: string): ServiceHost {
  if (!Object.hasOwn(service.hosts, name)) {
    throw new ActionError({
      code: 'not-configured',
      message: `The service ${service.id} has no host '${name}'`,
      nextStep: `Add tokpulseOps.services.${
        service.id
      }.hosts.${name}.url, or name one of: ${Object.keys(service.hosts).join(
        ', ',
      )}`,
    });
  }
  return service.hosts[name];
}

/** The first host that has an optional endpoint. */
export function hostWith(
  service: ServiceAccess,
  endpoint: 'metrics' | 'performance',
): ServiceHost {
  const host = Object.values(service.hosts).find(it => it[endpoint]);
  if (!host) {
    throw new ActionError({
      code: 'not-configured',
      message: `No host of ${service.title} has a path for ${endpoint}`,
      nextStep: `Set tokpulseOps.services.${service.id}.hosts.<host>.${endpoint}, for example /${endpoint}`,
    });
  }
  return host;
}

/** The URL of a path on a host. */
export function urlOn(host: ServiceHost, path: string): string {
  if (!path.startsWith('/')) {
    throw new ActionError({
      code: 'invalid-input',
      message: `The path '${path}' does not begin with "/"`,
    });
  }
  return `${host.url}${path}`;
}
