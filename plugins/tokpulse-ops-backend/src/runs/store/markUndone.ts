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
import type { RunRecord } from './records';
import { storableJson } from './storableJson';

const markStepsSql: Statement = {
  name: 'mark_steps_undone',
  text: `
    update run_steps set undone_by = $2::uuid
    where run_id = $1::uuid and step_id = any ($3::text[])`,
};

const markItemsSql: Statement = {
  name: 'mark_items_undone',
  text: `
    update run_items o set undone_by = $2::uuid
    from run_items u, jsonb_to_recordset($3::jsonb) as m (
      "stepId" text, "undoStepId" text
    )
    where u.run_id = $2::uuid and u.step_id = m."undoStepId"
      and u.state = 'succeeded'
      and o.run_id = $1::uuid and o.step_id = m."stepId"
      and o.item = (u.value #>> '{}')::integer`,
};

const wholeSql: Statement = {
  name: 'wholly_undone_steps',
  text: `
    select step_id from run_items
    where run_id = $1::uuid and step_id = any ($2::text[])
    group by step_id
    having count(*) filter (where undone_by is null
      and (state = 'succeeded' or executed)) = 0`,
};

/**
 * Marks what an undo has taken back in the run that did it: steps, and single
 * items of steps with `each`, whose position is the value of the undo's items.
 * Call it in a transaction that holds the row of the undo.
 *
 * @returns ids of the steps that were taken back whole
 */
export async function markUndone(
  tx: Queryable,
  options: { readonly undo: RunRecord; readonly runId: string },
): Promise<readonly string[]> {
  const { undo, runId } = options;
  const done = new Set(
    undo.steps
      .filter(({ state }) => state === 'succeeded' || state === 'by-hand')
      .map(({ stepId }) => stepId),
  );
  const whole = undo.plan.steps.flatMap(({ step, undoes, items }) =>
    undoes !== undefined && items === undefined && done.has(step.id)
      ? [undoes]
      : [],
  );
  const withItems = undo.plan.steps.flatMap(({ step, undoes, items }) =>
    undoes !== undefined && items !== undefined
      ? [{ stepId: undoes, undoStepId: step.id }]
      : [],
  );
  if (withItems.length > 0) {
    await tx.query(markItemsSql, [runId, undo.id, storableJson(withItems)]);
    const rows = await tx.query<{ step_id: string }>(wholeSql, [
      runId,
      withItems.map(({ stepId }) => stepId),
    ]);
    whole.push(...rows.map(row => row.step_id));
  }
  // Done by hand: all of it, whatever the items say.
  whole.push(
    ...withItems
      .filter(
        ({ undoStepId, stepId }) =>
          !whole.includes(stepId) &&
          undo.steps.some(
            one => one.stepId === undoStepId && one.state === 'by-hand',
          ),
      )
      .map(({ stepId }) => stepId),
  );
  await tx.query(markStepsSql, [runId, undo.id, whole]);
  return whole;
}
