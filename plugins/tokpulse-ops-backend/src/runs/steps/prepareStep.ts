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
  type SafeError,
  type Scope,
  type StepDefinition,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ActionRegistry } from '../types';

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
  readonly definition: StepDefinition;
  readonly actions: ActionRegistry;
  readonly scope: Scope;
}): Preparation {
  const { definition, actions, scope } = options;
  const missing = notOffered(definition);
  if (missing !== undefined) {
    return {
      kind: 'failed',
      error: {
        code: 'not-offered',
        message: `Step '${definition.id}' uses '${missing}', which this version cannot run`,
        nextStep: 'Do the step by hand, or run it without',
      },
    };
  }
  if (definition.if !== undefined) {
    const condition = evaluateCondition(definition.if, scope);
    if (!condition.ok) {
      return {
        kind: 'failed',
        error: conditionError('if', definition.if, condition.message),
      };
    }
    if (!condition.value) {
      return { kind: 'skip', because: `${definition.if} is false` };
    }
  }
  const ready = prepareAction({
    actionId: definition.action,
    input: definition.input,
    actions,
    scope,
  });
  return 'error' in ready
    ? { kind: 'failed', error: ready.error }
    : { kind: 'ready', ...ready };
}

/** Finds an action and resolves its input. */
export function prepareAction(options: {
  readonly actionId: string;
  readonly input: JsonObject;
  readonly actions: ActionRegistry;
  readonly scope: Scope;
}): ReadyAction | { readonly error: SafeError } {
  const { actionId, actions, scope } = options;
  const action = actions.get(actionId);
  if (action === undefined) {
    return {
      error: {
        code: 'not-found',
        message: `There is no action '${actionId}'`,
        nextStep: 'Install the module that brings it, or correct the runbook',
      },
    };
  }
  const resolved = substitute(options.input, scope, {
    untemplated: action.untemplated,
  });
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

/** Plans with these are refused; should one come anyway, nothing is run. */
function notOffered(definition: StepDefinition): string | undefined {
  if (definition.each !== undefined) {
    return 'each';
  }
  if (definition.undo !== undefined || definition.onFailure === 'undo') {
    return 'undo';
  }
  return definition.approval === undefined ? undefined : 'approval';
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
