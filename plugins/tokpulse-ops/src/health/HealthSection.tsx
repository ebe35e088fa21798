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
import { useServiceHealth } from '../data/observations';
import { AvailabilityPanel } from './AvailabilityPanel';
import { ChangesPanel } from './ChangesPanel';
import { HostsAndChecks } from './HostsAndChecks';
import { ResponseTimesPanel } from './ResponseTimesPanel';

export interface HealthSectionProps {
  readonly service: ServiceInfo;
}

/** How a service is and was: availability, hosts, checks, response times, changes. */
export const HealthSection = ({ service }: HealthSectionProps) => {
  const health = useServiceHealth(service.id);
  const view = health.kind === 'data' ? health.data : undefined;
  // Where nothing has been read yet, or may be read, the first panel says so.
  const has = {
    hosts:
      health.kind === 'loading' ||
      (view !== undefined &&
        (view.hosts.length > 0 || service.hosts.length === 0)),
    times: health.kind === 'loading' || view !== undefined,
  };
  return (
    <>
      <AvailabilityPanel service={service} health={health} />
      {has.hosts && <HostsAndChecks service={service} health={health} />}
      {has.times && <ResponseTimesPanel service={service} />}
      {view?.collection.at !== undefined && (
        <ChangesPanel changes={view.changes} />
      )}
    </>
  );
};

export { HealthSection as default };
