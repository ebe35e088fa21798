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
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../problems';
import type { Queryable } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { appendEvents } from '../runs/store/appendEvents';
import { applyChange } from '../runs/store/applyChange';
import { completeChange } from '../runs/store/completeChange';
import { loadRunForUpdate } from '../runs/store/loadRun';
import { isUuid } from '../runs/store/PostgresPlanStore';
import type { NewEvent, RunRecord } from '../runs/store/records';
import { runState } from '../runs/steps/events';

/** A run with every other writer kept out until the transaction ends. */
export async function holdRun(
  tx: Queryable,
  runId: string,
): Promise<RunRecord> {
  const run = isUuid(runId) ? await loadRunForUpdate(tx, runId) : undefined;
  if (run === undefined) {
    throw withProblem(new NotFoundError(`There is no run '${runId}'`), {
      code: 'no-such-run',
      nextStep: 'Open the list of runs',
    });
  }
  return run;
}

/** Throws when the run is over. */
export function requireUnderWay(run: RunRecord): void {
  if (terminalRunStates.includes(run.state)) {
    throw withProblem(new ConflictError(`The run is over: ${run.state}`), {
      code: 'run-over',
      nextStep: 'Plan again if there is more to do',
    });
  }
}

/** Writes events of a person; a run that waited for them goes on. */
export async function writeEvents(
  tx: Queryable,
  options: {
    readonly run: RunRecord;
    readonly events: readonly NewEvent[];
    /** Whether the run, which is parked, wants to be driven again. */
    readonly resumes: boolean;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
  },
): Promise<void> {
  const { run, events, resumes, dispatcher } = options;
  if (!resumes) {
    await appendEvents(tx, run.id, events);
    return;
  }
  await applyChange(
    tx,
    completeChange(run, {
      run: { state: 'running', waiting: null },
      events: [...events, runState('running')],
    }),
  );
  await dispatcher.wake(tx, run.id);
}
