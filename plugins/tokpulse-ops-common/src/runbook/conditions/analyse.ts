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

import type { parse } from '@bufbuild/cel';
import type { Path } from '../path';
import { scopeRoots } from '../scope';
import { conditionBounds } from './bounds';
import { TooComplexError } from './Meter';
import { compilePattern } from './patterns';

/** A node of the syntax tree of a condition. */
export type Expression = ReturnType<typeof parse>['expr'];

/** What a condition reads. */
export interface ConditionReads {
  /** Paths that are read; they end at an index that is computed. */
  readonly paths: readonly Path[];
  /** Paths that `has()` asks for. */
  readonly tested: readonly Path[];
}

const operators = [
  ...['!_', '-_', '_+_', '_-_', '_*_', '_/_', '_%_', '_[_]', '_?_:_'],
  ...['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '@in', '_&&_', '_||_'],
  '@not_strictly_false',
];
const methods = ['contains', 'startsWith', 'endsWith', 'matches'];
/** Functions of one value that turn it into another type. */
export const conversions: readonly string[] = [
  ...['int', 'double', 'string', 'timestamp', 'duration'],
];
const functionNames = [...methods, 'size', ...conversions];
const allowedFunctions = new Set([...operators, ...functionNames]);

/**
 * Checks a syntax tree against the bounds and the functions of conditions, and
 * collects what it reads. Throws an `Error` that says what is wrong, and a
 * `TooComplexError` when a bound is exceeded.
 */
export function analyseExpression(root: Expression): ConditionReads {
  const paths: Path[] = [];
  const tested: Path[] = [];
  let nodes = 0;

  function count(added: number): void {
    nodes += added;
    if (nodes > conditionBounds.nodes) {
      throw new TooComplexError(
        `has more than ${conditionBounds.nodes} operations and values`,
      );
    }
  }

  function visitAll(
    expressions: readonly (Expression | undefined)[],
    variables: readonly string[],
    depth: number,
  ): void {
    for (const expression of expressions) {
      if (expression !== undefined) {
        visit(expression, variables, depth);
      }
    }
  }

  function visit(
    expression: Expression,
    variables: readonly string[],
    depth: number,
  ): void {
    count(1);
    const path = pathOf(expression);
    if (path !== undefined && !variables.includes(String(path[0]))) {
      checkRoot(path);
      const isTest =
        expression.exprKind.case === 'selectExpr' &&
        expression.exprKind.value.testOnly;
      (isTest ? tested : paths).push(path);
      count(path.length - 1);
      return;
    }
    const { exprKind: kind } = expression;
    switch (kind.case) {
      case 'constExpr':
        checkConstant(kind.value.constantKind.case);
        return;
      case 'identExpr':
        return;
      case 'selectExpr':
        visitAll([kind.value.operand], variables, depth);
        return;
      case 'listExpr':
        visitAll(kind.value.elements, variables, depth);
        return;
      case 'structExpr':
        if (kind.value.messageName !== '') {
          throw new Error(`"${kind.value.messageName}" is not a known type`);
        }
        for (const { keyKind, value } of kind.value.entries) {
          const key = keyKind.case === 'mapKey' ? keyKind.value : undefined;
          visitAll([key, value], variables, depth);
        }
        return;
      case 'callExpr': {
        const { function: name, target, args } = kind.value;
        checkCall(name, target, args);
        visitAll([target, ...args], variables, depth);
        return;
      }
      case 'comprehensionExpr': {
        const { iterRange, iterVar, accuVar, accuInit, ...body } = kind.value;
        if (depth >= conditionBounds.comprehensionDepth) {
          throw new TooComplexError(
            'has exists, all, map or filter inside another one',
          );
        }
        if (scopeRoots.includes(iterVar)) {
          throw new Error(`"${iterVar}" is taken: name the item differently`);
        }
        visitAll([iterRange, accuInit], variables, depth);
        visitAll(
          [body.loopCondition, body.loopStep, body.result],
          [...variables, iterVar, accuVar],
          depth + 1,
        );
        return;
      }
      default:
        throw new Error('It is empty');
    }
  }

  visit(root, [], 0);
  return { paths, tested };
}

/**
 * The path that an expression is, or undefined. `a[i]` with a computed index
 * is none: its parts are.
 */
export function pathOf(expression: Expression): Path | undefined {
  const { exprKind: kind } = expression;
  switch (kind.case) {
    case 'identExpr':
      return [kind.value.name];
    case 'selectExpr': {
      const parent = kind.value.operand && pathOf(kind.value.operand);
      return parent && [...parent, kind.value.field];
    }
    case 'callExpr': {
      const { function: name, args } = kind.value;
      if (name !== '_[_]' || args.length !== 2) {
        return undefined;
      }
      const parent = pathOf(args[0]);
      const index = constantIndex(args[1]);
      return parent && index !== undefined ? [...parent, index] : undefined;
    }
    default:
      return undefined;
  }
}

function constantIndex(expression: Expression): string | number | undefined {
  const { exprKind: kind } = expression;
  if (kind.case !== 'constExpr') {
    return undefined;
  }
  switch (kind.value.constantKind.case) {
    case 'stringValue':
      return kind.value.constantKind.value;
    case 'int64Value':
      return Number(kind.value.constantKind.value);
    default:
      return undefined;
  }
}

function checkRoot(path: Path): void {
  const root = String(path[0]);
  if (!scopeRoots.includes(root)) {
    throw new Error(`"${root}" is not known: use ${scopeRoots.join(', ')}`);
  }
}

function checkConstant(type: string | undefined): void {
  if (type === 'bytesValue' || type === undefined) {
    throw new Error('A bytes value has no use here');
  }
}

function checkCall(
  name: string,
  target: Expression | undefined,
  args: readonly Expression[],
): void {
  if (!allowedFunctions.has(name)) {
    throw new Error(
      `"${name}" is not a function here: use ${functionNames.join(
        ', ',
      )}, has, ` + 'exists, all, exists_one, map(x, …) or filter(x, …)',
    );
  }
  if (methods.includes(name) && (target === undefined || args.length !== 1)) {
    throw new Error(`"${name}" is called on a text: x.${name}("…")`);
  }
  if (
    conversions.includes(name) &&
    (target !== undefined || args.length !== 1)
  ) {
    throw new Error(`"${name}" takes one value: ${name}(x)`);
  }
  if (name === 'size' && args.length + (target === undefined ? 0 : 1) !== 1) {
    throw new Error('"size" takes one value: x.size()');
  }
  if (name === 'matches') {
    checkPattern(args[0]);
  }
}

/** A pattern from a value could not be checked, and its size not be bounded. */
function checkPattern({ exprKind: kind }: Expression): void {
  if (
    kind.case !== 'constExpr' ||
    kind.value.constantKind.case !== 'stringValue'
  ) {
    throw new Error('matches needs its pattern as a text: x.matches("^a+$")');
  }
  compilePattern(kind.value.constantKind.value);
}
