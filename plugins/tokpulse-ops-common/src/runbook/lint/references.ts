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
import { compileCondition } from '../conditions/compile';
import { formatPath, type Path } from '../path';
import { closest, type Finding, type ProblemCode } from '../problems';
import { scopeSchemas } from '../scopeSchemas';
import type { RunbookStep } from '../types';
import { followSchema, type SchemaPath } from './jsonSchema';
import type { LintContext } from './LintContext';
import { collectUses, type Use } from './uses';

/** What is wrong with the expressions and templates of a runbook. */
export function lintReferences(context: LintContext): readonly Finding[] {
  const { uses, findings } = collectUses(context);
  return [
    ...findings,
    ...uses.flatMap(use =>
      [...use.paths, ...use.tested].flatMap(path =>
        lintPath(context, use, path),
      ),
    ),
  ];
}

function lintPath(
  context: LintContext,
  use: Use,
  path: Path,
): readonly Finding[] {
  const root = String(path[0]);
  if (!use.roots.includes(root)) {
    const where =
      use.step === undefined ? 'suggestWhen' : 'this part of the step';
    return [
      problem(use, {
        code: 'unknown-reference',
        message: `${formatPath(path)}: "${root}" does not exist in ${where}`,
        fix: `Use ${use.roots.join(', ')}`,
      }),
    ];
  }
  switch (root) {
    case 'inputs':
      return lintInputsPath(context, use, path);
    case 'steps':
      return lintStepsPath(context, use, path);
    case 'output':
      return lintOutput(context, use, path, {
        action: use.outputOf,
        rest: path.slice(1),
      });
    case 'service':
      return lintScopePath(
        use,
        path,
        // Observations are there before a run, not in it.
        use.step === undefined
          ? scopeSchemas.observedService
          : scopeSchemas.service,
      );
    case 'run':
      return lintScopePath(use, path, scopeSchemas.run);
    default:
      return [];
  }
}

/** What may be absent here is known when the run is planned, and said then. */
function lintScopePath(
  use: Use,
  path: Path,
  schema: JsonObject,
): readonly Finding[] {
  const found = followSchema(schema, path.slice(1));
  return found.kind === 'absent' ? [absentProblem(use, path, found)] : [];
}

function lintInputsPath(
  { runbook }: LintContext,
  use: Use,
  path: Path,
): readonly Finding[] {
  if (path.length === 1) {
    return [];
  }
  if (runbook.inputs === undefined) {
    return [
      problem(use, {
        code: 'unknown-reference',
        message: `${formatPath(path)}: the runbook has no inputs`,
        fix: 'Add inputs to the front matter',
      }),
    ];
  }
  return lintSchemaPath(use, path, {
    schema: runbook.inputs,
    rest: path.slice(1),
  });
}

function lintStepsPath(
  context: LintContext,
  use: Use,
  path: Path,
): readonly Finding[] {
  const [, id, member, ...rest] = path;
  if (id === undefined) {
    return [];
  }
  const { steps } = context.runbook;
  const target = steps.find(step => step.id === id);
  const order = lintOrder(steps, use, path, target);
  if (target === undefined || order !== undefined) {
    return order === undefined ? [] : [order];
  }
  if (member === undefined || member === 'status') {
    return [];
  }
  if (member !== 'output') {
    return [
      problem(use, {
        code: 'unknown-reference',
        message: `${formatPath(path)}: a step has status and output`,
        fix: `Did you mean ${formatPath(['steps', id, 'output', member])}?`,
      }),
    ];
  }
  const unguarded =
    target !== use.step &&
    mayBeSkipped(steps, target) &&
    !isGuarded(use, target)
      ? [
          problem(use, {
            code: 'unguarded-reference',
            severity: 'warning',
            message: `${formatPath(
              path,
            )}: "${id}" may be skipped, and then has no output`,
            fix: `Guard it: steps.${id}.status == "succeeded" && …`,
          }),
        ]
      : [];
  // The output of a step with each is one per item.
  const action = target.each === undefined ? target.action : undefined;
  return [...unguarded, ...lintOutput(context, use, path, { action, rest })];
}

