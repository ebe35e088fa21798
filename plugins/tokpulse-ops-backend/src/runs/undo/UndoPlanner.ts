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
  Finding,
  PlannedStep,
  RunbookStep,
  Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { wasRemoved } from '../../evidence/retention/Removal';
import { withProblem } from '../../problems';
import type { Database } from '../Database';
import type { Planner } from '../planner';
import { resolveStep, type ResolvedStep } from '../planning/resolveStep';
import { scopeOf } from '../steps/scope';
import { countItems, loadDoneItems } from '../store/doneItems';
import { loadRun } from '../store/loadRun';
import { isUuid } from '../store/PostgresPlanStore';
import type { RunRecord, StepRecord } from '../store/records';
import type { ActionRegistry, PlanUndo, Redactor } from '../types';
import { inUndoOrder, plannedOf, undoabilityOf } from './undoable';
import { undoStep, type UndoStep } from './undoStep';

/** Options of {@link UndoPlanner}. */
export interface UndoPlannerOptions {
  readonly database: Database;
  readonly planner: Pick<Planner, 'complete'>;
  readonly actions: ActionRegistry;
  readonly services: { get(id: string): ServiceAccess | undefined };
  readonly redactor: Redactor;
  /** In a team: who may approve where a step does not say; empty: all who may. */
  readonly approvers: readonly string[];
}

type Made =
  | { readonly kind: 'resolved'; readonly step: ResolvedStep }
  | { readonly kind: 'left-out'; readonly finding: Finding };

/**
 * Plans to take back what a run did: what was done last is taken back first,
 * each step with what it saw when it ran. What cannot be taken back is left out
 * and named, with the reason.
 */
export class UndoPlanner {
  readonly #options: UndoPlannerOptions;

  constructor(options: UndoPlannerOptions) {
    this.#options = options;
  }

  readonly plan: PlanUndo = async request => {
    const { planner, services } = this.#options;
    const run = await this.#load(request.runId);
    const service = services.get(run.plan.service);
    if (service === undefined) {
      throw withProblem(
        new ConflictError(
          `The service '${run.plan.service}' is not configured any more`,
        ),
        { code: 'no-such-service', nextStep: 'Configure it again' },
      );
    }
    const made = await this.#resolveAll(run, service, request);
    const resolved = made.flatMap(one =>
      one.kind === 'resolved' ? [one.step] : [],
    );
    const findings = made.flatMap(one =>
      one.kind === 'left-out' ? [one.finding] : [],
    );
    if (resolved.length === 0) {
      throw withProblem(
        new ConflictError(
          [
            'There is nothing to take back',
            ...findings.map(({ message }) => message),
          ].join('. '),
        ),
        {
          code: 'nothing-to-undo',
          nextStep: 'Take back by hand what has to be, and say so in the run',
        },
      );
    }
    const { entityRef, runbook, inputs, approvals } = run.plan;
    return planner.complete({
      request: { ...request, service },
      resolved,
      findings,
      contents: {
        ...(entityRef !== undefined && { entityRef }),
        ...{ runbook, inputs, approvals, undoes: run.id, editors: [] },
      },
    });
  };

