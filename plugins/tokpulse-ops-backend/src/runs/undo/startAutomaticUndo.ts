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

import { isError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Plan,
  PlannedStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApprovalSettings } from '../../approvals/ApprovalSettings';
import type { Dispatcher } from '../dispatcher';
import type { Progress } from '../RunExecution';
import type { RunWriter } from '../RunWriter';
import { runState } from '../steps/events';
import { parkedChange } from '../steps/parkedChange';
import { holdFence } from '../store/applyChange';
import type { PlanUndo, Redactor } from '../types';
import { startUndo } from './UndoRuns';

/** What {@link startAutomaticUndo} works with. */
export interface AutomaticUndoOptions {
  readonly writer: RunWriter;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  readonly planUndo?: PlanUndo;
  readonly approvals: ApprovalSettings;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly ensurePartition: (at: Date) => Promise<void>;
}

/** Longer than previews and preflight take. */
const PLANNING_MS = 30_000;

type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly because: string };

/**
 * `onFailure: undo`: plans to take back what the run did and starts that, which
 * shows what it will do and asks before it does anything. When that cannot be
 * planned, the lead decides as after any failure, and is told why.
 */
export async function startAutomaticUndo(
  planned: PlannedStep,
  options: AutomaticUndoOptions,
): Promise<Progress> {
  const { writer, dispatcher, approvals: settings } = options;
  const stepId = planned.step.id;
  await writer.flush();
  const made = await plan(options);
  if (!made.ok) {
    const at = writer.clock.now().toISOString();
    await writer.write({
      run: { state: 'needs-decision', currentStepId: stepId },
      events: [
        {
          stepId,
          lines: [
            {
              at,
              level: 'warn',
              text: options.redactor.text(
                `What the run did is not taken back: ${made.because}`,
              ),
            },
          ],
        },
        runState('needs-decision'),
      ],
    });
    return 'leave';
  }
  const at = writer.clock.now();
  await options.ensurePartition(at);
  await writer.transact(async (tx, apply) => {
    await holdFence(tx, writer.position);
    const { runId, event } = await startUndo(tx, {
      ...{ at, settings, dispatcher },
      undone: writer.run,
      plan: made.plan,
      requestedBy: writer.run.lead,
      reason: `Step '${stepId}' failed, and the runbook says to take back what was done`,
    });
    const since = at.toISOString();
    await apply(
      parkedChange({ for: 'undo', stepId, since, runId }, { events: [event] }),
    );
  });
  return 'leave';
}

async function plan(options: AutomaticUndoOptions): Promise<Planned> {
  const { writer, planUndo, logger } = options;
  const { id: runId, lead } = writer.run;
  if (planUndo === undefined) {
    return { ok: false, because: 'this backend cannot plan an undo' };
  }
  try {
    const made = await planUndo({
      ...{ runId, requestedBy: lead, mayControl: true, askFirst: true },
      signal: AbortSignal.timeout(PLANNING_MS),
    });
    const blocking = made.findings.find(({ level }) => level === 'blocking');
    return blocking === undefined
      ? { ok: true, plan: made }
      : { ok: false, because: `${blocking.message}. ${blocking.nextStep}` };
  } catch (error) {
    if (isError(error) && /^(Conflict|NotFound|Input)Error$/.test(error.name)) {
      return { ok: false, because: error.message };
    }
    logger.error(
      `The undo of run ${runId} could not be planned`,
      error instanceof Error ? error : new Error(String(error)),
    );
    return { ok: false, because: 'it could not be planned; see the log' };
  }
}