function lintOrder(
  steps: readonly RunbookStep[],
  use: Use,
  path: Path,
  target: RunbookStep | undefined,
): Finding | undefined {
  const text = formatPath(path);
  if (target === undefined) {
    const meant = closest(
      String(path[1]),
      steps.map(step => step.id),
    );
    return problem(use, {
      code: 'unknown-reference',
      message: `${text}: there is no step "${path[1]}"`,
      fix:
        meant === undefined
          ? 'Use the id of a step'
          : `Did you mean "${meant}"?`,
    });
  }
  if (use.step === undefined) {
    return undefined;
  }
  if (target === use.step) {
    return use.afterStep === true
      ? undefined
      : problem(use, {
          code: 'forward-reference',
          message: `${text}: the step has no result yet`,
          fix: 'Read output in expect; the id works in verify and undo',
        });
  }
  return steps.indexOf(target) > steps.indexOf(use.step)
    ? problem(use, {
        code: 'forward-reference',
        message: `${text}: step "${target.id}" runs later (line ${target.line})`,
        fix: 'Read only what earlier steps returned, or move the step',
      })
    : undefined;
}

function mayBeSkipped(
  steps: readonly RunbookStep[],
  target: RunbookStep,
): boolean {
  const index = steps.indexOf(target);
  const isJumpedOver = steps
    .slice(0, index)
    .some(({ onFailure }) =>
      steps.slice(index + 1).some(({ id }) => id === onFailure),
    );
  return target.if !== undefined || isJumpedOver;
}

/** Whether the use, or the `if` of its step, asks first how the step went. */
function isGuarded(use: Use, target: RunbookStep): boolean {
  const condition = use.step?.if;
  const sameCondition =
    condition !== undefined &&
    target.if !== undefined &&
    (condition === target.if || condition.startsWith(`${target.if} && `));
  const compiled =
    condition === undefined ? undefined : compileCondition(condition);
  const reads = compiled?.ok === true ? compiled.reads : undefined;
  const asks = (paths: readonly Path[]) =>
    paths.some(
      ([root, id, member]) =>
        root === 'steps' && id === target.id && member === 'status',
    );
  const tests = (paths: readonly Path[]) =>
    paths.some(([root, id]) => root === 'steps' && id === target.id);
  return (
    sameCondition ||
    asks([...use.paths, ...(reads?.paths ?? [])]) ||
    tests([...use.tested, ...(reads?.tested ?? [])])
  );
}

function lintOutput(
  context: LintContext,
  use: Use,
  path: Path,
  output: { readonly action: string | undefined; readonly rest: Path },
): readonly Finding[] {
  const action =
    output.action === undefined ? undefined : context.action(output.action);
  return action === undefined
    ? []
    : lintSchemaPath(use, path, { schema: action.output, rest: output.rest });
}

function lintSchemaPath(
  use: Use,
  path: Path,
  target: { readonly schema: JsonObject; readonly rest: Path },
): readonly Finding[] {
  const found = followSchema(target.schema, target.rest);
  switch (found.kind) {
    case 'present':
    case 'unknown':
      return [];
    case 'optional':
      return isTested(use, path)
        ? []
        : [
            problem(use, {
              code: 'unguarded-reference',
              severity: 'warning',
              message: `${formatPath(
                path,
              )} may be absent, which fails the step`,
              fix: `Guard it: has(${formatPath(path)}) && …`,
            }),
          ];
    case 'absent':
      return [absentProblem(use, path, found)];
    default:
      return [];
  }
}

function absentProblem(
  use: Use,
  path: Path,
  { name, known }: Extract<SchemaPath, { kind: 'absent' }>,
): Finding {
  const meant = closest(name, known);
  return problem(use, {
    code: 'unknown-reference',
    message: `${formatPath(path)}: there is no "${name}"`,
    fix:
      meant === undefined
        ? `There are ${known.join(', ') || 'none'}`
        : `Did you mean "${meant}"?`,
  });
}

/** Whether `has()` asks for the path, here or in the `if` of the step. */
function isTested(use: Use, path: Path): boolean {
  const condition = use.step?.if;
  const compiled =
    condition === undefined ? undefined : compileCondition(condition);
  const tested = [
    ...use.tested,
    ...(compiled?.ok === true ? compiled.reads.tested : []),
  ];
  const text = formatPath(path);
  return tested.some(test => text.startsWith(formatPath(test)));
}

function problem(
  { place }: Use,
  finding: {
    readonly code: ProblemCode;
    readonly severity?: 'warning';
    readonly message: string;
    readonly fix: string;
  },
): Finding {
  return { ...place, ...finding };
}
