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

import type { StepVerify } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { StepFindings } from './findings';
import { resolveEarly } from './lateValues';
import type { ResolveContext } from './resolveStep';

/** Finds what would keep a verification from being read, before the step has run. */
export function resolveVerify(
  verify: StepVerify,
  context: ResolveContext,
  findings: StepFindings,
): void {
  const action = context.actions.get(verify.action);
  if (action === undefined) {
    findings.block({
      code: 'unknown-action',
      message: `There is no action '${verify.action}' for the verification`,
      nextStep:
        'Correct the runbook, or install the module that has the action',
    });
    return;
  }
  if (action.effect !== 'read') {
    findings.block({
      code: 'verify-changes',
      message: `The verification runs '${verify.action}', which changes something`,
      nextStep: 'Verify with an action that only reads',
    });
  }
  const early = resolveEarly({
    input: verify.input,
    untemplated: action.untemplated,
    scope: context.scope,
  });
  if (early.missing.length > 0) {
    findings.block({
      code: 'unresolved-input',
      message: `The verification needs ${early.missing.join(
        ', ',
      )}, which does not exist`,
      nextStep: 'Correct the verification in the runbook',
    });
  }
  const parsed = early.complete && action.input.safeParse(early.complete);
  if (parsed?.success === false) {
    findings.block({
      code: 'invalid-input',
      message: `The input of the verification is not valid: ${parsed.error.issues
        .map(issue => [issue.path.join('.'), issue.message].join(' '))
        .join('; ')}`,
      nextStep: 'Correct the verification in the runbook',
    });
  }
}
