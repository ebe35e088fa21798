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

import type { Queryable, Statement } from '../Database';

const runOfPlanSql: Statement = {
  name: 'run_of_plan',
  text: `
    select id, requested_by from runs where plan_id = $1::uuid`,
};

/** The run that a plan was started as, if it was. */
export async function findRunOfPlan(
  db: Queryable,
  planId: string,
): Promise<{ readonly id: string; readonly requestedBy: string } | undefined> {
  const [row] = await db.query<{ id: string; requested_by: string }>(
    runOfPlanSql,
    [planId],
  );
  return row && { id: row.id, requestedBy: row.requested_by };
}
