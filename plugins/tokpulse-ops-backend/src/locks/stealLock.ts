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

import { ConflictError } from '@backstage/errors';
import { withProblem } from '../problems';
import type { Queryable, Statement } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { releaseLocks } from '../runs/locks';
import { appendEvents } from '../runs/store/appendEvents';
import { isUuid } from '../runs/store/PostgresPlanStore';
import { system } from '../runs/steps/events';

const holderSql: Statement = {
  name: 'stolen_from',
  text: `
    select lead, state from runs where id = $1::uuid for update`,
};

/** After the row is locked: in the same statement, it would see what was before. */
const holdsSql: Statement = {
  name: 'still_holds',
  text: `select 1 from locks where run_id = $1::uuid and target = $2`,
};

const fenceOffSql: Statement = {
  name: 'fence_off',
  text: `
    update runs set fence = fence + 1, touched_at = clock_timestamp()
    where id = $1::uuid`,
};

/** Who takes what from whom, and why. */
export interface Steal {
  readonly target: string;
  /** Id of the run that was seen to hold it. */
  readonly holder: string;
  readonly reason: string;
  /** Entity ref of the person. */
  readonly actor: string;
}

/**
 * Takes a target from its holder, in the caller's transaction. The holder loses
 * all its targets, since whoever holds some and waits for others can deadlock.
 * Its driver is fenced; the next one finds the targets gone and asks its lead
 * about the step that was under way.
 *
 * @throws `ConflictError`: `lock-moved` when another run or none holds it by
 * now, `own-run` when the actor leads the holder
 */
export async function stealLock(
  tx: Queryable,
  steal: Steal,
  dispatcher: Pick<Dispatcher, 'wake'>,
): Promise<void> {
  const { target, holder, reason, actor } = steal;
  const [run] = isUuid(holder)
    ? await tx.query<{ lead: string; state: string }>(holderSql, [holder])
    : [];
  const held = run && (await tx.query(holdsSql, [holder, target]));
  if (held?.length !== 1) {
    throw withProblem(
      new ConflictError(`${target} is not held by the run that you saw`),
      {
        code: 'lock-moved',
        nextStep: 'Look at who holds it now; it may be free already',
      },
    );
  }
  if (run.lead === actor) {
    throw withProblem(
      new ConflictError(`${target} is held by a run that you lead`),
      {
        code: 'own-run',
        nextStep:
          'Stop that run instead: it then ends in an orderly way and gives the target up',
      },
    );
  }
  const { released, next } = await releaseLocks(tx, holder);
  const others = released.filter(one => one !== target);
  await appendEvents(tx, holder, [
    { actor, body: { type: 'lock-stolen', targets: [target], reason } },
    ...(others.length === 0
      ? []
      : [system({ type: 'lock-released', targets: others })]),
  ]);
  await tx.query(fenceOffSql, [holder]);
  if (run.state === 'running') {
    await dispatcher.wake(tx, holder);
  }
  for (const waiter of next) {
    await dispatcher.wake(tx, waiter);
  }
}
