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
  ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** Choices of which services are shown. */
export const showChoices = ['all', 'not-well', 'with-runs'] as const;
export type ShowChoice = (typeof showChoices)[number];

const urgency: Readonly<Record<HealthStatus, number>> = {
  unhealthy: 0,
  degraded: 1,
  unknown: 2,
  healthy: 3,
};

/** Nobody has said yet that they see to it. */
function isUnseen({ incident }: ServiceState): boolean {
  return incident !== undefined && incident.acknowledgedAt === undefined;
}

/** Worst first; of those alike first what nobody sees to, then the most severe, then the latest. */
function byUrgency(a: ServiceState, b: ServiceState): number {
  const severity = ({ incident }: ServiceState) => incident?.severity ?? 'P9';
  return (
    urgency[a.status] - urgency[b.status] ||
    Number(isUnseen(b)) - Number(isUnseen(a)) ||
    severity(a).localeCompare(severity(b)) ||
    Number(b.activeRuns > 0) - Number(a.activeRuns > 0) ||
    a.title.localeCompare(b.title)
  );
}

function isShown(state: ServiceState, show: ShowChoice): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'not-well':
      return state.status !== 'healthy';
    case 'with-runs':
      return state.activeRuns > 0;
    default:
      return show satisfies never;
  }
}

/** The services to show: those that fit, worst first. */
export function servicesToShow(options: {
  readonly states: readonly ServiceState[];
  readonly show: ShowChoice;
  /** Part of a title or id; case does not matter. */
  readonly find: string;
}): readonly ServiceState[] {
  const { states, show, find } = options;
  const wanted = find.trim().toLocaleLowerCase();
  return states
    .filter(state => isShown(state, show))
    .filter(({ title, service }) =>
      `${title} ${service}`.toLocaleLowerCase().includes(wanted),
    )
    .sort(byUrgency);
}
