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

import type { HealthCheck } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

const BYTES = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A figure with its unit: `1.8 s`, `93 %`, `1.2 GB`. */
export function quantity(value: number, unit: string): string {
  switch (unit) {
    case 'ms':
      return value < 1000
        ? `${rounded(value, 0)} ms`
        : `${rounded(value / 1000, value < 100_000 ? 1 : 0)} s`;
    case 'seconds':
      return `${rounded(value, 1)} s`;
    case 'percent':
      return `${rounded(value, 1)} %`;
    case 'bytes': {
      const power = Math.min(
        Math.max(Math.floor(Math.log2(Math.max(value, 1)) / 10), 0),
        BYTES.length - 1,
      );
      return `${rounded(value / 1024 ** power, power === 0 ? 0 : 1)} ${
        BYTES[power]
      }`;
    }
    case 'count':
      return rounded(value, 1);
    default:
      return `${rounded(value, 1)} ${unit}`;
  }
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/**
 * What was measured against the threshold that it is over: `answers in 1.8 s,
 * threshold 1 s`. Undefined when the figure is not why the check has its status.
 */
export function overThreshold({
  reading,
  status,
}: Pick<HealthCheck, 'reading' | 'status'>): string | undefined {
  if (reading === undefined) {
    return undefined;
  }
  const { value, unit, degradedAt, unhealthyAt } = reading;
  const threshold = status === 'unhealthy' ? unhealthyAt : degradedAt;
  if (threshold === undefined || value < threshold) {
    return undefined;
  }
  const verb = unit === 'ms' ? 'answers in' : 'is at';
  return `${verb} ${quantity(value, unit)}, threshold ${quantity(
    threshold,
    unit,
  )}`;
}
