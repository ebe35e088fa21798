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

import type { Observation } from '../../src/observations/ObservationStore';

const CHECKS = ['database', 'memory', 'cpu', 'disk', 'external_deps'];

/**
 * What a collection of a service like TokPulse brings: two hosts, five checks,
 * their response times, and the time of the API and two kept metrics whenever
 * `details` are due. `tick` makes each one differ.
 */
export function sampleObservation(options: {
  readonly service: string;
  readonly tick: number;
  readonly details: boolean;
  readonly nextInMs: number;
}): Observation {
  const { service, tick, details, nextInMs } = options;
  const host = (name: string, checks: readonly string[]) => ({
    ...{ host: name, url: `https://${name}.example.com/health` },
    ...{ status: 'healthy' as const, answer: 'answered' as const },
    ...{ httpStatus: 200, latencyMs: 20 + (tick % 50), version: '2.2.0' },
    message: 'All is well',
    uptimeMs: tick * 60_000,
    checks: checks.map(check => ({
      ...{ name: check, status: 'healthy' as const, ignored: false },
      message: `${check}: ${(40 + (tick % 200) / 10).toFixed(1)}%`,
      responseTimeMs: 10 + (tick % 7),
      details: { usagePercent: 40 + (tick % 200) / 10, total: 134_217_728 },
    })),
  });
  return {
    ...{ service, status: 'healthy', summary: 'All is well', nextInMs },
    hosts: [host('api', CHECKS), host('app', [])],
    readings: [
      ...['api', 'app'].map(name => ({
        ...{ host: name, name: 'response_time', unit: 'ms', count: 1 },
        samples: [20 + (tick % 50)],
      })),
      ...(details
        ? [
            {
              ...{ host: 'api', name: 'api_response_time', unit: 'ms' },
              count: 50,
              samples: Array.from(
                { length: 50 },
                (_, index) => 20 + ((tick * 31 + index * 17) % 400),
              ),
            },
          ]
        : []),
    ],
    metrics: details
      ? ['tokpulse_health_status', 'tokpulse_uptime_seconds'].map(name => ({
          ...{ host: 'api', name, labels: {}, value: tick },
        }))
      : [],
    latest: details
      ? { api: { performance: { score: 100, tick }, metrics: { samples: 12 } } }
      : {},
  };
}
