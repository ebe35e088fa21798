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

import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Incident } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../problems';
import type { Queryable } from '../runs/Database';
import { acknowledgeIncident, findIncident } from './store/readIncidents';

/** Somebody says that they see to an incident. */
export interface Acknowledgement {
  readonly service: string;
  readonly id: string;
  /** Entity ref of the person. */
  readonly by: string;
  readonly note?: string;
}

/**
 * Stops the response clock. The first one counts: whoever comes later gets the
 * incident as it is, with the name of who was first.
 *
 * @throws `NotFoundError` when the service has no such incident,
 * `ConflictError` when it is over and nobody had acknowledged it
 */
export async function acknowledge(
  db: Queryable,
  acknowledgement: Acknowledgement,
): Promise<Incident> {
  const { service, id } = acknowledgement;
  const incident =
    (await acknowledgeIncident(db, acknowledgement)) ??
    (await findIncident(db, { service, id }));
  if (incident === undefined) {
    throw withProblem(
      new NotFoundError(`The service '${service}' has no incident '${id}'`),
      {
        code: 'no-such-incident',
        nextStep: 'Open the incidents of the service',
      },
    );
  }
  if (incident.acknowledgedBy === undefined) {
    throw withProblem(
      new ConflictError('The incident is over; there is nothing to see to'),
      {
        code: 'incident-over',
        nextStep: 'Look at the health of the service',
      },
    );
  }
  return incident;
}
