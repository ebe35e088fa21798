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
  checkCondition,
  evaluateCondition,
  stepDefinitionSchema,
  type Effect,
  type Finding,
  type PlannedStep,
  type RunbookStep,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  RunbookAction,
  ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ActionRegistry, Redactor } from '../types';
import { StepFindings } from './findings';
import { lateAmong, literalInput, resolveEarly } from './lateValues';
import { resolveApproval } from './resolveApproval';
import { resolveEach } from './resolveEach';
import { resolveUndo } from './resolveUndo';
import { resolveVerify } from './resolveVerify';
import { resolveTargets } from './targets';

/** What every step of a plan is resolved against. */
export interface ResolveContext {
  readonly actions: ActionRegistry;
  readonly service: ServiceAccess;
  readonly scope: Scope;
  readonly redactor: Redactor;
  readonly approvals: 'solo' | 'team';
  /** In a team: who may approve where a step does not say; empty: all who may. */
  readonly approvers: readonly string[];
  /** Ids of earlier steps whose `if` is false already. */
  readonly neverRun: ReadonlySet<string>;
  /** Of the step in hand: its input stands as it is, and is not templated. */
  readonly literal?: true;
  /** What the step in hand runs, when that is not what it names: an undo. */
  readonly action?: RunbookAction;
}

/** A step of a plan before its preview. */
export interface ResolvedStep {
  readonly planned: PlannedStep;
  readonly findings: readonly Finding[];
  /** Present when there is such an action and the step may run. */
  readonly needs?: {
    readonly action: RunbookAction;
    /** As the action's schema parsed it; undefined when it is known only later. */
    readonly input: unknown;
  };
  /** Present when the action can be asked what it will do. */
  readonly preview?: {
    readonly action: RunbookAction;
    readonly input: unknown;
  };
}

const strictness: readonly Effect[] = ['read', 'idempotent', 'once'];

/** Resolves what is known of a step before the run, and finds what is wrong with it. */
export function resolveStep(
  step: RunbookStep,
  context: ResolveContext,
): ResolvedStep {
  const findings = new StepFindings({ stepId: step.id });
  const action = context.action ?? context.actions.get(step.action);
  const effect = stricter(action?.effect ?? 'once', step.effect);
  const condition = resolveIf(step, context, findings);
  const neverRuns = condition?.value === false;
  const items = resolveEach(step, context, findings);
  const templated = {
    input: step.input,
    untemplated: action?.untemplated ?? [],
  };
  const early = context.literal
    ? literalInput(step.input)
    : resolveEarly({ ...templated, scope: context.scope });
  const { complete } =
    items.scope === context.scope
      ? early
      : resolveEarly({ ...templated, scope: items.scope });

  if (action === undefined) {
    findings.block({
      code: 'unknown-action',
      message: `There is no action '${step.action}'`,
      nextStep:
        'Correct the runbook, or install the module that has the action',
    });
  }
  if (!neverRuns) {
    findUnresolved(early, context, findings);
  }
  const parsed =
    action === undefined || complete === undefined
      ? undefined
      : action.input.safeParse(complete);
  if (parsed?.success === false && !neverRuns) {
    findings.block({
      code: 'invalid-input',
      message: `The input of '${
        step.action
      }' is not valid: ${parsed.error.issues
        .map(issue => [issue.path.join('.'), issue.message].join(' '))
        .join('; ')}`,
      nextStep: 'Correct the input in the runbook or the inputs of the run',
    });
  }
  if (step.verify !== undefined && !neverRuns) {
    resolveVerify(step.verify, context, findings);
  }
  const targets = resolveTargets({
    step,
    action,
    effect,
    input: parsed?.success ? parsed.data : undefined,
    service: context.service,
    findings,
  });
  const undone =
    effect === 'read' || neverRuns ? [] : resolveUndo(step, context, findings);

  const approval = resolveApproval(step, {
    ...{ effect, late: early.late, context, findings },
  });

  return {
    planned: {
      step: stepDefinitionSchema.parse(step),
      effect,
      actionDescription: action?.description ?? '',
      input: redactObject(early.shown, context.redactor),
      late: [...early.late],
      ...(condition !== undefined && { condition }),
      previews: neverRuns ? [] : items.previews,
      targets: [...new Set([...targets, ...undone])].sort(),
      ...(step.confirm === 'type-target' && {
        confirmTarget: targets[0] ?? context.service.id,
      }),
      ...(approval !== undefined && { approval }),
    },
    findings: findings.all,
    ...(action !== undefined &&
      !neverRuns && {
        needs: { action, input: parsed?.success ? parsed.data : undefined },
      }),
    ...(action !== undefined &&
      parsed?.success &&
      !neverRuns && { preview: { action, input: parsed.data } }),
  };
}

function stricter(own: Effect, asked: Effect | undefined): Effect {
  return asked !== undefined &&
    strictness.indexOf(asked) > strictness.indexOf(own)
    ? asked
    : own;
}

function resolveIf(
  step: RunbookStep,
  { scope }: ResolveContext,
  findings: StepFindings,
): PlannedStep['condition'] {
  const expression = step.if;
  if (expression === undefined) {
    return undefined;
  }
  const check = checkCondition(expression);
  if (check.ok && lateAmong(check.references, scope).length > 0) {
    return { expression, value: 'later' };
  }
  const result = evaluateCondition(expression, scope);
  if (result.ok) {
    return { expression, value: result.value };
  }
  findings.block({
    code: 'condition-failed',
    message: `The condition '${expression}' has no value: ${result.message}`,
    nextStep: 'Correct the condition in the runbook',
  });
  return { expression, value: 'later' };
}

function findUnresolved(
  early: ReturnType<typeof resolveEarly>,
  { neverRun }: ResolveContext,
  findings: StepFindings,
): void {
  if (early.missing.length > 0) {
    findings.block({
      code: 'unresolved-input',
      message: `The input needs ${early.missing.join(
        ', ',
      )}, which does not exist`,
      nextStep: 'Give the input, configure the service, or correct the runbook',
    });
  }
  for (const { path, fromStep } of early.late) {
    if (fromStep !== undefined && neverRun.has(fromStep)) {
      findings.block({
        code: 'unresolved-input',
        message: `The input needs ${path}, but the step '${fromStep}' will be skipped`,
        nextStep: 'Guard this step with the same condition in the runbook',
      });
    }
  }
}

function redactObject(
  input: PlannedStep['input'],
  redactor: Redactor,
): PlannedStep['input'] {
  return stepDefinitionSchema.shape.input.parse(redactor.json(input));
}
