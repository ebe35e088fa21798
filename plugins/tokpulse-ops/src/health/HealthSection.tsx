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
  return (
    <>
      <AvailabilityPanel service={service} health={health} />
      {(health.kind === 'data' || health.kind === 'loading') && (
        <>
          <HostsAndChecks service={service} health={health} />
          <ResponseTimesPanel service={service} />
        </>
      )}
      {health.kind === 'data' && <ChangesPanel changes={health.data.changes} />}
    </>
  );
};

export { HealthSection as default };
