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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** From the worst to the best. What is known to be bad outranks what is not known. */
export const worstFirst: readonly HealthStatus[] = [
  'unhealthy',
  'degraded',
  'unknown',
  'healthy',
];

/** The worst of them; `unknown` when there is none. */
export function worstStatus(statuses: readonly HealthStatus[]): HealthStatus {
  return worstFirst.find(status => statuses.includes(status)) ?? 'unknown';
}
