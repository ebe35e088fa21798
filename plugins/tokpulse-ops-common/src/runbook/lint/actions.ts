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
import { parseDuration } from '../duration';
import { closest, type Finding } from '../problems';
import type { RunbookStep } from '../types';
import { inputFaults } from './inputValidator';
import { isWeaker, type LintContext } from './LintContext';

interface ActionUse {
  readonly action: string;
  readonly input: JsonObject;
  /** Where it stands in its step. */
  readonly path: readonly string[];
}

function actionUses(step: RunbookStep): readonly ActionUse[] {
  const { action, input, verify, undo } = step;
  return [
    { action, input, path: [] },
    ...(verify === undefined ? [] : [{ ...verify, path: ['verify'] }]),
    ...(undo === undefined ? [] : [{ ...undo, path: ['undo'] }]),
  ];
}

/** Actions that there are not, and inputs that do not fit. */
export function lintActions(context: LintContext): readonly Finding[] {
  const { actions } = context.options;
  if (actions === undefined) {
    return [];
  }
  const ids = actions.map(({ id }) => id);
  return context.runbook.steps.flatMap(step =>
    actionUses(step).flatMap(use =>
      ids.includes(use.action)
        ? lintInput(context, step, use)
        : [unknownAction(context, step, use, ids)],
    ),
  );
}

function unknownAction(
  context: LintContext,
  step: RunbookStep,
  { action, path }: ActionUse,
  ids: readonly string[],
): Finding {
  const meant = closest(action, ids);
  return {
    ...context.placeInStep(step, [...path, 'action']),
    code: 'unknown-action',
    message: `There is no action "${action}"`,
    fix:
      meant === undefined
        ? 'Use an action of the reference, or install the module that adds it'
        : `Did you mean "${meant}"?`,
  };
}

function lintInput(
  context: LintContext,
  step: RunbookStep,
  { action, input, path }: ActionUse,
): readonly Finding[] {
  const descriptor = context.action(action);
  if (descriptor === undefined) {
    return [];
  }
  const faults = inputFaults(descriptor, input).map(
    ({ path: fault, message, fix }): Finding => ({
      ...context.placeOfStepKey(step, [...path, 'input', ...fault]),
      code: 'invalid-input',
      message: `${message} (${action})`,
      fix,
    }),
  );
  const templated = descriptor.untemplated
    .filter(field => Object.hasOwn(input, field))
    .filter(field => JSON.stringify(input[field])?.includes('${{'))
    .map(
      (field): Finding => ({
        ...context.placeInStep(step, [...path, 'input', field]),
        code: 'templated-field',
        message: `"${field}" of ${action} is taken as it stands: the template stays text`,
        fix: 'Write the text out, and pass what varies as bound values',
      }),
    );
  return [...faults, ...templated];
}

/** Effects: what a step claims, and what it needs because of it. */
export function lintEffects(context: LintContext): readonly Finding[] {
  return context.runbook.steps.flatMap(step => [
    ...lintClaimedEffect(context, step),
    ...lintChangingStep(context, step),
    ...lintVerify(context, step),
  ]);
}

function lintClaimedEffect(
  context: LintContext,
  step: RunbookStep,
): readonly Finding[] {
  const own = context.action(step.action)?.effect;
  if (
    own === undefined ||
    step.effect === undefined ||
    !isWeaker(step.effect, own)
  ) {
    return [];
  }
  return [
    {
      ...context.placeInStep(step, ['effect']),
      code: 'loosened-effect',
      message: `${step.action} is "${own}"; a step cannot make it "${step.effect}"`,
      fix: `Remove effect, or write a stricter one than ${own}`,
    },
  ];
}

function lintChangingStep(
  context: LintContext,
  step: RunbookStep,
): readonly Finding[] {
  const effect = context.effectOf(step);
  if (effect === undefined || effect === 'read') {
    return [];
  }
  const findings: Finding[] = [];
  const verified =
    step.verify !== undefined ||
    context.action(step.action)?.hasVerify === true;
  if (!verified && step.reason === undefined) {
    findings.push({
      ...context.placeOfStepKey(step, ['action']),
      code: 'unverified-step',
      message: `"${step.id}" changes something (${effect}) and nothing verifies it`,
      fix: 'Add verify, or a reason why it cannot be verified',
    });
  }
  const agreed = step.confirm !== 'none' || step.approval !== undefined;
  if (!agreed && step.reason === undefined) {
    findings.push({
      ...context.placeOfStepKey(step, ['action']),
      code: 'unconfirmed-step',
      severity: 'warning',
      message: `"${step.id}" changes something (${effect}) and asks nobody before`,
      fix: 'Add confirm or approval, or a reason why nobody has to be asked',
    });
  }
  if (step.manual === undefined) {
    findings.push({
      ...context.placeOfStepKey(step, ['action']),
      code: 'missing-manual',
      severity: 'warning',
      message: `"${step.id}" changes something and has no manual command`,
      fix: 'Add manual: the exact command that a human would type',
    });
  }
  if (effect === 'once' && step.retry !== undefined) {
    findings.push({
      ...context.placeOfStepKey(step, ['retry']),
      code: 'retried-once',
      message: `"${step.id}" must not happen twice, so it cannot be retried`,
      fix: 'Remove retry',
    });
  }
  return findings;
}

function lintVerify(
  context: LintContext,
  step: RunbookStep,
): readonly Finding[] {
  const { verify } = step;
  if (verify === undefined) {
    return [];
  }
  const findings: Finding[] = [];
  const effect = context.action(verify.action)?.effect ?? 'read';
  if (effect !== 'read') {
    findings.push({
      ...context.placeInStep(step, ['verify', 'action']),
      code: 'changing-verify',
      message: `verify polls, and ${verify.action} changes something each time`,
      fix: 'Verify with an action whose effect is read',
    });
  }
  const within = parseDuration(verify.within) ?? 0;
  const every = parseDuration(verify.every ?? '1ms') ?? 0;
  if (every > within) {
    findings.push({
      ...context.placeInStep(step, ['verify', 'every']),
      code: 'invalid-duration',
      message: `every (${verify.every}) is longer than within (${verify.within})`,
      fix: 'Poll more often, or wait longer',
    });
  }
  return findings;
}
