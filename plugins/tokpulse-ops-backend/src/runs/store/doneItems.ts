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
import type { Json } from '../steps/json';
import type { ItemsOf } from './items';

/** An item that was done and not taken back. */
export interface DoneItem {
  readonly item: number;
  readonly label: string;
  readonly value: Json;
  readonly input: Json;
  readonly output: Json;
}

const doneItemsSql: Statement = {
  name: 'done_items',
  text: `
    select item, label, value, input, output from run_items
    where run_id = $1::uuid and step_id = $2 and undone_by is null
      and (state = 'succeeded' or executed)
    order by finished_at desc nulls last, item desc`,
};

export const itemCountsSql: Statement = {
  name: 'item_counts',
  text: `
    select step_id,
      count(*) filter (where undone_by is null
        and (state = 'succeeded' or executed))::int as done,
      count(*) filter (where state = 'unknown')::int as unknown
    from run_items where run_id = $1::uuid group by step_id`,
};

/** Items that an undo takes back, what was done last first. */
export async function loadDoneItems(
  db: Queryable,
  { runId, stepId }: ItemsOf,
): Promise<readonly DoneItem[]> {
  return db.query<DoneItem>(doneItemsSql, [runId, stepId]);
}

/** How many items of each step were done, and of how many nobody knows. */
export async function countItems(
  db: Queryable,
  runId: string,
): Promise<
  ReadonlyMap<string, { readonly done: number; readonly unknown: number }>
> {
  const rows = await db.query<{
    step_id: string;
    done: number;
    unknown: number;
  }>(itemCountsSql, [runId]);
  return new Map(
    rows.map(({ step_id: stepId, done, unknown }) => [
      stepId,
      { done, unknown },
    ]),
  );
}