  async #load(runId: string): Promise<RunRecord> {
    const run = isUuid(runId)
      ? await loadRun(this.#options.database, runId)
      : undefined;
    if (run === undefined) {
      throw new NotFoundError(`There is no run '${runId}'`);
    }
    if (await wasRemoved(this.#options.database, runId)) {
      throw withProblem(
        new ConflictError(
          'Retention has removed what was recorded of this run',
        ),
        {
          code: 'record-removed',
          nextStep: 'Take back by hand what has to be, in a run of its own',
        },
      );
    }
    return run;
  }

  async #resolveAll(
    run: RunRecord,
    service: ServiceAccess,
    {
      steps: wanted,
      askFirst,
    }: Pick<Parameters<PlanUndo>[0], 'steps' | 'askFirst'>,
  ): Promise<readonly Made[]> {
    const stranger = wanted?.find(
      id => !run.steps.some(({ stepId }) => stepId === id),
    );
    if (stranger !== undefined) {
      throw withProblem(new InputError(`The run has no step '${stranger}'`), {
        code: 'no-such-step',
        nextStep: 'Name steps of the run',
      });
    }
    const counts = await countItems(this.#options.database, run.id);
    const made: Made[] = [];
    for (const step of inUndoOrder(run.steps)) {
      if (wanted !== undefined && !wanted.includes(step.stepId)) {
        continue;
      }
      const planned = plannedOf(run, step.stepId);
      const undoability = undoabilityOf({
        ...{ planned, step },
        items: hasItems(planned)
          ? counts.get(step.stepId) ?? { done: 0, unknown: 0 }
          : undefined,
        actions: this.#options.actions,
      });
      const asked = wanted !== undefined;
      switch (undoability.kind) {
        case 'possible':
          made.push(
            await this.#resolve({
              ...{ run, service, planned, step, asked },
              askFirst:
                askFirst && !made.some(({ kind }) => kind === 'resolved'),
            }),
          );
          break;
        case 'impossible':
          made.push(leftOut(step, undoability.because, asked));
          break;
        case 'nothing':
          if (asked) {
            made.push(leftOut(step, 'It has changed nothing', asked));
          }
          break;
        default: {
          const never: never = undoability;
          throw new Error(`Unexpected undoability '${never}'`);
        }
      }
    }
    return made;
  }

  async #resolve(options: {
    readonly run: RunRecord;
    readonly service: ServiceAccess;
    readonly planned: PlannedStep;
    readonly step: StepRecord;
    readonly asked: boolean;
    /** Nobody has seen it, so it asks, whatever the runbook says. */
    readonly askFirst?: boolean;
  }): Promise<Made> {
    const { run, service, planned, step, asked, askFirst } = options;
    const { database, actions, redactor } = this.#options;
    const items = hasItems(planned)
      ? await loadDoneItems(database, { runId: run.id, stepId: step.stepId })
      : undefined;
    const made = undoStep({
      ...{ planned, step, items, actions },
      scope: scopeUpTo(run, service, step),
    });
    if (!made.ok) {
      return leftOut(step, made.because, asked);
    }
    const { confirm } = made.value.step;
    const definition: RunbookStep = {
      ...made.value.step,
      confirm: askFirst && confirm === 'none' ? 'once' : confirm,
    };
    const resolved = resolveStep(definition, {
      ...{ actions, service, redactor, approvers: this.#options.approvers },
      scope: scopeOf(run, service),
      approvals: run.plan.approvals,
      neverRun: new Set(),
      literal: true,
      action: made.value.action,
    });
    return { kind: 'resolved', step: asUndoOf(resolved, made.value) };
  }
}

function hasItems(planned: PlannedStep): boolean {
  return planned.step.each !== undefined || planned.items !== undefined;
}

/** What the step could see: nothing that came after it. */
function scopeUpTo(
  run: RunRecord,
  service: ServiceAccess,
  { position }: StepRecord,
): Scope {
  return scopeOf(
    { ...run, steps: run.steps.filter(one => one.position <= position) },
    service,
  );
}

function asUndoOf(resolved: ResolvedStep, undo: UndoStep): ResolvedStep {
  const { planned } = resolved;
  const { items } = undo.more;
  return {
    ...resolved,
    planned: {
      ...planned,
      ...undo.more,
      targets: [...new Set([...planned.targets, ...undo.targets])].sort(),
      previews:
        items === undefined
          ? []
          : [
              {
                kind: 'fact',
                label: items.length === 1 ? '1 item' : `${items.length} items`,
                value: items.map(({ label }) => label).join(', '),
              },
            ],
    },
  };
}

function leftOut(step: StepRecord, because: string, asked: boolean): Made {
  return {
    kind: 'left-out',
    finding: {
      level: asked ? 'blocking' : 'warning',
      code: 'undo-impossible',
      stepId: step.stepId,
      message: `Step '${step.stepId}' cannot be taken back: ${because}`,
      nextStep: asked
        ? 'Leave it out'
        : 'Look at it, and take it back by hand if it has to be',
    },
  };
}
