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

import { mockServices } from '@backstage/backend-test-utils';
import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Database } from '../../../runs/Database';
import type { TestDatabase } from '../../../testing';
import type { Observation } from '../../ObservationStore';
import type { ObservationRetention } from '../../observationsConfig';
import { createObservations } from '../createObservations';

/** A clock that only moves when it is told to. */
export class TestClock {
  #now: Date;

  constructor(now: string) {
    this.#now = new Date(now);
  }

  readonly read = () => this.#now;

  set(now: string): void {
    this.#now = new Date(now);
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}

/** A store of observations as one replica has it. */
export function testObservations(options: {
  readonly database: TestDatabase;
  readonly clock?: TestClock;
  readonly retention?: ObservationRetention;
}) {
  const { database, clock, retention } = options;
  return createObservations({
    database: new Database({ knex: database.knex }),
    logger: mockServices.logger.mock(),
    ...(clock && { clock: clock.read }),
    ...(retention && { retention }),
  });
}

/** An observation with what a test does not care about. */
export function observation(given: Partial<Observation> = {}): Observation {
  const { status = 'healthy' } = given;
  return {
    service: 'shop',
    status,
    summary: `The shop is ${status}`,
    hosts: [],
    readings: [],
    metrics: [],
    latest: {},
    nextInMs: 60_000,
    ...given,
  };
}

/** A host with what a test does not care about. */
export function host(given: Partial<HostHealth> = {}): HostHealth {
  return {
    host: 'api',
    url: 'https://api.example.com/health',
    status: 'healthy',
    answer: 'answered',
    httpStatus: 200,
    latencyMs: 12,
    message: 'All is well',
    checks: [],
    ...given,
  };
}
