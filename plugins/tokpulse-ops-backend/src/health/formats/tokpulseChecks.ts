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

import type { JsonValue } from '@backstage/types';
import type {
  CheckReading,
  HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What is known of a check of TokPulse beside what it says itself. */
export interface TokpulseCheckFacts {
  readonly reading?: CheckReading;
  /** What it really measures, where its name misleads. */
  readonly reality?: string;
  /** What its message leaves out. */
  readonly note?: string;
}

/**
 * The figures and thresholds of the partner app's monitor. Its names promise
 * more than they hold: `disk` is the memory of the machine, `memory` a share of
 * the heap, `cpu` a sum since the start, and `external_deps` is judged by what
 * the vendors answer at their bare root.
 */
export function tokpulseCheckFacts(check: {
  readonly name: string;
  readonly status: HealthStatus;
  readonly responseTime?: number;
  readonly details?: Readonly<Record<string, JsonValue | undefined>>;
}): TokpulseCheckFacts {
  const { name, status, responseTime, details } = check;
  const figure = (key: string) => {
    const value = details?.[key];
    return typeof value === 'number' ? value : undefined;
  };
  switch (name) {
    case 'database':
      return {
        // It is unhealthy by an error, and however slow it is never by that.
        ...readingOf(responseTime, { unit: 'ms', degradedAt: 1000 }),
      };
    case 'memory':
      return {
        ...readingOf(figure('usagePercent'), {
          ...{ unit: 'percent', degradedAt: 75, unhealthyAt: 90 },
        }),
        reality:
          'Share of the current heap, not of a limit: high values can be normal',
      };
    case 'cpu':
      return {
        ...readingOf(figure('total'), { unit: 'seconds' }),
        reality:
          'Processor time since the process started, not a load: it only grows, and it is always healthy',
      };
    case 'disk':
      return {
        ...readingOf(figure('usagePercent'), {
          ...{ unit: 'percent', degradedAt: 80, unhealthyAt: 90 },
        }),
        reality: "Measures the machine's memory, not a disk",
      };
    case 'external_deps':
      return {
        reality:
          'Judged by the bare root addresses of the vendors, which may answer 404 while their APIs work',
        ...(status !== 'healthy' && dependencies(details?.dependencies)),
      };
    default:
      return {};
  }
}

function readingOf(
  value: number | undefined,
  of: Omit<CheckReading, 'value'>,
): { readonly reading?: CheckReading } {
  return value === undefined ? {} : { reading: { value, ...of } };
}

function dependencies(rows: JsonValue | undefined): {
  readonly note?: string;
} {
  if (!Array.isArray(rows)) {
    return {};
  }
  const named = rows.flatMap(row => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return [];
    }
    return typeof row.name === 'string' && typeof row.status === 'string'
      ? [`${row.name} ${row.status}`]
      : [];
  });
  return named.length > 0 ? { note: named.join(', ') } : {};
}
