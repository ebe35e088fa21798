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
  substitute,
  type JsonObject,
  type JsonValue,
  type PlannedStep,
  type RunbookStep,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { REDACTED } from '../redaction';
import { asUndo } from '../steps/asUndo';
import type { DoneItem } from '../store/doneItems';
import type { StepRecord } from '../store/records';
import type { ActionRegistry } from '../types';

/** One step of an undo, before it is looked over like any other. */
export interface UndoStep {
  /** With its whole input, which is not templated. */
  readonly step: RunbookStep;
  /** What it runs: the action of an `undo` block, or the undo of the action itself. */
  readonly action: RunbookAction;
  readonly more: Pick<
    PlannedStep,
    'undoes' | 'undoesAttempt' | 'ownUndo' | 'items'
  >;
  /** What the step locked, which taking it back touches, too. */
  readonly targets: readonly string[];
}

type Made =
  | { readonly ok: true; readonly value: UndoStep }
  | { readonly ok: false; readonly because: string };

/**
 * How one step is taken back: by the `undo` block of the runbook, which has the
 * say, or by its action. Everything is resolved with what the step saw then.
 *
 * @param options - `scope`: of the run up to and including the step; `items`:
 * of a step with `each`, those that were done, in the order of taking back
 */
export function undoStep(options: {
  readonly planned: PlannedStep;
  readonly step: StepRecord;
  readonly items?: readonly DoneItem[];
  readonly scope: Scope;
  readonly actions: Pick<ActionRegistry, 'get'>;
}): Made {
  const { planned, step, items, actions } = options;
  const { undo } = planned.step;
  const actionId = undo?.action ?? planned.step.action;
  const found = actions.get(actionId);
  if (found === undefined) {
    return { ok: false, because: `There is no action '${actionId}'` };
  }
  const action =
    undo === undefined
      ? asUndo(found, step.output, { ofItems: items !== undefined })
      : found;
  if ('error' in action) {
    return { ok: false, because: action.error.message };
  }
  const inputs = inputsOf(options, found);
  if (!inputs.ok) {
    return inputs;
  }
  const own = undo === undefined;
  return {
    ok: true,
    value: {
      action,
      step: {
        ...planned.step,
        id: undoIdOf(planned.step.id),
        name: `Undo: ${planned.step.name}`,
        action: actionId,
        input: inputs.whole ?? inputs.items[0]?.input ?? {},
        onFailure: 'stop',
        ...{ if: undefined, each: undefined, expect: undefined },
        ...{ verify: undefined, undo: undefined, retry: undefined },
        ...{ manual: undefined, reason: undefined, differs: undefined },
        effect: undefined,
      },
      more: {
        undoes: step.stepId,
        undoesAttempt: step.attempt,
        ...(own && {
          ownUndo: items === undefined ? { output: step.output } : {},
        }),
        ...(items !== undefined && { items: inputs.items }),
      },
      targets: planned.targets,
    },
  };
}

/** `restart` is taken back by `undoRestart`. */
export function undoIdOf(stepId: string): string {
  return `undo${stepId.charAt(0).toUpperCase()}${stepId.slice(1)}`;
}

type Inputs =
  | {
      readonly ok: true;
      readonly whole?: JsonObject;
      readonly items: NonNullable<PlannedStep['items']>;
    }
  | { readonly ok: false; readonly because: string };

function inputsOf(
  options: Parameters<typeof undoStep>[0],
  action: RunbookAction,
): Inputs {
  const { planned, step, items, scope } = options;
  const own = planned.step.undo === undefined;
  if (items === undefined) {
    const input = own
      ? { ok: true as const, value: asObject(step.input) }
      : resolve(planned.step.undo?.input ?? {}, scope, action);
    return input.ok ? { ok: true, whole: input.value, items: [] } : input;
  }
  const resolved: NonNullable<PlannedStep['items']> = [];
  for (const { item, label, value, input, output } of items) {
    const { status } = scope.steps[step.stepId] ?? { status: step.state };
    const ofItem: Scope = {
      ...scope,
      item: value,
      steps: { ...scope.steps, [step.stepId]: { status, output } },
    };
    const made = own
      ? { ok: true as const, value: asObject(input) }
      : resolve(planned.step.undo?.input ?? {}, ofItem, action);
    if (!made.ok) {
      return { ok: false, because: `${label}: ${made.because}` };
    }
    resolved.push({
      ...{ index: item, label, input: made.value },
      ...(own && { output }),
    });
  }
  return { ok: true, items: resolved };
}

function resolve(
  input: JsonObject,
  scope: Scope,
  { untemplated }: RunbookAction,
):
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly because: string } {
  const result = substitute(input, scope, { untemplated });
  if (!result.ok) {
    return {
      ok: false,
      because: `It needs ${result.missing.join(', ')}, which is not there`,
    };
  }
  if (JSON.stringify(result.value).includes(REDACTED)) {
    return {
      ok: false,
      because: 'It needs a secret that was not kept, as no secret is',
    };
  }
  return { ok: true, value: asObject(result.value) };
}

function asObject(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}
