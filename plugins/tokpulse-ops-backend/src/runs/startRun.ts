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
import type { Database, Statement } from './Database';
import type { Dispatcher } from './dispatcher';
import { appendEvents } from './store/appendEvents';
import { createRun } from './store/createRun';
import { findRunOfPlan } from './store/findRunOfPlan';
import type { EventPartitions } from './store/partitions';
import { readPlanUse } from './store/PostgresPlanStore';

const clockSql: Statement = {
  name: 'clock',
  text: `select clock_timestamp() as now`,
};

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
    const created =
      !use.expired &&
      (await createRun(tx, { runId, plan, requestedBy, reason, at: now }));
    if (created) {
      const asked = await askForPlan(tx, {
        ...{ runId, plan, reason, at: now, settings },
      });
      if (asked !== undefined) {
        await appendEvents(tx, runId, [asked.event]);
      }
      await dispatcher.wake(tx, runId);
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
