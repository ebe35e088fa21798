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
  jsonValueSchema,
  type CheckReading,
  type HealthCheck,
  type HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  HealthFormat,
  ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { describeChecks, unreadable } from './describe';

const MAX_CHECKS = 100;
const MAX_DEPTH = 4;
const MAX_DETAILS_LENGTH = 4_000;

/**
 * The statuses that Spring Boot has, and some that applications add. Its own
 * order of severity is DOWN, OUT_OF_SERVICE, UP, UNKNOWN: a component that does
 * not know does not keep the whole from being UP.
 */
const STATUS_WORDS: Readonly<Record<string, HealthStatus>> = {
  UP: 'healthy',
  DOWN: 'unhealthy',
  OUT_OF_SERVICE: 'unhealthy',
  UNKNOWN: 'unknown',
  FATAL: 'unhealthy',
  DEGRADED: 'degraded',
  WARNING: 'degraded',
};

const children = z.record(z.string(), z.unknown()).optional().catch(undefined);

const healthSchema = z.object({
  status: z.string(),
  description: z.string().optional().catch(undefined),
  /** Since Spring Boot 2.2; before that the children were in `details`. */
  components: children,
  details: children,
});

type Health = z.output<typeof healthSchema>;

/**
 * `/actuator/health` of Spring Boot: the whole with its components, a group
 * such as `/actuator/health/readiness`, and only a status where
 * `management.endpoint.health.show-details` is `never`. DOWN and OUT_OF_SERVICE
 * come with 503 and the same body.
 *
 * @see https://docs.spring.io/spring-boot/api/rest/actuator/health.html
 */
export const springActuatorFormat: HealthFormat = {
  id: 'spring-actuator',
  read(response, host) {
    const health = parseHealth(response.body);
    if (health === undefined) {
      return unreadable(response);
    }
    const stated = statusOf(health.status);
    const checks = checksIn(health, host).slice(0, MAX_CHECKS);
    if (checks.length === 0) {
      return {
        status: stated,
        answer: 'answered-without-checks',
        predicate:
          stated === 'healthy'
            ? 'is healthy'
            : `says ${quoted(
                health,
              )} and gives no reasons; show-details and show-components of its health endpoint would let it`,
      };
    }
    const leavesOut = checks.some(
      check => check.ignored && check.status !== 'healthy',
    );
    const status = leavesOut
      ? aggregate(checks.filter(({ ignored }) => !ignored))
      : stated;
    return {
      status,
      answer: 'answered',
      predicate: describeChecks(status, checks),
      checks,
    };
  },
};

function parseHealth(text: string): Health | undefined {
  try {
    return healthSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function statusOf(word: string): HealthStatus {
  return Object.hasOwn(STATUS_WORDS, word) ? STATUS_WORDS[word] : 'unknown';
}

/** By Spring's order, in which UP outranks UNKNOWN. */
function aggregate(checks: readonly HealthCheck[]): HealthStatus {
  const order = ['unhealthy', 'degraded', 'healthy', 'unknown'] as const;
  return (
    order.find(status => checks.some(check => check.status === status)) ??
    'unknown'
  );
}

/** The leaves: a component of components is named `db.primary`. */
function checksIn(
  health: Health,
  host: ServiceHost,
  path: readonly string[] = [],
): readonly HealthCheck[] {
  const nested = Object.entries(health.components ?? health.details ?? {})
    .map(([name, value]) => ({ name, child: healthSchema.safeParse(value) }))
    .flatMap(({ name, child }) =>
      child.success && path.length < MAX_DEPTH
        ? checksIn(child.data, host, [...path, name])
        : [],
    );
  return nested.length > 0 || path.length === 0
    ? nested
    : [checkOf(health, path, host)];
}

function checkOf(
  health: Health,
  path: readonly string[],
  { ignoreChecks }: ServiceHost,
): HealthCheck {
  const details = z
    .record(z.string(), jsonValueSchema)
    .safeParse(health.details ?? undefined).data;
  const message = messageOf(health, details);
  const last = path[path.length - 1];
  const reading = last === 'diskSpace' ? diskReading(details) : undefined;
  return {
    name: path.join('.'),
    status: statusOf(health.status),
    // A name stands for all that is below it.
    ignored: path.some((_, index) =>
      ignoreChecks.includes(path.slice(0, index + 1).join('.')),
    ),
    ...(message && { message }),
    ...(reading && { reading }),
    ...(last === 'ping' && {
      reality: 'Always UP: it says no more than that the application answers',
    }),
    ...(details &&
      JSON.stringify(details).length <= MAX_DETAILS_LENGTH && { details }),
  };
}

function messageOf(
  health: Health,
  details: HealthCheck['details'],
): string | undefined {
  if (typeof details?.error === 'string') {
    return details.error;
  }
  return statusOf(health.status) === 'healthy'
    ? health.description
    : quoted(health);
}

function quoted({ status, description }: Health): string {
  return [status.slice(0, 40), description].filter(Boolean).join(': ');
}

/** Spring counts what is free, in bytes; a use that may grow reads better. */
function diskReading(
  details: HealthCheck['details'],
): CheckReading | undefined {
  const parsed = z
    .object({
      total: z.number().positive(),
      free: z.number().nonnegative(),
      threshold: z.number().nonnegative(),
    })
    .safeParse(details);
  if (!parsed.success) {
    return undefined;
  }
  const { total, free, threshold } = parsed.data;
  const percent = (bytes: number) => Math.round((bytes / total) * 1e4) / 100;
  return {
    value: percent(total - free),
    unit: 'percent',
    unhealthyAt: percent(total - threshold),
  };
}
