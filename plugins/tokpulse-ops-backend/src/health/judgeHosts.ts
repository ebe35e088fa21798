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

import type {
  HealthStatus,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { worstFirst, worstStatus } from './worstStatus';

/**
 * What the hosts together say of their service. One that answers 404 has no
 * health to tell and does not count.
 */
export function judgeHosts(hosts: readonly HostHealth[]): {
  readonly status: HealthStatus;
  /** In words, the worst thing first. */
  readonly summary: string;
} {
  const status = worstStatus(
    hosts
      .filter(host => host.answer !== 'not-offered')
      .map(host => host.status),
  );
  return { status, summary: summarise(status, hosts) };
}

/** One sentence, the worst thing first. */
function summarise(status: HealthStatus, hosts: readonly HostHealth[]): string {
  if (hosts.length === 0) {
    return 'No host is configured, so the health is not known';
  }
  if (hosts.every(host => host.message === 'Is healthy')) {
    return hosts.length === 1
      ? `${hosts[0].host} is healthy`
      : `All ${hosts.length} hosts are healthy`;
  }
  const sorted = [...hosts].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  );
  const told =
    status === 'healthy'
      ? sorted
      : sorted.filter(host => host.status !== 'healthy');
  return told
    .map(host => `${host.host} ${lowerFirst(host.message)}`)
    .join('. ');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
