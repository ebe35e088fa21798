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
  celEnv,
  parse,
  plan,
  type CelError,
  type CelInput,
  type CelValue,
} from '@bufbuild/cel';
import type { Path } from '../path';
import {
  analyseExpression,
  pathOf,
  type ConditionReads,
  type Expression,
} from './analyse';
import { conditionBounds } from './bounds';
import { conditionFunctions } from './functions';
import { TooComplexError } from './Meter';
import { rewriteExpression } from './rewrite';

/** A checked expression that can be evaluated any number of times. */
export interface CompiledCondition {
  readonly ok: true;
  readonly reads: ConditionReads;
  /** Needs a `Meter` around it. Never throws. */
  evaluate(bindings: Record<string, CelInput>): CelValue | CelError;
  /** The path whose evaluation failed, when the error belongs to one. */
  pathOfError(error: CelError): Path | undefined;
}

/** An expression that cannot be evaluated, and why. */
export interface CompileFailure {
  readonly ok: false;
  readonly code: 'too-complex' | 'invalid';
  readonly message: string;
}

const environment = celEnv({ funcs: conditionFunctions });

const compiledConditions = new Map<
  string,
  CompiledCondition | CompileFailure
>();
const compiledConditionLimit = 500;

/** Parses, checks and plans an expression, once. Never throws. */
export function compileCondition(
  expression: string,
): CompiledCondition | CompileFailure {
  const known = compiledConditions.get(expression);
  if (known !== undefined) {
    return known;
  }
  const compiled = compile(expression);
  if (compiledConditions.size >= compiledConditionLimit) {
    compiledConditions.clear();
  }
  if (expression.length <= conditionBounds.expressionLength) {
    compiledConditions.set(expression, compiled);
  }
  return compiled;
}

function compile(expression: string): CompiledCondition | CompileFailure {
  if (expression.length > conditionBounds.expressionLength) {
    return failure(
      'too-complex',
      `The expression has more than ${conditionBounds.expressionLength} characters`,
    );
  }
  if (expression.trim() === '') {
    return failure('invalid', 'The expression is empty');
  }
  if (expression.includes('${{')) {
    return failure(
      'invalid',
      'An expression is CEL already: write the path without ${{ }}',
    );
  }
  try {
    const root = parse(expression).expr;
    const reads = analyseExpression(root);
    const evaluate = plan(environment, rewriteExpression(root));
    return {
      ok: true,
      reads,
      evaluate,
      pathOfError: error => pathOfError(root, error),
    };
  } catch (error) {
    if (error instanceof TooComplexError || error instanceof RangeError) {
      return failure('too-complex', `The expression ${error.message}`);
    }
    return failure('invalid', messageOf(error));
  }
}

function failure(
  code: CompileFailure['code'],
  message: string,
): CompileFailure {
  return { ok: false, code, message };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // The parser prefixes its messages with `<input>:line:column:`.
  const match = /^<input>:(\d+):(\d+): (.*)$/s.exec(message);
  return match === null
    ? message
    : `${match[3]} (line ${match[1]}, character ${match[2]})`;
}

function pathOfError(root: Expression, error: CelError): Path | undefined {
  const { exprId } = error;
  if (exprId === undefined) {
    return undefined;
  }
  const found = find(root, exprId);
  return found && pathOf(found);
}

function find(root: Expression, id: bigint): Expression | undefined {
  return root.id === id
    ? root
    : childrenOf(root)
        .map(child => find(child, id))
        .find(match => match !== undefined);
}

function childrenOf({ exprKind: kind }: Expression): readonly Expression[] {
  const present = (items: readonly (Expression | undefined)[]) =>
    items.filter(item => item !== undefined);
  switch (kind.case) {
    case 'selectExpr':
      return present([kind.value.operand]);
    case 'listExpr':
      return kind.value.elements;
    case 'structExpr':
      return present(
        kind.value.entries.flatMap(({ keyKind, value }) => [
          keyKind.case === 'mapKey' ? keyKind.value : undefined,
          value,
        ]),
      );
    case 'callExpr':
      return present([kind.value.target, ...kind.value.args]);
    case 'comprehensionExpr':
      return present([
        kind.value.iterRange,
        kind.value.loopStep,
        kind.value.loopCondition,
        kind.value.result,
      ]);
    default:
      return [];
  }
}
