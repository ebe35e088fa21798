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
  hostAnswerSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { HealthFormat } from '../health/HealthFormat';
import type { ServiceHost, ServiceResponse } from '../services/ServiceAccess';

const host: ServiceHost = {
  name: 'api',
  url: 'https://api.example.com',
  health: '/health',
  format: 'under-test',
  ignoreChecks: [],
};

/** What every format meets sooner or later. */
const strangers: readonly Omit<ServiceResponse, 'latencyMs'>[] = [
  { status: 200, headers: {}, body: '' },
  {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Sign in</title>',
  },
  json(200, null),
  json(200, []),
  json(200, 'ok'),
  json(200, 42),
  json(200, {}),
  json(200, { status: 200 }),
  json(200, { status: { status: 'UP' }, checks: 'none', components: [] }),
  json(200, JSON.parse('{"__proto__":{"status":"UP"},"status":"constructor"}')),
  json(200, nested(2_000)),
  { status: 200, headers: {}, body: '{"status":' },
  { status: 302, headers: { location: '/login' }, body: '' },
  { status: 401, headers: {}, body: '' },
  { status: 403, headers: {}, body: 'Forbidden' },
  { status: 500, headers: {}, body: 'Internal Server Error' },
  json(500, { status: 500, error: 'Internal Server Error', path: '/health' }),
  json(503, { message: 'no reasons' }),
];

/**
 * Checks that a health format keeps to what {@link HealthFormat} promises, for
 * answers that every format meets and for those of yours.
 *
 * @returns what is wrong, one sentence each; empty: nothing
 * @example
 * expect(checkHealthFormat(myFormat, { answers: [up, down] })).toEqual([]);
 */
export function checkHealthFormat(
  format: HealthFormat,
  options: {
    /** Real answers of the application. */
    readonly answers?: readonly Omit<ServiceResponse, 'latencyMs'>[];
  } = {},
): readonly string[] {
  const problems = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(format.id)
    ? []
    : [`The id '${format.id}' is not of lower case words and hyphens`];
  return [
    ...problems,
    ...[...strangers, ...(options.answers ?? [])].flatMap(answer =>
      problemsWith(format, { ...answer, latencyMs: 1 }),
    ),
  ];
}

function problemsWith(
  format: HealthFormat,
  response: ServiceResponse,
): readonly string[] {
  const what = `${response.status} ${response.body.slice(0, 60)}`;
  try {
    const reading = format.read(response, host);
    const { status, answer, predicate, checks = [] } = reading;
    const names = checks.map(({ name }) => name);
    const ignored = format.read(response, { ...host, ignoreChecks: names });
    return [
      healthStatusSchema.safeParse(status).success || `has no status`,
      hostAnswerSchema.safeParse(answer).success || `has no answer`,
      (predicate.trim() !== '' && !/[.\n]$/.test(predicate)) ||
        `has a predicate that is empty or ends with a full stop`,
      checks.every(check => healthCheckSchema.safeParse(check).success) ||
        `has a check that is not one`,
      new Set(names).size === names.length || `has two checks of one name`,
      (answer === 'answered') === checks.length > 0 ||
        `is 'answered' without checks, or has checks without being it`,
      checks.every(check => !check.ignored) ||
        `ignores checks that nobody wanted to be ignored`,
      (ignored.checks ?? []).every(check => check.ignored) ||
        `judges checks that ignoreChecks names`,
      checks.length === 0 ||
        !['unhealthy', 'degraded'].includes(ignored.status) ||
        `is judged by checks that ignoreChecks names`,
    ].flatMap(problem =>
      problem === true ? [] : [`The reading of '${what}' ${problem}`],
    );
  } catch (error) {
    return [`It throws for '${what}': ${error}`];
  }
}

function json(
  status: number,
  body: unknown,
): Omit<ServiceResponse, 'latencyMs'> {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** Deeper than anybody writes. */
function nested(depth: number): object {
  let inner: object = { status: 'DOWN' };
  for (let level = 0; level < depth; level += 1) {
    inner = { status: 'DOWN', components: { inner } };
  }
  return inner;
}
