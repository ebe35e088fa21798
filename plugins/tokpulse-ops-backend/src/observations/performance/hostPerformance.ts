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
  HostHealth,
  HostPerformance,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { clockTime } from '../explain/timeWords';
import {
  readPerformanceSnapshot,
  type PerformanceSnapshot,
} from './PerformanceSnapshot';
import { scoreOf } from './score';

/** One host's performance as last read. */
export function hostPerformance(
  host: ServiceHost,
  snapshot: PerformanceSnapshot | undefined,
  health: HostHealth | undefined,
): HostPerformance {
  if (snapshot === undefined) {
    const problem = `The performance of ${host.name} has not been read yet`;
    return {
      host: host.name,
      problem,
      score: {
        status: 'no-data',
        computed: problem,
        ...{ budgets: 0, budgetsWithData: 0, violated: 0, samples: 0 },
      },
      budgets: [],
      recommendations: [],
    };
  }
  const { at, answer, budgets, recommendations, endpoints } = snapshot;
  const problem = snapshot.problem ?? problemNow(host, snapshot, health);
  return {
    ...{ host: host.name, at, answer, budgets, recommendations, endpoints },
    ...(problem !== undefined && { problem }),
    score: scoreOf(snapshot),
  };
}

/** A host that does not answer now is not asked for its figures either. */
function problemNow(
  { name }: ServiceHost,
  { at }: PerformanceSnapshot,
  health: HostHealth | undefined,
): string | undefined {
  const isAway =
    health !== undefined &&
    (health.httpStatus === undefined ||
      health.answer === 'edge-error' ||
      health.answer === 'rate-limited');
  return isAway
    ? `${name} cannot be asked now; these are its figures of ${clockTime(
        new Date(at),
        new Date(),
      )}`
    : undefined;
}

/** The kept answer of a host. */
export function snapshotOf(
  latest: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  host: string,
): PerformanceSnapshot | undefined {
  return Object.hasOwn(latest, host)
    ? readPerformanceSnapshot(latest[host].performance)
    : undefined;
}
