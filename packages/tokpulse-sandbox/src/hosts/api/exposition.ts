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

import { HealthReport, HealthStatus } from './health';

const valueOf: Record<HealthStatus, number> = {
  healthy: 1,
  degraded: 0.5,
  unhealthy: 0,
};

/**
 * The text of `/metrics`. It is not valid: HELP and TYPE are repeated for
 * every check, and the last line has no end. The original is so, and a client
 * has to live with it.
 */
export function exposition(report: HealthReport): string {
  const environment = `environment="${report.environment}"`;
  const lines = [
    ...family('tokpulse_health_status', 'gauge', 'State of the application'),
    `tokpulse_health_status{${environment}} ${valueOf[report.status]}`,
    ...family('tokpulse_uptime_seconds', 'counter', 'Time since the start'),
    `tokpulse_uptime_seconds{${environment}} ${report.uptime / 1000}`,
    ...family('tokpulse_health_checks_total', 'gauge', 'Checks by state'),
    ...(['healthy', 'unhealthy', 'degraded'] as const).map(
      status =>
        `tokpulse_health_checks_total{status="${status}"} ${report.summary[status]}`,
    ),
  ];
  for (const { name, status, responseTime } of report.checks) {
    lines.push(
      ...family('tokpulse_health_check_status', 'gauge', 'State of a check'),
      `tokpulse_health_check_status{check="${name}",status="${status}"} ${valueOf[status]}`,
    );
    // A check that took 0 ms has no sample, as in the original.
    if (responseTime) {
      lines.push(
        ...family(
          'tokpulse_health_check_duration_seconds',
          'gauge',
          'Duration of a check',
        ),
        `tokpulse_health_check_duration_seconds{check="${name}"} ${
          responseTime / 1000
        }`,
      );
    }
  }
  return lines.join('\n');
}

function family(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
