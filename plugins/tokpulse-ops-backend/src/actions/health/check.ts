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

import {
  healthCheckSchema,
  healthStatusSchema,
  hostHealthSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createRunbookAction,
  done,
  type ActionLog,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  compareHealth,
  readServiceHealth,
  type HealthComparison,
  type ServiceHealth,
} from '../../health';
import { hostNames, hostNamed } from '../../services/hosts';

const changeSchema = z.object({
  host: z.string(),
  /** Absent when the host as a whole changed. */
  check: z.string().optional(),
  was: healthStatusSchema,
  is: healthStatusSchema,
  message: z.string().optional(),
});

const outputSchema = z.object({
  status: healthStatusSchema,
  /** In words, the worst thing first. */
  summary: z.string(),
  /** When it was read, ISO 8601 UTC. */
  at: z.string(),
  hosts: z.array(hostHealthSchema),
  /** Names of the hosts that are unhealthy, whether they answer or not. */
  unhealthy: z.array(z.string()),
  /** Names of the hosts that gave no answer of their own. */
  down: z.array(z.string()),
  /** Names of the hosts whose state could not be found out. */
  unknown: z.array(z.string()),
  /** The checks of all hosts. */
  checks: z.array(
    healthCheckSchema.extend({
      host: z.string(),
      /** Percent, when the check measures a use of something. */
      usagePercent: z.number().optional(),
    }),
  ),
  /** With `comparedWith`: the processes were started after that reading. */
  restarted: z.boolean(),
  /** With `comparedWith`: what is worse than then. */
  regressions: z.array(changeSchema),
  /** With `comparedWith`: what is better than then. */
  recovered: z.array(changeSchema),
});

/**
 * Reads the health of the service's hosts. It succeeds whatever the health is:
 * a step says with `expect` what it wants.
 */
export const healthCheck = createRunbookAction({
  id: 'health:check',
  description:
    'Asks hosts of the service for their health and compares it with an earlier reading',
  effect: 'read',
  input: z.object({
    hosts: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Names of hosts; default: all that are not external'),
    comparedWith: z
      .object({ at: z.string(), hosts: z.array(hostHealthSchema) })
      .optional()
      .describe('Output of an earlier health:check'),
  }),
  output: outputSchema,
  plan({ input, service }) {
    return hostNames(service, input.hosts).map(name => {
      const host = hostNamed(service, name);
      return {
        kind: 'request' as const,
        method: 'GET',
        url: `${host.url}${host.health}`,
      };
    });
  },
  async execute({ input, service, log, signal }) {
    const health = await readServiceHealth(service, {
      hosts: input.hosts,
      signal,
    });
    const comparison: HealthComparison = input.comparedWith
      ? compareHealth(input.comparedWith, health)
      : { restarted: false, regressions: [], recovered: [] };
    report(log, health, input.comparedWith && comparison);
    return done({
      status: health.status,
      summary: health.summary,
      at: health.at,
      hosts: health.hosts,
      unhealthy: namesOf(health, ({ status }) => status === 'unhealthy'),
      down: namesOf(
        health,
        ({ status, answer }) =>
          status === 'unhealthy' && !answer.startsWith('answered'),
      ),
      unknown: namesOf(
        health,
        ({ status, answer }) =>
          status === 'unknown' && answer !== 'not-offered',
      ),
      checks: health.hosts.flatMap(({ host, checks }) =>
        checks.map(check => {
          const usage = check.details?.usagePercent;
          return {
            ...check,
            host,
            ...(typeof usage === 'number' && { usagePercent: usage }),
          };
        }),
      ),
      restarted: comparison.restarted,
      regressions: [...comparison.regressions],
      recovered: [...comparison.recovered],
    });
  },
});

function namesOf(
  health: ServiceHealth,
  matches: (host: ServiceHealth['hosts'][number]) => boolean,
): string[] {
  return health.hosts.filter(matches).map(({ host }) => host);
}

function report(
  log: ActionLog,
  health: ServiceHealth,
  comparison: HealthComparison | undefined,
): void {
  for (const { host, status, message, httpStatus, latencyMs } of health.hosts) {
    const code = httpStatus === undefined ? '' : ` ${httpStatus}`;
    const line = `${host}: ${message} (${status},${code} ${latencyMs} ms)`;
    switch (status) {
      case 'unhealthy':
        log.error(line);
        break;
      case 'healthy':
        log.info(line);
        break;
      default:
        log.warn(line);
    }
  }
  if (!comparison) {
    return;
  }
  log.info(
    comparison.restarted
      ? 'The process was started after the earlier reading'
      : 'The process was not started after the earlier reading',
  );
  for (const { host, check, was, is, message } of comparison.regressions) {
    const what = check === undefined ? host : `${check} of ${host}`;
    log.warn(`Worse: ${what} was ${was} and is ${is}. ${message ?? ''}`.trim());
  }
  for (const { host, check, was, is } of comparison.recovered) {
    const what = check === undefined ? host : `${check} of ${host}`;
    log.info(`Better: ${what} was ${was} and is ${is}`);
  }
}
