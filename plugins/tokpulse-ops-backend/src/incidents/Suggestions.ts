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
  parseDuration,
  type Severity,
  type Suggestion,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { SavedObservation } from '../observations/ObservationStore';
import type { RunbookShelf } from '../runbooks/RunbookShelf';

/** What the service page promises for each severity. */
const RESPOND_WITHIN_MS: Readonly<Record<Severity, number>> = {
  P0: 5 * 60_000,
  P1: 15 * 60_000,
  P2: 60 * 60_000,
  P3: 24 * 60 * 60_000,
};

/** How soon somebody responds when no runbook says otherwise, in milliseconds. */
export function respondWithinMsOf(severity: Severity): number {
  return RESPOND_WITHIN_MS[severity];
}

/** The runbooks that fit what was observed, best first. */
export class Suggestions {
  readonly #shelf: Pick<RunbookShelf, 'list'>;

  constructor(options: { readonly shelf: Pick<RunbookShelf, 'list'> }) {
    this.#shelf = options.shelf;
  }

  async of(
    service: ServiceAccess,
    observation: Pick<
      SavedObservation,
      'status' | 'summary' | 'hosts' | 'at' | 'since'
    >,
  ): Promise<readonly Suggestion[]> {
    const { status, summary, hosts, at, since } = observation;
    const runbooks = await this.#shelf.list(service, {
      service: service.id,
      hosts: [...hosts],
      at: at.toISOString(),
      since: since.toISOString(),
      ...{ status, summary },
    });
    return runbooks
      .filter(({ suggested }) => suggested)
      .map(({ id, title, severity, respondWithin, suggestedBecause }) => {
        const own =
          respondWithin === undefined
            ? undefined
            : parseDuration(respondWithin);
        const respondWithinMs =
          own ?? (severity && respondWithinMsOf(severity));
        return {
          runbook: id,
          title,
          because: suggestedBecause ?? `${service.title} is ${status}`,
          ...(severity !== undefined && { severity }),
          ...(respondWithinMs !== undefined && { respondWithinMs }),
        };
      });
  }
}
