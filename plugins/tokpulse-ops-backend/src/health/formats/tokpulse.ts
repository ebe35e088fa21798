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
  type HealthCheck,
  type HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  HealthFormat,
  ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { worstStatus } from '../worstStatus';
import { describeChecks, unreadable } from './describe';
import { tokpulseCheckFacts } from './tokpulseChecks';

const MAX_CHECKS = 100;
const MAX_DETAILS_LENGTH = 4_000;

const checkSchema = z.object({
  name: z.string(),
  status: z.string(),
  responseTime: z.number().optional(),
  message: z.string().optional(),
  details: z.record(z.string(), jsonValueSchema).optional().catch(undefined),
});

/**
 * Bodies of TokPulse's processes: the monitor's `/health`, `/ready` and
 * `/live` of the partner app, `{"ok": true}` of the smaller services, and the
 * envelope `{"success": true, "data": {…}}`.
 */
const bodySchema = z.object({
  status: z.string().optional(),
  ok: z.boolean().optional(),
  data: z.object({ status: z.string() }).optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  uptime: z.number().nonnegative().optional().catch(undefined),
  checks: z.array(z.unknown()).optional().catch(undefined),
  error: z.unknown().optional(),
});

const STATUS_WORDS: Readonly<Record<string, HealthStatus>> = {
  healthy: 'healthy',
  ok: 'healthy',
  ready: 'healthy',
  alive: 'healthy',
  degraded: 'degraded',
  unhealthy: 'unhealthy',
  not_ready: 'unhealthy',
};

/** TokPulse's own health answers; a 503 carries the reasons. */
export const tokpulseFormat: HealthFormat = {
  id: 'tokpulse',
  read(response, host) {
    const body = parseBody(response.body);
    if (body === undefined) {
      return unreadable(response);
    }
    const stated = statedStatus(body, response.status);
    if (stated === undefined) {
      return unreadable(response);
    }
    const checks = readChecks(body.checks ?? [], host);
    if (checks.length === 0) {
      return {
        status: stated,
        answer: 'answered-without-checks',
        predicate: withoutChecks(stated, body.error),
        version: body.version,
        // Bodies without checks that have an uptime give it in seconds.
        uptimeMs: body.uptime === undefined ? undefined : body.uptime * 1000,
      };
    }
    const judged = checks.filter(check => !check.ignored);
    const ignoredBad = checks.filter(
      check => check.ignored && check.status !== 'healthy',
    );
    const status =
      ignoredBad.length > 0
        ? worstStatus(judged.map(check => check.status))
        : worstStatus([stated, ...judged.map(check => check.status)]);
    return {
      status,
      answer: 'answered',
      predicate: describeChecks(status, checks),
      checks,
      version: body.version,
      uptimeMs: body.uptime,
    };
  },
};

function parseBody(text: string): z.output<typeof bodySchema> | undefined {
  try {
    const parsed = bodySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function statedStatus(
  body: z.output<typeof bodySchema>,
  httpStatus: number,
): HealthStatus | undefined {
  const word = body.status ?? body.data?.status;
  if (word !== undefined && Object.hasOwn(STATUS_WORDS, word)) {
    return STATUS_WORDS[word];
  }
  if (word === undefined && body.ok !== undefined) {
    return body.ok && httpStatus < 400 ? 'healthy' : 'unhealthy';
  }
  return undefined;
}

function readChecks(
  raw: readonly unknown[],
  host: ServiceHost,
): readonly HealthCheck[] {
  return raw.slice(0, MAX_CHECKS).flatMap(item => {
    // `/ready` lists only the names of the critical checks that failed.
    const parsed = checkSchema.safeParse(
      typeof item === 'string' ? { name: item, status: 'unhealthy' } : item,
    );
    if (!parsed.success) {
      return [];
    }
    const { name, responseTime, details } = parsed.data;
    const status = Object.hasOwn(STATUS_WORDS, parsed.data.status)
      ? STATUS_WORDS[parsed.data.status]
      : 'unknown';
    const facts = tokpulseCheckFacts({ name, status, responseTime, details });
    const message = [parsed.data.message, facts.note]
      .filter(Boolean)
      .join('. ');
    return [
      {
        name,
        status,
        ignored: host.ignoreChecks.includes(name),
        ...(message && { message }),
        ...(responseTime !== undefined && { responseTimeMs: responseTime }),
        ...(facts.reading && { reading: facts.reading }),
        ...(facts.reality && { reality: facts.reality }),
        ...(details &&
          JSON.stringify(details).length <= MAX_DETAILS_LENGTH && { details }),
      },
    ];
  });
}

function withoutChecks(status: HealthStatus, error: unknown): string {
  if (status === 'healthy') {
    return 'is healthy';
  }
  const reason = typeof error === 'string' ? `: ${error.slice(0, 200)}` : '';
  return `says that it is ${status}${reason}`;
}
