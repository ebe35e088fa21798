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

import type { ServiceStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { hostNamed, hostNames } from '../services/hosts';
import { judgeHosts } from './judgeHosts';
import { readHostHealth } from './readHostHealth';

/** A service's health as read now; since when it is so, the caller knows. */
export type ServiceHealth = Omit<ServiceStatus, 'since'>;

/** Options of {@link readServiceHealth}. */
export interface ReadServiceHealthOptions {
  /** Names of hosts; default: every host that is not external. */
  readonly hosts?: readonly string[];
  readonly signal?: AbortSignal;
  /** Milliseconds for each host; default 12,000. */
  readonly timeoutMs?: number;
}

/**
 * Asks the hosts of a service for their health, all at once.
 *
 * A host that answers 404 has no health to tell and does not count; the
 * service is unhealthy when a host that counts is down or says so. Throws
 * `not-configured` when a host is not configured, and what `signal` aborts
 * with; everything else is a reading.
 */
export async function readServiceHealth(
  service: ServiceAccess,
  options: ReadServiceHealthOptions = {},
): Promise<ServiceHealth> {
  const at = new Date().toISOString();
  // All names are looked up before the first host is asked.
  const selected = hostNames(service, options.hosts).map(name =>
    hostNamed(service, name),
  );
  const hosts = await Promise.all(
    selected.map(host =>
      readHostHealth({
        service,
        host,
        signal: options.signal,
        timeoutMs: options.timeoutMs,
      }),
    ),
  );
  return { service: service.id, ...judgeHosts(hosts), at, hosts };
}
