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

import type { RunResource } from '../../access/resources';
import type { Queryable, Statement } from '../../runs/Database';

/** A run that changed something, and who may see it. */
export interface ChangingRun extends RunResource {
  readonly startedAt: Date;
}

/** Effects are in the plan; only a step that was tried can have had one. */
const changingRunsSql: Statement = {
  name: 'changing_runs',
  text: `
    select r.id, r.service, r.requested_by, r.lead,
      coalesce(r.started_at, r.created_at) as started_at
    from runs r
    join plans p on p.id = r.plan_id
    where r.id = any ($1::uuid[])
      and exists (
        select from jsonb_array_elements(p.document -> 'steps') item
        join run_steps s
          on s.run_id = r.id and s.step_id = item.value -> 'step' ->> 'id'
        where item.value ->> 'effect' <> 'read' and s.attempt > 0
      )`,
};

/** Those of the runs that changed something or may have, by id. */
export async function changingRuns(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ChangingRun>> {
  if (ids.length === 0) {
    return new Map();
  }
  const rows = await db.query<{
    id: string;
    service: string;
    requested_by: string;
    lead: string;
    started_at: Date;
  }>(changingRunsSql, [[...ids]]);
  return new Map(
    rows.map(row => [
      row.id,
      {
        ...{ id: row.id, service: row.service, lead: row.lead },
        requestedBy: row.requested_by,
        startedAt: row.started_at,
      },
    ]),
  );
}
