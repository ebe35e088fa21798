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

import type { HealthFixture } from './HealthFixture';

/** The media type of Spring Boot 2.2 and later. */
const contentType = 'application/vnd.spring-boot.actuator.v3+json';

const disk = {
  status: 'UP',
  details: {
    total: 107374182400,
    free: 64424509440,
    threshold: 10485760,
    path: '/app/.',
    exists: true,
  },
};

const fixture = (
  name: string,
  status: number,
  body: object,
  expected: HealthFixture['expected'],
  more: Partial<HealthFixture> = {},
): HealthFixture => ({
  ...{ name, status, contentType, body: JSON.stringify(body), expected },
  ...more,
});

/** Answers in the shapes of `/actuator/health`, Spring Boot 2.0 to 3.5. */
export const springActuatorFixtures: readonly HealthFixture[] = [
  fixture(
    'UP with show-details=never',
    200,
    { status: 'UP', groups: ['liveness', 'readiness'] },
    {
      ...{ status: 'healthy', answer: 'answered-without-checks' },
      predicate: 'is healthy',
    },
  ),
  fixture(
    'DOWN with show-details=never',
    503,
    { status: 'DOWN', groups: ['liveness', 'readiness'] },
    {
      ...{ status: 'unhealthy', answer: 'answered-without-checks' },
      predicate:
        'says DOWN and gives no reasons; show-details and show-components of its health endpoint would let it',
    },
  ),
  fixture(
    'UP with components and details',
    200,
    {
      status: 'UP',
      components: {
        db: {
          status: 'UP',
          details: { database: 'PostgreSQL', validationQuery: 'isValid()' },
        },
        diskSpace: disk,
        ping: { status: 'UP' },
        redis: { status: 'UP', details: { version: '7.2.4' } },
      },
    },
    {
      ...{ status: 'healthy', answer: 'answered', predicate: 'is healthy' },
      checks: [
        {
          ...{ name: 'db', status: 'healthy', ignored: false },
          details: { database: 'PostgreSQL', validationQuery: 'isValid()' },
        },
        {
          ...{ name: 'diskSpace', status: 'healthy', ignored: false },
          reading: { value: 40, unit: 'percent', unhealthyAt: 99.99 },
          details: disk.details,
        },
        {
          ...{ name: 'ping', status: 'healthy', ignored: false },
          reality:
            'Always UP: it says no more than that the application answers',
        },
        {
          ...{ name: 'redis', status: 'healthy', ignored: false },
          details: { version: '7.2.4' },
        },
      ],
    },
  ),
  fixture(
    'DOWN with the reason, and a 503',
    503,
    {
      status: 'DOWN',
      components: {
        db: {
          status: 'DOWN',
          details: {
            error:
              'org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection',
          },
        },
        diskSpace: disk,
        ping: { status: 'UP' },
      },
    },
    {
      ...{ status: 'unhealthy', answer: 'answered' },
      predicate:
        'answers: db check fails: org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection',
    },
  ),
  fixture(
    'components of components, such as two data sources',
    503,
    {
      status: 'DOWN',
      components: {
        db: {
          status: 'DOWN',
          components: {
            primary: {
              status: 'UP',
              details: { database: 'PostgreSQL', validationQuery: 'isValid()' },
            },
            reporting: {
              status: 'DOWN',
              details: { error: 'java.sql.SQLTransientConnectionException' },
            },
          },
        },
        ping: { status: 'UP' },
      },
    },
    {
      status: 'unhealthy',
      predicate:
        'answers: db.reporting check fails: java.sql.SQLTransientConnectionException',
    },
  ),
  fixture(
    'a group that is out of service while it shuts down',
    503,
    {
      status: 'OUT_OF_SERVICE',
      components: {
        db: { status: 'UP' },
        readinessState: { status: 'OUT_OF_SERVICE' },
      },
    },
    {
      ...{ status: 'unhealthy', answer: 'answered' },
      predicate: 'answers: readinessState check fails: OUT_OF_SERVICE',
    },
  ),
  fixture(
    'the group of liveness',
    200,
    { status: 'UP', components: { livenessState: { status: 'UP' } } },
    { ...{ status: 'healthy', answer: 'answered', predicate: 'is healthy' } },
  ),
  fixture(
    'UP although a component does not know',
    200,
    {
      status: 'UP',
      components: {
        discoveryComposite: {
          description: 'Discovery Client not initialized',
          status: 'UNKNOWN',
          components: {
            discoveryClient: {
              description: 'Discovery Client not initialized',
              status: 'UNKNOWN',
            },
          },
        },
        ping: { status: 'UP' },
      },
    },
    { ...{ status: 'healthy', answer: 'answered', predicate: 'is healthy' } },
  ),
  fixture(
    'UNKNOWN',
    200,
    { status: 'UNKNOWN' },
    { ...{ status: 'unknown', answer: 'answered-without-checks' } },
  ),
  fixture(
    'a status of the application’s own',
    200,
    { status: 'DEGRADED', components: { mail: { status: 'DEGRADED' } } },
    {
      ...{ status: 'degraded', answer: 'answered' },
      predicate: 'is degraded: mail check is degraded: DEGRADED',
    },
  ),
  fixture(
    'Spring Boot 2.0, which calls the components details',
    503,
    {
      status: 'DOWN',
      details: {
        mail: {
          status: 'DOWN',
          details: {
            location: 'smtp.example.com:587',
            error: 'javax.mail.MessagingException: Could not connect',
          },
        },
        diskSpace: disk,
      },
    },
    {
      ...{ status: 'unhealthy', answer: 'answered' },
      predicate:
        'answers: mail check fails: javax.mail.MessagingException: Could not connect',
    },
    { contentType: 'application/vnd.spring-boot.actuator.v2+json' },
  ),
  fixture(
    'a check that is not judged',
    503,
    {
      status: 'DOWN',
      components: {
        mail: { status: 'DOWN', details: { error: 'Could not connect' } },
        ping: { status: 'UP' },
      },
    },
    {
      ...{ status: 'healthy', answer: 'answered' },
      predicate: 'is healthy (not judged: mail unhealthy)',
    },
    { ignoreChecks: ['mail'] },
  ),
  fixture(
    'a component that is not judged, with all that is below it',
    503,
    {
      status: 'DOWN',
      components: {
        db: {
          status: 'DOWN',
          components: {
            primary: { status: 'UP' },
            reporting: { status: 'DOWN' },
          },
        },
        ping: { status: 'UP' },
      },
    },
    {
      ...{ status: 'healthy', answer: 'answered' },
      predicate: 'is healthy (not judged: db.reporting unhealthy)',
    },
    { ignoreChecks: ['db'] },
  ),
  fixture(
    'the error page of Spring Boot, whose status is a number',
    500,
    {
      timestamp: '2026-11-24T12:00:00.000+00:00',
      status: 500,
      error: 'Internal Server Error',
      path: '/actuator/health',
    },
    { ...{ status: 'unhealthy', answer: 'server-error' } },
    { contentType: 'application/json' },
  ),
];
