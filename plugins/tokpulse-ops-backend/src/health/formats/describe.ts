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
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  HealthReading,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

const MAX_MESSAGE = 300;

/** What can be said of a host that tells of its checks, worst ones first. */
export function describeChecks(
  status: HealthStatus,
  checks: readonly HealthCheck[],
): string {
  const judged = checks.filter(({ ignored }) => !ignored);
  const wrong = (['unhealthy', 'degraded', 'unknown'] as const)
    .flatMap(bad => judged.filter(check => check.status === bad))
    .map(describeCheck);
  const verb = status === 'degraded' ? 'is degraded' : 'answers';
  const main =
    wrong.length > 0 && status !== 'healthy'
      ? `${verb}: ${wrong.join('; ')}`
      : `is ${status}`;
  const notJudged = checks.filter(
    ({ ignored, status: own }) => ignored && own !== 'healthy',
  );
  return notJudged.length === 0
    ? main
    : `${main} (not judged: ${notJudged
        .map(check => `${check.name} ${check.status}`)
        .join(', ')})`;
}

function describeCheck({
  name,
  status,
  message,
  reality,
}: HealthCheck): string {
  const verbs: Record<HealthStatus, string> = {
    healthy: 'is healthy',
    degraded: 'is degraded',
    unhealthy: 'fails',
    unknown: 'has an unknown state',
  };
  const why = [message?.slice(0, MAX_MESSAGE), reality].filter(Boolean);
  return `${name} check ${verbs[status]}${
    why.length > 0 ? `: ${why.join('. ')}` : ''
  }`;
}

/** An answer that is not what the format expects. */
export function unreadable({
  status,
  headers,
  body,
}: ServiceResponse): HealthReading {
  if (status >= 500) {
    return {
      status: 'unhealthy',
      answer: 'server-error',
      predicate: `answers with an error (${status}) and gives no reasons`,
    };
  }
  if (status === 401 || status === 403) {
    return {
      status: 'unknown',
      answer: 'unexpected-content',
      predicate: `does not tell its health without a login (${status})`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      status: 'unknown',
      answer: 'unexpected-content',
      predicate: `redirects (${status}) instead of telling its health; configure the final URL`,
    };
  }
  const kind = /<html|<!doctype/i.test(body.slice(0, 500))
    ? 'a web page'
    : `something else (${headers['content-type'] ?? 'no content type'})`;
  return {
    status: 'unknown',
    answer: 'unexpected-content',
    predicate: `answers ${status} with ${kind} instead of its health; check host, path and format`,
  };
}
