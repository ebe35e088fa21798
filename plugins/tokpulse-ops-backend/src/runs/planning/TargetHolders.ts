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

import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../Database';

const HOLDERS = {
  name: 'target_holders',
  text: `
    select l.target, l.since, r.runbook_title, r.lead
    from locks l join runs r on r.id = l.run_id
    where l.target = any ($1::text[])
    order by l.target
  `,
};

/** Finds out whether a run would have to wait for others. */
export class TargetHolders {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  /** A warning for each target that is held now. */
  async findings(targets: readonly string[]): Promise<readonly Finding[]> {
    if (targets.length === 0) {
      return [];
    }
    const rows = await this.#database.query<{
      target: string;
      since: Date;
      runbook_title: string;
      lead: string;
    }>(HOLDERS, [targets]);
    return rows.map(row => ({
      level: 'warning',
      code: 'target-locked',
      message: `${row.target} is in use by '${row.runbook_title}', led by ${
        row.lead
      }, since ${row.since.toISOString()}`,
      nextStep: 'The run will wait until it is free',
    }));
  }
}
