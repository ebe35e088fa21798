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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../Database';
import { storableJson } from './storableJson';

const adoptPlanSql: Statement = {
  name: 'adopt_plan',
  text: `
    with plan as (
      update plans set adopted_by = $1::uuid where id = $2::uuid
    ), step as (
      update run_steps s set planned = p.value
      from jsonb_array_elements($4::jsonb) as p (value)
      where s.run_id = $1::uuid and s.step_id = p.value #>> '{step,id}'
    )
    update runs set current_plan_id = $2::uuid, plan_hash = $3
    where id = $1::uuid`,
};

/**
 * Makes a run follow another plan with the steps that it has. Call it in a
 * transaction that holds the run's row.
 */
export async function adoptPlan(
  tx: Queryable,
  options: { readonly runId: string; readonly plan: Plan },
): Promise<void> {
  const { runId, plan } = options;
  await tx.query(adoptPlanSql, [
    runId,
    plan.id,
    plan.hash,
    storableJson(plan.steps),
  ]);
}
