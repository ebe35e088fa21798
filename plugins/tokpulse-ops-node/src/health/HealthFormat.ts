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
import type { ServiceHost, ServiceResponse } from '../services/ServiceAccess';

/** What one answer says about a host. */
export interface HealthReading {
  /** `unknown` when the answer does not tell; that is never "down". */
  readonly status: HealthStatus;
  /**
   * `answered` with checks, `answered-without-checks`, `server-error`, or
   * `unexpected-content` when it is not what the format expects.
   */
  readonly answer: HostAnswer;
  /**
   * What can be said of the host, without naming it and without a full stop:
   * "is healthy", "answers: db check fails: Connection refused".
   */
  readonly predicate: string;
  /**
   * The parts that the answer tells of. Mark those that the host's
   * `ignoreChecks` names as `ignored`, and leave them out of `status`.
   */
  readonly checks?: readonly HealthCheck[];
  readonly version?: string;
  /** Milliseconds that the process has been up, by its own account. */
  readonly uptimeMs?: number;
}

/**
 * Knows what the health answer of one kind of application means. A host names
 * it in its configuration: `hosts.<name>.format`.
 */
export interface HealthFormat {
  /** Lower case words and hyphens, e.g. `spring-actuator`. */
  readonly id: string;
  /**
   * Reads an answer that came from the application, whatever its status code;
   * an unhealthy one often comes with 503 and the reasons. 429, 404, what the
   * platform's edge answers in its place, and requests that got no answer are
   * sorted out before.
   *
   * It must not throw for content that it does not understand: that is a
   * reading with status `unknown` and answer `unexpected-content`. The text
   * passes the redactor afterwards.
   */
  read(response: ServiceResponse, host: ServiceHost): HealthReading;
}
