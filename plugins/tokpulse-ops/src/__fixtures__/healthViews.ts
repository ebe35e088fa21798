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
  AvailabilityDay,
  HealthView,
  Incident,
  ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { down, healthy } from './services';
import { ago, ahead } from './times';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An incident that was opened some minutes ago. */
export function anIncident(changes: Partial<Incident> = {}): Incident {
  return {
    id: '0199a000-0000-7000-8000-000000000001',
    service: 'tokpulse',
    status: 'unhealthy',
    openedAt: ago({ minutes: 3, seconds: 10 }),
    summary: 'api does not answer: the platform’s edge says 502',
    severity: 'P0',
    respondWithinMs: 5 * MINUTE,
    runbook: { id: 'service-down', title: 'P0 – Service down' },
    ...changes,
  };
}

function days(): AvailabilityDay[] {
  return Array.from({ length: 90 }, (_, index) => ({
    date: ago({ days: 89 - index }).slice(0, 10),
    availability: 1,
    healthyMs: DAY,
    degradedMs: 0,
    unhealthyMs: 0,
    unknownMs: 0,
    incidents: 0,
  }));
}

/** A service that is well. */
export function healthyView(changes: Partial<HealthView> = {}): HealthView {
  const since = ago({ days: 3 });
  return {
    service: 'tokpulse',
    status: 'healthy',
    since,
    explanation: {
      headline: 'All 3 hosts answer, and every check is healthy',
      details: [],
    },
    suggestions: [],
    collection: {
      at: ago({ seconds: 4 }),
      nextAt: ahead({ seconds: 56 }),
      everyMs: 60_000,
      stale: false,
      budget: { limit: 60, used: 12, windowMs: 15 * MINUTE },
    },
    hosts: healthy.hosts.map(host => ({
      ...host,
      since,
      checks: host.checks.map(check => ({ ...check, since })),
    })),
    changes: [],
    availability: (['24h', '7d', '30d', '90d'] as const).map(window => ({
      window,
      availability: 0.9995,
      observed: 1,
      downtimeMs: 13 * MINUTE,
      incidents: 1,
    })),
    days: days(),
    slo: {
      objective: 0.999,
      window: '30d',
      configured: true,
      budgetMs: 43 * MINUTE,
      spentMs: 13 * MINUTE,
    },
    ...changes,
  };
}

/** A service whose api is down, with an open incident. */
export function downView(changes: Partial<HealthView> = {}): HealthView {
  const since = ago({ minutes: 14 });
  return healthyView({
    status: 'unhealthy',
    since,
    explanation: {
      headline: 'api does not answer: the platform’s edge says 502',
      details: [
        'It stopped 4 minutes after deployment 1.14.3',
        'app and dashboard answer',
      ],
    },
    suggestions: [
      {
        runbook: 'service-down',
        title: 'P0 – Service down',
        severity: 'P0',
        respondWithinMs: 5 * MINUTE,
        because: 'the service is unhealthy',
      },
    ],
    incident: anIncident(),
    hosts: down.hosts.map(host => ({ ...host, since, checks: [] })),
    ...changes,
  });
}

/** A service in the list of all. */
export function aState(changes: Partial<ServiceState> = {}): ServiceState {
  return {
    service: 'tokpulse',
    title: 'TokPulse',
    status: 'healthy',
    since: ago({ days: 3 }),
    at: ago({ seconds: 4 }),
    stale: false,
    headline: 'All 3 hosts answer, and every check is healthy',
    activeRuns: 0,
    ...changes,
  };
}
