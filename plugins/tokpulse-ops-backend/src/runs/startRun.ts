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

import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import type { ApprovalSettings } from '../approvals/ApprovalSettings';
import { askForPlan } from '../approvals/ask';
import { withProblem } from '../problems';
import type { Database, Queryable, Statement } from './Database';
import type { Dispatcher } from './dispatcher';
import { appendEvents } from './store/appendEvents';
import { createRun } from './store/createRun';
import { findRunOfPlan } from './store/findRunOfPlan';
import type { EventPartitions } from './store/partitions';
import { readPlanUse } from './store/PostgresPlanStore';
import type { RunRecord } from './store/records';
import { holdUndone, requireFitting } from './undo/requireFitting';

/** The database's time. */
export const clockSql: Statement = {
  name: 'clock',
  text: `select clock_timestamp() as now`,
};

/**
 * Makes the row, the steps and the first events of a run, asks for what has to
 * be approved, and wakes a driver: in the caller's transaction.
 *
 * @param options - `undone`: the run that it takes back, whose row is held
 * @returns false when the plan was run before
 */
export async function openRun(
  tx: Queryable,
  options: Parameters<typeof createRun>[1] & {
    readonly settings: ApprovalSettings;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    readonly undone?: RunRecord;
  },
): Promise<boolean> {
  const { runId, plan, undone } = options;
  if (undone !== undefined) {
    await requireFitting(tx, { plan, undone });
  }
  if (!(await createRun(tx, options))) {
    return false;
  }
  const asked = await askForPlan(tx, options);
  if (asked.length > 0) {
    await appendEvents(
      tx,
      runId,
      asked.map(({ event }) => event),
    );
  }
  await options.dispatcher.wake(tx, runId);
  return true;
}

/**
 * Makes a run of a plan that was seen, is stored, has not expired and was not
 * run before, and wakes a driver. The same request again finds the same run.
 *
 * @returns the id of the run
 */
export async function startRun(options: {
  readonly database: Database;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly partitions: EventPartitions;
  readonly plan: Plan;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly reason?: string;
  readonly approvals: ApprovalSettings;
}): Promise<string> {
  const { database, dispatcher, partitions, plan, planHash } = options;
  const { requestedBy, reason, approvals: settings } = options;
  if (plan.continues !== undefined) {
    throw withProblem(
      new ConflictError('The plan is for the rest of a run, not for a new one'),
      {
        code: 'plan-continues',
        nextStep: `Decide 'edit' in the run ${plan.continues.runId}`,
      },
    );
  }
  if (plan.hash !== planHash) {
    throw new ConflictError(
      'The plan is another one than the one you saw; look at it again',
    );
  }
  const blocking = plan.findings.find(one => one.level === 'blocking');
  if (blocking !== undefined) {
    throw new ConflictError(`${blocking.message} ${blocking.nextStep}`);
  }
  const [{ now }] = await database.query<{ now: Date }>(clockSql);
  await partitions.ensure(database, now);
  const runId = uuid({ msecs: now.getTime() });

  return database.transaction(async tx => {
    const use = await readPlanUse(tx, plan.id);
    if (use === undefined) {
      throw new NotFoundError(`There is no plan '${plan.id}'`);
    }
    if (use.hash !== planHash) {
      throw new ConflictError(
        'The plan is another one than the one that is stored',
      );
    }
    const again = await findRunOfPlan(tx, plan.id);
    const undone =
      plan.undoes === undefined || again !== undefined
        ? undefined
        : await holdUndone(tx, plan.undoes);
    const created =
      again === undefined &&
      !use.expired &&
      (await openRun(tx, {
        ...{ runId, plan, requestedBy, reason, at: now },
        ...{ settings, dispatcher, undone },
      }));
    if (created) {
      return runId;
    }
    // The same request again, by a second click or after a lost answer.
    const run = await findRunOfPlan(tx, plan.id);
    if (run !== undefined && run.requestedBy === requestedBy) {
      return run.id;
    }
    throw new ConflictError(
      run === undefined
        ? 'The plan has expired; plan again, what it showed may be out of date'
        : 'The plan has been run already; plan again',
    );
  });
}
