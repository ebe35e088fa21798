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
import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/**
 * What a check of TokPulse really measures, where its name misleads. Added to
 * the service's own message, and only when somebody could act on it wrongly.
 */
export function checkNote(check: {
  readonly name: string;
  readonly status: HealthStatus;
  readonly details?: Readonly<Record<string, JsonValue | undefined>>;
}): string | undefined {
  switch (check.name) {
    case 'disk':
      return "Measures the machine's memory, not a disk";
    case 'memory':
      return check.status === 'healthy'
        ? undefined
        : 'Share of the current heap, not of a limit: high values can be normal';
    case 'external_deps':
      return check.status === 'healthy'
        ? undefined
        : dependencies(check.details?.dependencies);
    default:
      return undefined;
  }
}

function dependencies(rows: JsonValue | undefined): string | undefined {
  if (!Array.isArray(rows)) {
    return undefined;
  }
  const named = rows.flatMap(row => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return [];
    }
    return typeof row.name === 'string' && typeof row.status === 'string'
      ? [`${row.name} ${row.status}`]
      : [];
  });
  return named.length > 0 ? named.join(', ') : undefined;
}
