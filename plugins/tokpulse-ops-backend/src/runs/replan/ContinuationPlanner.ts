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

import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  JsonObject,
  Plan,
  PlannedStep,
  Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  RunbookAction,
  ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { isDeepStrictEqual } from 'node:util';
import { withProblem } from '../../problems';
import type { Database } from '../Database';
import type { CompletionRequest, Planner } from '../planner';
import { resolveStep, type ResolvedStep } from '../planning/resolveStep';
import { asUndo } from '../steps/asUndo';
import { isSettled } from '../steps/nextStep';
import { scopeOf } from '../steps/scope';
import { loadRun } from '../store/loadRun';
import { isUuid } from '../store/PostgresPlanStore';
import type { RunRecord, StepRecord } from '../store/records';
import type { ActionRegistry, Redactor } from '../types';
import { plannedOf } from '../undo/undoable';

/** Options of {@link ContinuationPlanner}. */
export interface ContinuationPlannerOptions {
  readonly database: Database;
  readonly planner: Pick<Planner, 'complete'>;
  readonly actions: ActionRegistry;
  readonly services: { get(id: string): ServiceAccess | undefined };
  readonly redactor: Redactor;
  /** In a team: who may approve where a step does not say; empty: all who may. */
  readonly approvers: readonly string[];
}

/** What to plan anew. */
export interface ContinuationRequest
  extends Omit<CompletionRequest, 'service'> {
  readonly runId: string;
  /** The step that failed or is unknown. */
  readonly stepId: string;
  /** Its whole input from now on, as it stands. */
  readonly input: JsonObject;
}

/**
 * Plans what is left of a run that needs a decision, with another input for the
 * step it stopped at. All other steps keep theirs; what is known by now of
 * earlier steps is resolved. Nothing changes until the plan is adopted.
 */
export class ContinuationPlanner {
  readonly #options: ContinuationPlannerOptions;

  constructor(options: ContinuationPlannerOptions) {
    this.#options = options;
  }

  /**
   * @throws `ConflictError` when the step does not need a decision, `InputError`
   * when its action does not take the input
   */
  async plan(request: ContinuationRequest): Promise<Plan> {
    const { planner, services } = this.#options;
    const { stepId, requestedBy } = request;
    const run = await this.#load(request.runId);
    const step = requireDecidable(run, stepId);
    const service = services.get(run.plan.service);
    if (service === undefined) {
      throw withProblem(
        new ConflictError(
          `The service '${run.plan.service}' is not configured any more`,
        ),
        { code: 'no-such-service', nextStep: 'Configure it again' },
      );
    }
    const editedInput = this.#checkInput(plannedOf(run, stepId), request.input);
    const resolved = this.#resolveRest({ run, service, step, editedInput });
    const { entityRef, runbook, inputs, approvals, undoes } = run.plan;
    return planner.complete({
      request: { ...request, service },
      resolved,
      contents: {
        ...(entityRef !== undefined && { entityRef }),
        ...(undoes !== undefined && { undoes }),
        ...{ runbook, inputs, approvals },
        continues: { runId: run.id, stepId },
        editors: [...new Set([...run.plan.editors, requestedBy])].sort(),
      },
    });
  }

  async #load(runId: string): Promise<RunRecord> {
    const run = isUuid(runId)
      ? await loadRun(this.#options.database, runId)
      : undefined;
    if (run === undefined) {
      throw new NotFoundError(`There is no run '${runId}'`);
    }
    return run;
  }

