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

import { ConflictError, InputError } from '@backstage/errors';
import type {
  DecideStep,
  Plan,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApprovalSettings } from '../approvals/ApprovalSettings';
import { replaceApprovals } from '../approvals/replaceApprovals';
import { withProblem } from '../problems';
import type { Queryable } from './Database';
import type { Dispatcher } from './dispatcher';
import { beginAnew, decisionChange } from './steps/decisionChange';
import { runState, stepState } from './steps/events';
import { isSettled } from './steps/nextStep';
import { parkedChange } from './steps/parkedChange';
import { adoptPlan } from './store/adoptPlan';
import type { Change } from './store/completeChange';
import { evidenceOfStep } from './store/evidenceOfStep';
import { resetItems, settleHappenedItems } from './store/items';
import { readPlanUse } from './store/PostgresPlanStore';
import type { NewEvent, RunRecord, StepRecord } from './store/records';
import { startUndo } from './undo/UndoRuns';

/** What the lead has decided about a step that needs it. */
export interface Decision {
  readonly run: RunRecord;
  readonly step: StepRecord;
  readonly decision: DecideStep;
  /** With `edit` and `undo`: what was planned. */
  readonly plan?: Plan;
  readonly actor: string;
  readonly approvals: ApprovalSettings;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
}

/**
 * What a decision changes, with what else it does, in the transaction that holds
 * the row of the run.
 */
export async function decide(
  tx: Queryable,
  options: Decision,
): Promise<Change> {
  const { run, step, decision } = options;
  const { choice } = decision;
  const { stepId } = step;
  let settled: readonly NewEvent[] = [];
  switch (choice) {
    case 'edit':
      return adopt(tx, options, await requirePlan(tx, options));
    case 'undo':
      return undo(tx, options, await requirePlan(tx, options));
    case 'retry':
      settled = await beginItemsAnew(tx, options);
      break;
    case 'skip':
    case 'by-hand':
    case 'stop':
      break;
    default: {
      const never: never = choice;
      throw new Error(`Unexpected choice '${never}'`);
    }
  }
  const files = await evidenceOfStep(tx, {
    ...{ runId: run.id, stepId },
    files: decision.files ?? [],
  });
  const change = decisionChange({
    ...options,
    files,
    decision: { ...decision, choice },
  });
  return { ...change, events: [...change.events, ...settled] };
}

/**
 * Of a step with `each`: what failed, and what did not happen.
 *
 * @returns what has become of items that are not tried again
 */
async function beginItemsAnew(
  tx: Queryable,
  { run, step, decision, actor }: Decision,
): Promise<readonly NewEvent[]> {
  const { stepId } = step;
  const items = { runId: run.id, stepId };
  const all = decision.failedItemsOnly === false;
  const happened = all ? [] : await settleHappenedItems(tx, items);
  await resetItems(tx, { ...items, succeededToo: all });
  return happened.map(({ item: index, ...one }) => ({
    actor,
    body: { type: 'item-state', stepId, index, ...one, state: 'succeeded' },
  }));
}

/** The rest of the run follows the plan in which the step has another input. */
async function adopt(
  tx: Queryable,
  options: Decision,
  plan: Plan,
): Promise<Change> {
  const { run, step, decision, actor, approvals: settings } = options;
  const { stepId } = step;
  const left = run.steps.filter(one => one === step || !isSettled(one));
  const edited = plan.steps.find(one => one.step.id === stepId);
  const same =
    plan.steps.map(one => one.step.id).join() ===
    left.map(one => one.stepId).join();
  if (plan.continues?.stepId !== stepId || !same || !edited?.editedInput) {
    throw differs('The plan is not one for what is left of this run');
  }
  await adoptPlan(tx, { runId: run.id, plan });
  const asked = await replaceApprovals(tx, {
    ...{ runId: run.id, plan, reason: run.reason, settings, actor },
    at: run.readAt,
    settled: new Set(
      run.steps.filter(one => !left.includes(one)).map(one => one.stepId),
    ),
  });
  return {
    run: { state: 'running', waiting: null },
    steps: left.map(one => ({
      stepId: one.stepId,
      // Whoever agreed has agreed to another plan.
      confirmed: false,
      ...(one === step && beginAnew),
    })),
    events: [
      {
        actor,
        body: {
          ...{ type: 'decided', stepId, choice: 'edit' },
          reason: decision.reason,
        },
      },
      {
        actor,
        body: {
          ...{ type: 'plan-changed', stepId },
          ...{ planId: plan.id, planHash: plan.hash },
          input: edited.editedInput,
        },
      },
      ...asked,
      stepState(stepId, 'pending'),
      runState('running'),
    ],
  };
}

/** A run of its own takes back what this one did; this one waits for it. */
async function undo(
  tx: Queryable,
  options: Decision,
  plan: Plan,
): Promise<Change> {
  const { run, step, decision, actor, approvals: settings } = options;
  const { stepId } = step;
  const { runId, event } = await startUndo(tx, {
    ...{ plan, settings, dispatcher: options.dispatcher },
    undone: run,
    requestedBy: actor,
    reason: decision.reason ?? run.reason ?? undefined,
    at: run.readAt,
  });
  const since = run.readAt.toISOString();
  return parkedChange(
    { for: 'undo', stepId, since, runId },
    {
      events: [
        {
          actor,
          body: {
            ...{ type: 'decided', stepId, choice: 'undo' },
            reason: decision.reason,
          },
        },
        event,
      ],
    },
  );
}

async function requirePlan(
  tx: Queryable,
  { run, decision, plan }: Decision,
): Promise<Plan> {
  const { choice, planHash } = decision;
  if (plan === undefined || planHash === undefined) {
    throw withProblem(
      new InputError(`'${choice}' needs the plan that was shown, and its hash`),
      {
        code: 'plan-needed',
        nextStep:
          choice === 'edit'
            ? 'Plan the step with its other input first'
            : 'Plan the undo first',
      },
    );
  }
  const of = choice === 'edit' ? plan.continues?.runId : plan.undoes;
  const use = await readPlanUse(tx, plan.id);
  if (of !== run.id || plan.hash !== planHash || use?.hash !== planHash) {
    throw differs('The plan is another one than the one you saw');
  }
  if (use.expired) {
    throw withProblem(
      new ConflictError('The plan has expired; what it showed may be wrong'),
      { code: 'plan-expired', nextStep: 'Plan again' },
    );
  }
  const blocking = plan.findings.find(({ level }) => level === 'blocking');
  if (blocking !== undefined) {
    throw withProblem(new ConflictError(blocking.message), {
      code: blocking.code,
      nextStep: blocking.nextStep,
    });
  }
  return plan;
}

function differs(message: string): ConflictError {
  return withProblem(new ConflictError(message), {
    code: 'plan-differs',
    nextStep: 'Plan again, and look at what is different',
  });
}
