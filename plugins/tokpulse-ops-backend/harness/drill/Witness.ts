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

import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Knex } from 'knex';
import type { EvidenceService } from '../../src/evidence/EvidenceService';
import { JOBS_SCHEMA } from '../../src/runs/dispatcher';
import type { RunEngine } from '../../src/runs/types';
import type { Seen } from './BrokenPromise';

/** Sees runs as everybody can see them afterwards. */
export class Witness {
  readonly #options: {
    readonly engine: Pick<RunEngine, 'get' | 'events' | 'approvals'>;
    readonly evidence: Pick<EvidenceService, 'verify'>;
    readonly knex: Knex;
  };

  constructor(options: {
    readonly engine: Pick<RunEngine, 'get' | 'events' | 'approvals'>;
    readonly evidence: Pick<EvidenceService, 'verify'>;
    readonly knex: Knex;
  }) {
    this.#options = options;
  }

  async see(runId: string): Promise<Seen> {
    const run = await this.#options.engine.get(runId);
    if (run === undefined) {
      throw new Error(`There is no run '${runId}'`);
    }
    const { items } = await this.#options.engine.approvals.list({
      ...{ run: runId, limit: 100 },
    });
    return {
      run,
      events: await this.#events(runId),
      evidence: await this.#options.evidence.verify(runId),
      approvals: items,
      jobs: terminalRunStates.includes(run.state)
        ? []
        : await this.#jobs(runId),
    };
  }

  /** What would wake the run, for whoever finds out why nothing does. */
  async #jobs(runId: string): Promise<readonly string[]> {
    const rows = await this.#options
      .knex(`${JOBS_SCHEMA}.job`)
      .where({ singleton_key: runId })
      .whereIn('state', ['created', 'retry', 'active'])
      .select('state', 'start_after', 'heartbeat_on', 'retry_count');
    return rows.map(row => JSON.stringify(row));
  }

  async #events(runId: string): Promise<readonly RunEvent[]> {
    const all: RunEvent[] = [];
    for (;;) {
      const page = await this.#options.engine.events({
        ...{ runId, after: all.length, limit: 500 },
      });
      all.push(...page.items);
      if (page.items.length === 0) {
        return all;
      }
    }
  }
}
