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
import {
  terminalRunStates,
  type Plan,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../../problems';
import type { Queryable, Statement } from '../Database';
import { loadRunForUpdate } from '../store/loadRun';
import type { RunRecord } from '../store/records';

const undoUnderWaySql: Statement = {
  name: 'undo_under_way',
  text: `
    select id from runs
    where undoes = $1::uuid
      and state not in ('succeeded', 'failed', 'cancelled')`,
};

/**
 * The run that a plan takes back, which has to be over: a run under way is taken
 * back by a decision in it. Its row is held until the transaction ends.
 */
export async function holdUndone(
  tx: Queryable,
  runId: string,
): Promise<RunRecord> {
  const run = await loadRunForUpdate(tx, runId);
  if (run === undefined) {
    throw withProblem(
      new ConflictError(`The run ${runId} that is to be taken back is gone`),
      { code: 'no-such-run', nextStep: 'Look for what it did by hand' },
    );
  }
  if (!terminalRunStates.includes(run.state)) {
    throw withProblem(
      new ConflictError(`The run ${runId} is still under way: ${run.state}`),
      {
        code: 'run-under-way',
        nextStep: `Decide 'undo' in that run, or stop it first`,
      },
    );
  }
  return run;
}

/**
 * Checks that what a plan takes back is what is there to be taken back. The row
 * of that run is held by the caller.
 */
export async function requireFitting(
  tx: Queryable,
  options: { readonly plan: Plan; readonly undone: RunRecord },
): Promise<void> {
  const { plan, undone } = options;
  const [other] = await tx.query<{ id: string }>(undoUnderWaySql, [undone.id]);
  if (other !== undefined) {
    throw withProblem(
      new ConflictError(`The run ${other.id} takes this one back already`),
      { code: 'undo-under-way', nextStep: 'Follow that run, or stop it' },
    );
  }
  const stale = plan.steps.find(({ undoes, undoesAttempt }) => {
    const step = undone.steps.find(one => one.stepId === undoes);
    return step?.attempt !== undoesAttempt || step?.undoneBy !== null;
  });
  if (plan.undoes !== undone.id || stale !== undefined) {
    throw withProblem(
      new ConflictError(
        `Step '${
          stale?.undoes ?? ''
        }' is not any more what this plan takes back`,
      ),
      { code: 'plan-differs', nextStep: 'Plan the undo again' },
    );
  }
}
