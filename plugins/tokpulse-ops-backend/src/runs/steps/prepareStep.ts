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

import type { JsonObject } from '@backstage/types';
import {
  evaluateCondition,
  substitute,
  type JsonValue,
  type PlannedStep,
  type SafeError,
  type Scope,
  type StepDefinition,
  type SubstituteResult,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ActionRegistry } from '../types';
import { asUndo } from './asUndo';
import { explainFalse } from './explainFalse';

/** An action with the input it is going to get. */
export interface ReadyAction {
  readonly action: RunbookAction;
  /** As the runbook resolved it, before defaults. */
  readonly input: JsonObject;
  /** As the action's schema parsed it. */
  readonly parsed: unknown;
}

/** What comes out of looking at a step before it starts. */
export type Preparation =
  | ({ readonly kind: 'ready' } & ReadyAction)
  | { readonly kind: 'skip'; readonly because: string }
  | { readonly kind: 'failed'; readonly error: SafeError };

/** Decides whether a step runs, and with what. Has no effect. */
export function prepareStep(options: {
  readonly planned: PlannedStep;
  readonly actions: ActionRegistry;
  readonly scope: Scope;
}): Preparation {
  const condition = decideIf(options.planned.step, options.scope);
  if (condition.kind !== 'run') {
    return condition;
  }
  const ready = prepareOwnAction(options);
  return 'error' in ready
    ? { kind: 'failed', error: ready.error }
    : { kind: 'ready', ...ready };
}

/** Whether a step runs, by its `if`; a condition without a value fails it. */
export function decideIf(
  definition: StepDefinition,
  scope: Scope,
): { readonly kind: 'run' } | Exclude<Preparation, { kind: 'ready' }> {
  if (definition.if === undefined) {
    return { kind: 'run' };
  }
  const condition = evaluateCondition(definition.if, scope);
  if (!condition.ok) {
    return {
      kind: 'failed',
      error: conditionError('if', definition.if, condition.message),
    };
  }
  return condition.value
    ? { kind: 'run' }
    : { kind: 'skip', because: explainFalse(definition.if, scope) };
}

/**
 * The action of a step with its input: as the runbook templates it, as a person
 * wrote it, or, of an undo, as it was resolved when the undo was planned. What
 * was written or resolved before is never templated.
 */
export function prepareOwnAction(options: {
  readonly planned: PlannedStep;
  readonly actions: ActionRegistry;
  readonly scope: Scope;
  /** Of an undo of a step with `each`. */
  readonly item?: NonNullable<PlannedStep['items']>[number];
}): ReadyAction | { readonly error: SafeError } {
  const { planned, item } = options;
  const { step, editedInput, ownUndo, undoes } = planned;
  const literal =
    item?.input ??
    editedInput ??
    (undoes === undefined ? undefined : step.input);
  return prepareAction({
    ...options,
    actionId: step.action,
    input: literal ?? step.input,
    literal: literal !== undefined,
    ...(ownUndo !== undefined && {
      undoOf: { output: (item ?? ownUndo).output ?? null },
    }),
  });
}

/** Finds an action and resolves its input. */
export function prepareAction(options: {
  readonly actionId: string;
  readonly input: JsonObject;
  readonly actions: ActionRegistry;
  readonly scope: Scope;
  /** The input stands as it is. */
  readonly literal?: boolean;
  /** The action takes back what it did, which had put out this. */
  readonly undoOf?: { readonly output: JsonValue };
}): ReadyAction | { readonly error: SafeError } {
  const { actionId, actions, scope, literal = false } = options;
  const found = actions.get(actionId);
  const action =
    found && options.undoOf ? asUndo(found, options.undoOf.output) : found;
  if (action === undefined) {
    return {
      error: {
        code: 'not-found',
        message: `There is no action '${actionId}'`,
        nextStep: 'Install the module that brings it, or correct the runbook',
      },
    };
  }
  if ('error' in action) {
    return action;
  }
  const resolved: SubstituteResult = literal
    ? { ok: true, value: options.input }
    : substitute(options.input, scope, { untemplated: action.untemplated });
  if (!resolved.ok) {
    return {
      error: {
        code: 'unresolved-input',
        message: `The input of '${actionId}' refers to what is not there: ${resolved.missing.join(
          ', ',
        )}`,
        nextStep: 'Guard the step with an if, or do it by hand',
      },
    };
  }
  const parsed = action.input.safeParse(resolved.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['input', ...issue.path.map(String)].join('.');
    return {
      error: {
        code: 'invalid-input',
        message: `'${actionId}' does not take this input: ${path}: ${issue.message}`,
        nextStep: 'Correct the runbook or the inputs of the run',
      },
    };
  }
  return {
    action,
    input: isObject(resolved.value) ? resolved.value : {},
    parsed: parsed.data,
  };
}

/** Evaluates a condition over a step's own output. */
export function checkOutput(
  key: 'expect' | 'until',
  expression: string,
  scope: Scope,
):
  | { readonly ok: true; readonly value: boolean }
  | {
      readonly ok: false;
      readonly error: SafeError;
    } {
  const condition = evaluateCondition(expression, scope);
  return condition.ok
    ? condition
    : { ok: false, error: conditionError(key, expression, condition.message) };
}

function conditionError(
  key: string,
  expression: string,
  message: string,
): SafeError {
  return {
    code: 'condition-failed',
    message: `The condition '${key}: ${expression}' has no answer: ${message}`,
    nextStep: 'Look at the output it reads; correct the runbook if need be',
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
