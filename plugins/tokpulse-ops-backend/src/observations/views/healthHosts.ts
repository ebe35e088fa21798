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

import type { HostView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { SavedObservation } from '../ObservationStore';

/** Hosts and their checks with since when they are as they are. */
export function hostViews(
  observation: Pick<SavedObservation, 'hosts' | 'sinceOf' | 'since'>,
): HostView[] {
  const { hosts, sinceOf } = observation;
  const sinceWhen = (key: string, otherwise: string) =>
    sinceOf[key]?.since.toISOString() ?? otherwise;
  return hosts.map(host => {
    const since = sinceWhen(host.host, observation.since.toISOString());
    return {
      ...host,
      since,
      checks: host.checks.map(check => {
        const key = `${host.host}/${check.name}`;
        const previous = sinceOf[key]?.previous;
        return {
          ...check,
          since: sinceWhen(key, since),
          ...(previous !== undefined && { previous }),
        };
      }),
    };
  });
}