  #checkInput(planned: PlannedStep, input: JsonObject): JsonObject {
    const { actions, redactor } = this.#options;
    const { step } = planned;
    if (step.each !== undefined || planned.items !== undefined) {
      throw withProblem(
        new InputError(
          `Step '${step.id}' has an input for each of its items, which one text cannot replace`,
        ),
        {
          code: 'input-of-items',
          nextStep:
            'Retry the items that failed, or do them by hand, or skip them',
        },
      );
    }
    const action = actions.get(step.action);
    if (action === undefined) {
      throw withProblem(
        new ConflictError(`There is no action '${step.action}' any more`),
        {
          code: 'unknown-action',
          nextStep: 'Install the module that brings it, or do it by hand',
        },
      );
    }
    requireFittingInput(action, input);
    if (!isDeepStrictEqual(redactor.json(input), input)) {
      throw withProblem(
        new InputError('The input has a configured secret in it'),
        {
          code: 'secret-in-input',
          nextStep:
            'Leave it out: actions get secrets from the configuration of the service',
        },
      );
    }
    return input;
  }

  #resolveRest(options: {
    readonly run: RunRecord;
    readonly service: ServiceAccess;
    readonly step: StepRecord;
    readonly editedInput: JsonObject;
  }): readonly ResolvedStep[] {
    const { run, service, step, editedInput } = options;
    const { actions, redactor, approvers } = this.#options;
    const scope = settledScope(run, service, step);
    const neverRun = new Set<string>();
    return run.steps
      .filter(one => one === step || !isSettled(one))
      .map(one => {
        const before = plannedOf(run, one.stepId);
        const found = actions.get(before.step.action);
        const undo =
          found && before.ownUndo
            ? asUndo(found, before.ownUndo.output ?? null, {
                ofItems: before.items !== undefined,
              })
            : undefined;
        const literal = one === step ? editedInput : before.editedInput;
        const resolved = resolveStep(
          { ...before.step, ...(literal !== undefined && { input: literal }) },
          {
            ...{ actions, service, redactor, approvers, scope, neverRun },
            approvals: run.plan.approvals,
            ...((literal !== undefined || before.undoes !== undefined) && {
              literal: true,
            }),
            ...(undo !== undefined && !('error' in undo) && { action: undo }),
          },
        );
        if (resolved.planned.condition?.value === false) {
          neverRun.add(one.stepId);
        }
        return keepIdentity(resolved, before, literal);
      });
  }
}

/** The runbook's definition stays; what it is an undo of does, too. */
function keepIdentity(
  resolved: ResolvedStep,
  before: PlannedStep,
  editedInput: JsonObject | undefined,
): ResolvedStep {
  const { undoes, undoesAttempt, ownUndo, items } = before;
  return {
    ...resolved,
    planned: {
      ...resolved.planned,
      step: before.step,
      // What is locked already stays locked.
      targets: [
        ...new Set([...resolved.planned.targets, ...before.targets]),
      ].sort(),
      ...(editedInput !== undefined && { editedInput }),
      ...(undoes !== undefined && { undoes, undoesAttempt }),
      ...(ownUndo !== undefined && { ownUndo }),
      ...(items !== undefined && { items }),
    },
  };
}

/** What is behind the run is known; the rest is not, whatever it put out before. */
function settledScope(
  run: RunRecord,
  service: ServiceAccess,
  step: StepRecord,
): Scope {
  return scopeOf(
    {
      ...run,
      steps: run.steps.filter(one => one !== step && isSettled(one)),
    },
    service,
  );
}

function requireDecidable(run: RunRecord, stepId: string): StepRecord {
  const step = run.steps.find(one => one.stepId === stepId);
  const open =
    run.state === 'needs-decision' &&
    (step?.state === 'failed' || step?.state === 'unknown') &&
    !step.handled;
  if (step === undefined || !open) {
    throw withProblem(
      new ConflictError(`Step '${stepId}' does not need a decision`),
      { code: 'no-decision-needed', nextStep: 'Look at the run as it is now' },
    );
  }
  return step;
}

function requireFittingInput(action: RunbookAction, input: JsonObject): void {
  const parsed = action.input.safeParse(input);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({
      path: path.map(String).join('/'),
      message,
    }));
    throw Object.assign(
      withProblem(
        new InputError(
          `'${action.id}' does not take this input: ${fields
            .map(({ path, message }) => `${path} ${message}`)
            .join('; ')}`,
        ),
        { code: 'invalid-inputs', nextStep: 'Correct the input' },
      ),
      { fields },
    );
  }
}
