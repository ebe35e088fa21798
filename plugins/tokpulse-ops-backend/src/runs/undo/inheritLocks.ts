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
import type { Dispatcher } from '../dispatcher';
import { guardTargets, releaseLocks, takeLocks } from '../locks';
import { allTargets } from '../RunLocking';
import type { RunRecord } from '../store/records';

const heldSql: Statement = {
  name: 'held_targets',
  text: `select target from locks where run_id = $1::uuid`,
};

const passOnSql: Statement = {
  name: 'pass_on_locks',
  text: `
    update locks set run_id = $2::uuid, fence = $3::bigint
    where run_id = $1::uuid and target = any ($4::text[])`,
};

/**
 * Gives the targets of a run to the one that takes it back, with whatever that
 * needs besides. When somebody else has some of it, the undo keeps nothing and
 * waits in the queue like any run: who holds something and waits for more could
 * wait for ever. Call it in a transaction that holds the row of the run.
 */
export async function inheritLocks(
  tx: Queryable,
  options: {
    readonly undone: RunRecord;
    readonly runId: string;
    readonly plan: Plan;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
  },
): Promise<void> {
  const { undone, runId, plan, dispatcher } = options;
  const held = await heldTargets(tx, undone.id);
  const targets = [...new Set([...held, ...allTargets(plan.steps)])].sort();
  if (targets.length === 0) {
    return;
  }
  await guardTargets(tx, targets);
  await tx.query(passOnSql, [undone.id, runId, 0, held]);
  const holder = await takeLocks(tx, {
    ...{ runId, targets, fence: 0 },
    severity: plan.runbook.severity,
  });
  if (holder !== undefined) {
    const { next } = await releaseLocks(tx, runId);
    for (const waiter of next) {
      await dispatcher.wake(tx, waiter);
    }
  }
}

/** Gives a run that asks again what it held before it was to be taken back. */
export async function giveLocksBack(
  tx: Queryable,
  options: { readonly undo: RunRecord; readonly run: RunRecord },
): Promise<void> {
  const { undo, run } = options;
  const held = await heldTargets(tx, undo.id);
  const own = allTargets(run.plan.steps).filter(one => held.includes(one));
  // The guard covers what is released afterwards, so that it is taken in order.
  await guardTargets(tx, [...held].sort());
  await tx.query(passOnSql, [undo.id, run.id, run.fence, own]);
}

async function heldTargets(tx: Queryable, runId: string): Promise<string[]> {
  const rows = await tx.query<{ target: string }>(heldSql, [runId]);
  return rows.map(({ target }) => target);
}
