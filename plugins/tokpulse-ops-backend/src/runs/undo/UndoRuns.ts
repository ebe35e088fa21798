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

import {
  terminalRunStates,
  type Plan,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import type { ApprovalSettings } from '../../approvals/ApprovalSettings';
import type { Queryable } from '../Database';
import type { Dispatcher } from '../dispatcher';
import { openRun } from '../startRun';
import { runState, system } from '../steps/events';
import { skipSteps } from '../steps/afterFailure';
import { appendEvents } from '../store/appendEvents';
import { applyChange } from '../store/applyChange';
import { completeChange, type Change } from '../store/completeChange';
import { loadRunForUpdate } from '../store/loadRun';
import { markUndone } from '../store/markUndone';
import type { NewEvent, RunRecord } from '../store/records';
import { giveLocksBack, inheritLocks } from './inheritLocks';

/** What {@link startUndo} works with. */
export interface StartUndoOptions {
  /** The run that is taken back; its row is held. */
  readonly undone: RunRecord;
  readonly plan: Plan;
  /** Entity ref of who wants it. */
  readonly requestedBy: string;
  readonly reason?: string;
  /** The database's time. */
  readonly at: Date;
  readonly settings: ApprovalSettings;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
}

/**
 * Makes the run that takes back one under way, in the transaction that holds
 * the row of that one. It gets the lead and the locks.
 */
export async function startUndo(
  tx: Queryable,
  options: StartUndoOptions,
): Promise<{ readonly runId: string; readonly event: NewEvent }> {
  const { undone, plan, at, requestedBy, dispatcher } = options;
  const runId = uuid({ msecs: at.getTime() });
  const opened = await openRun(tx, {
    ...options,
    runId,
    lead: undone.lead,
  });
  if (!opened) {
    throw new Error(`The undo ${plan.id} was started before`);
  }
  await inheritLocks(tx, { undone, runId, plan, dispatcher });
  return {
    runId,
    event: {
      actor: requestedBy,
      body: {
        type: 'undo-started',
        runId,
        steps: plan.steps.flatMap(({ undoes }) => undoes ?? []),
      },
    },
  };
}

/**
 * What follows from the end of an undo for the run that it took back, in the
 * transaction that ends the undo and holds its row: what was taken back is
 * marked, and a run that waited for it is over, or asks again.
 *
 * @param options - `undo`: as it is before the change that ends it
 */
export async function settleUndo(
  tx: Queryable,
  options: { readonly undo: RunRecord; readonly change: Change },
): Promise<void> {
  const { undo, change } = options;
  const state = change.run?.state;
  if (undo.undoes === null || !isOver(state)) {
    return;
  }
  const undone = await markUndone(tx, { undo, runId: undo.undoes });
  const run = await loadRunForUpdate(tx, undo.undoes);
  if (run === undefined) {
    return;
  }
  const ended = system({
    type: 'undo-ended',
    runId: undo.id,
    ...{ state, undone: [...undone] },
  });
  const waits = run.waiting?.for === 'undo' && run.waiting.runId === undo.id;
  if (!waits) {
    await appendEvents(tx, run.id, [ended]);
    return;
  }
  if (state !== 'succeeded') {
    await giveLocksBack(tx, { undo, run });
  }
  await applyChange(tx, completeChange(run, afterUndo(run, state, ended)));
}

function afterUndo(run: RunRecord, state: RunState, ended: NewEvent): Change {
  if (state !== 'succeeded') {
    return {
      run: { state: 'needs-decision', waiting: null },
      events: [ended, runState('needs-decision')],
    };
  }
  const left = run.steps.filter(
    step => step.state === 'pending' || step.state === 'waiting',
  );
  const skipped = skipSteps(left, 'What the run did was taken back');
  return {
    run: { state: 'failed', waiting: null },
    steps: skipped.steps,
    events: [ended, ...skipped.events, runState('failed')],
  };
}

function isOver(state: RunState | undefined): state is RunState {
  return state !== undefined && terminalRunStates.includes(state);
}
