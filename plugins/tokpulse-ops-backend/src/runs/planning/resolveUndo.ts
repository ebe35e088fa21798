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

import type { RunbookStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { StepFindings } from './findings';
import { resolveEarly } from './lateValues';
import type { ResolveContext } from './resolveStep';
import { InputNeededError, untouchable } from './targets';

/**
 * Looks over the `undo` block of a step before the run.
 *
 * @returns what taking it back will touch, as far as that is known: it is locked
 * from the beginning, so that an undo never has to wait for another run
 */
export function resolveUndo(
  { undo, each }: RunbookStep,
  { actions, service, scope }: ResolveContext,
  findings: StepFindings,
): readonly string[] {
  const action = undo && actions.get(undo.action);
  if (undo === undefined || action === undefined) {
    if (undo !== undefined) {
      findings.block({
        code: 'unknown-action',
        message: `There is no action '${undo.action}' to take the step back`,
        nextStep:
          'Correct the runbook, or install the module that has the action',
      });
    }
    return [];
  }
  const { complete } = resolveEarly({
    input: undo.input,
    untemplated: action.untemplated,
    scope,
  });
  const parsed =
    complete === undefined || each !== undefined
      ? undefined
      : action.input.safeParse(complete);
  if (parsed?.success === false) {
    findings.block({
      code: 'invalid-input',
      message: `The input of the undo is not valid: ${parsed.error.issues
        .map(issue => [issue.path.join('.'), issue.message].join(' '))
        .join('; ')}`,
      nextStep: 'Correct undo in the step of the runbook',
    });
  }
  if (action.effect === 'read') {
    return [];
  }
  try {
    const input = parsed?.success ? parsed.data : untouchable();
    return action.targets({ input, service });
  } catch (error) {
    if (error instanceof InputNeededError) {
      return [];
    }
    throw error;
  }
}
