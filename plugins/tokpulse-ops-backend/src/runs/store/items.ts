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

import type {
  ProbeFinding,
  SafeError,
  StepItem,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../Database';
import type { Json } from '../steps/json';
import type { ItemProgress } from './records';

/** One item of a step with `each`, as it is stored. */
export interface ItemRecord extends ItemProgress {
  readonly item: number;
  readonly label: string;
  /** The item itself. */
  readonly value: Json;
}

export const loadItemsSql: Statement = {
  name: 'load_items',
  text: `
    select item, label, value, state, attempt, tries, interruptions, executed,
      input, error, probe, verification, resumed, due_at
    from run_items
    where run_id = $1::uuid and step_id = $2
    order by item`,
};

const itemOutputSql: Statement = {
  name: 'item_output',
  text: `
    select output from run_items
    where run_id = $1::uuid and step_id = $2 and item = $3::integer`,
};

const outputSizeSql: Statement = {
  name: 'item_output_size',
  text: `
    select coalesce(sum(octet_length(output::text)), 0)::float8 as bytes
    from run_items where run_id = $1::uuid and step_id = $2`,
};

const outputsSql: Statement = {
  name: 'item_outputs',
  text: `
    select output from run_items
    where run_id = $1::uuid and step_id = $2 order by item`,
};

export const itemSummariesSql: Statement = {
  name: 'item_summaries',
  text: `
    select step_id, item, label, state, attempt, error
    from run_items where run_id = $1::uuid order by step_id, item`,
};

const resetItemsSql: Statement = {
  name: 'reset_items',
  text: `
    update run_items set
      state = 'pending',
      tries = 0,
      interruptions = 0,
      executed = false,
      output = null,
      error = null,
      probe = null,
      verification = null,
      resumed = null,
      due_at = null,
      finished_at = null
    where run_id = $1::uuid and step_id = $2
      and ($3::boolean or state <> 'succeeded')`,
};

const settleHappenedSql: Statement = {
  name: 'settle_happened_items',
  text: `
    update run_items set
      state = 'succeeded',
      executed = true,
      error = null,
      resumed = null,
      due_at = null
    where run_id = $1::uuid and step_id = $2
      and state = 'unknown' and probe ->> 'outcome' = 'happened'
    returning item, label, attempt, probe`,
};

/** Which step's items. */
export interface ItemsOf {
  readonly runId: string;
  readonly stepId: string;
}

/**
 * The items of a step, in order, without their outputs: a thousand of those
 * may be more than anybody wants in memory.
 */
export async function loadItems(
  db: Queryable,
  { runId, stepId }: ItemsOf,
): Promise<readonly ItemRecord[]> {
  const rows = await db.query<
    Omit<ItemRecord, 'output' | 'dueAt'> & { due_at: Date | null }
  >(loadItemsSql, [runId, stepId]);
  return rows.map(({ due_at: dueAt, ...row }) => ({
    ...row,
    output: null,
    dueAt: dueAt?.toISOString() ?? null,
  }));
}

/** The output of one item; null when it has none. */
export async function loadItemOutput(
  db: Queryable,
  { runId, stepId, item }: ItemsOf & { readonly item: number },
): Promise<Json> {
  const [row] = await db.query<{ output: Json }>(itemOutputSql, [
    runId,
    stepId,
    item,
  ]);
  return row?.output ?? null;
}

/** The outputs of all items in order, unless they are more than can be kept. */
export async function loadOutputs(
  db: Queryable,
  { runId, stepId, mostBytes }: ItemsOf & { readonly mostBytes: number },
): Promise<
  | { readonly ok: true; readonly outputs: Json[] }
  | { readonly ok: false; readonly bytes: number }
> {
  const [{ bytes }] = await db.query<{ bytes: number }>(outputSizeSql, [
    runId,
    stepId,
  ]);
  if (bytes > mostBytes) {
    return { ok: false, bytes };
  }
  const rows = await db.query<{ output: Json }>(outputsSql, [runId, stepId]);
  return { ok: true, outputs: rows.map(({ output }) => output) };
}

/** The items of every step of a run as pages show them, by step. */
export async function loadItemSummaries(
  db: Queryable,
  runId: string,
): Promise<ReadonlyMap<string, readonly StepItem[]>> {
  const rows = await db.query<{
    step_id: string;
    item: number;
    label: string;
    state: StepItem['state'];
    attempt: number;
    error: SafeError | null;
  }>(itemSummariesSql, [runId]);
  const items = new Map<string, StepItem[]>();
  for (const { step_id: stepId, item, label, state, attempt, error } of rows) {
    const list = items.get(stepId) ?? [];
    list.push({
      ...{ index: item, label, state, attempt },
      error: error ?? undefined,
    });
    items.set(stepId, list);
  }
  return items;
}

/** An item whose effect was found to have happened. */
export interface HappenedItem {
  readonly item: number;
  readonly label: string;
  readonly attempt: number;
  readonly probe: ProbeFinding;
}

/**
 * Takes items of which nobody knew for done, where their probe has found that
 * the effect happened: doing the rest must not do them a second time. Call it in
 * a transaction that holds the run's row.
 */
export async function settleHappenedItems(
  tx: Queryable,
  { runId, stepId }: ItemsOf,
): Promise<readonly HappenedItem[]> {
  const rows = await tx.query<HappenedItem>(settleHappenedSql, [runId, stepId]);
  return [...rows].sort((a, b) => a.item - b.item);
}

/**
 * Lets items begin anew: those that did not succeed, or all. Their attempts go
 * on being counted. Call it in a transaction that holds the run's row.
 */
export async function resetItems(
  tx: Queryable,
  options: ItemsOf & { readonly succeededToo: boolean },
): Promise<void> {
  const { runId, stepId, succeededToo } = options;
  await tx.query(resetItemsSql, [runId, stepId, succeededToo]);
}
