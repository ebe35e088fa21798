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
  HealthCheck,
  HealthStatus,
  HostAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  ServiceHost,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/** What one answer says about a host. */
export interface HealthReading {
  readonly status: HealthStatus;
  readonly answer: HostAnswer;
  /** What can be said of the host, without naming it: "is healthy", "does not answer: …". */
  readonly predicate: string;
  readonly checks?: readonly HealthCheck[];
  readonly version?: string;
  /** How long the process has been up, by its own account. */
  readonly uptimeMs?: number;
}

/** Knows what the health answer of one kind of application means. */
export interface HealthFormat {
  readonly id: string;
  /**
   * Reads an answer that came from the application. 429, 404 and what the
   * platform's edge answers in its place are sorted out before.
   */
  read(response: ServiceResponse, host: ServiceHost): HealthReading;
}
