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

import { parseEntityRef } from '@backstage/catalog-model';
import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../Database';

const HOLDERS = {
  name: 'target_holders',
  text: `
    select l.target, r.runbook_title, r.lead, r.state,
      extract(epoch from clock_timestamp() - l.since)::float8 as seconds,
      (select count(*)::int from lock_queue q where q.targets @> array[l.target])
        as waiting
    from locks l join runs r on r.id = l.run_id
    where l.target = any ($1::text[]) and l.run_id <> all ($2::uuid[])
    order by l.target
  `,
};

interface HolderRow {
  target: string;
  runbook_title: string;
  lead: string;
  state: string;
  seconds: number;
  waiting: number;
}

/** What a step is going to lock. */
export interface StepTargets {
  readonly stepId: string;
  readonly targets: readonly string[];
}

/** Finds out whether a run would have to wait for others. */
export class TargetHolders {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  /** A warning for each target that is held now, at the first step that needs it. */
  async findings(
    steps: readonly StepTargets[],
    options: {
      /** Entity ref of who is going to start the run. */
      readonly requestedBy: string;
      /**
       * Ids of runs whose targets are at hand: the one that goes on with the
       * plan, and the one that it takes back.
       */
      readonly ownRuns?: readonly string[];
    },
  ): Promise<readonly Finding[]> {
    const targets = [...new Set(steps.flatMap(step => step.targets))];
    if (targets.length === 0) {
      return [];
    }
    const rows = await this.#database.query<HolderRow>(HOLDERS, [
      targets,
      options.ownRuns ?? [],
    ]);
    return rows.map(row => {
      const own = row.lead === options.requestedBy;
      return {
        level: 'warning',
        code: 'target-locked',
        stepId: steps.find(step => step.targets.includes(row.target))?.stepId,
        message: `${row.target} is in use by '${row.runbook_title}', led by ${
          own ? 'you' : nameOf(row.lead)
        }, for ${inWords(row.seconds)}${
          row.state === 'needs-decision' ? ', and waits for a decision' : ''
        }${row.waiting > 0 ? `; ${row.waiting} more wait for it` : ''}`,
        nextStep: own
          ? 'It is your own run: decide in it or stop it, or this run waits until it is free'
          : 'The run will wait until it is free; ask who leads the other one',
      };
    });
  }
}

/** A principal that is no entity, such as another backend, is its own name. */
function nameOf(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) {
    return `${Math.max(0, Math.round(seconds))} s`;
  }
  return minutes < 120
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
