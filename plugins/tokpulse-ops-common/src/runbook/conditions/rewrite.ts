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

import { conversions, type Expression } from './analyse';
import {
  boundedFunction,
  collectFunction,
  collectorFunction,
  shortFunction,
} from './functions';

type Kind = Expression['exprKind'];

/**
 * Makes the syntax tree strict and bounded:
 *
 * - `a && b` becomes `a ? (b ? true : false) : false`, and `||` likewise. CEL
 *   lets the other side outweigh an error (`missing.path && false` is false);
 *   here a missing path is an error wherever evaluation meets it. A guard on
 *   the left still protects what is on its right.
 * - the range of every comprehension passes a function that checks its length
 *   and charges for the passes of the body;
 * - `map` and `filter` collect in place;
 * - the text of every conversion that parses one passes a function that checks its length.
 */
export function rewriteExpression(root: Expression): Expression {
  const { exprKind: kind } = root;
  switch (kind.case) {
    case 'selectExpr':
      return withKind(root, {
        case: 'selectExpr',
        value: {
          ...kind.value,
          operand: kind.value.operand && rewriteExpression(kind.value.operand),
        },
      });
    case 'listExpr':
      return withKind(root, {
        case: 'listExpr',
        value: {
          ...kind.value,
          elements: kind.value.elements.map(rewriteExpression),
        },
      });
    case 'structExpr':
      return withKind(root, {
        case: 'structExpr',
        value: {
          ...kind.value,
          entries: kind.value.entries.map(entry => ({
            ...entry,
            keyKind:
              entry.keyKind.case === 'mapKey'
                ? {
                    case: 'mapKey',
                    value: rewriteExpression(entry.keyKind.value),
                  }
                : entry.keyKind,
            value: entry.value && rewriteExpression(entry.value),
          })),
        },
      });
    case 'callExpr':
      return rewriteCall(root, kind.value);
    case 'comprehensionExpr':
      return rewriteComprehension(root, kind.value);
    default:
      return root;
  }
}

function rewriteCall(
  root: Expression,
  value: Extract<Kind, { case: 'callExpr' }>['value'],
): Expression {
  const args = value.args.map(rewriteExpression);
  const [first, second] = args;
  switch (value.function) {
    case '_&&_':
      return conditional(
        root,
        first,
        truth(root, second),
        literal(root, false),
      );
    case '_||_':
      return conditional(root, first, literal(root, true), truth(root, second));
    case '_+_':
      return isCollecting(value)
        ? call(root, collectFunction, args)
        : withKind(root, { case: 'callExpr', value: { ...value, args } });
    default: {
      const parses =
        conversions.includes(value.function) && value.function !== 'string';
      const guarded = parses
        ? args.map(argument => call(root, shortFunction, [argument]))
        : args;
      const target = value.target && rewriteExpression(value.target);
      return withKind(root, {
        case: 'callExpr',
        value: { ...value, target, args: guarded },
      });
    }
  }
}

/** `@result + [item]`, which only the macros map and filter can say. */
function isCollecting({
  args,
}: Extract<Kind, { case: 'callExpr' }>['value']): boolean {
  const [list, added] = args.map(argument => argument.exprKind);
  return (
    list?.case === 'identExpr' &&
    list.value.name.startsWith('@') &&
    added?.case === 'listExpr'
  );
}

function rewriteComprehension(
  root: Expression,
  value: Extract<Kind, { case: 'comprehensionExpr' }>['value'],
): Expression {
  const { accuInit, iterRange, loopCondition, loopStep, result } = value;
  const nodes = countNodes(loopCondition) + countNodes(loopStep);
  return withKind(root, {
    case: 'comprehensionExpr',
    value: {
      ...value,
      accuInit:
        accuInit?.exprKind.case === 'listExpr'
          ? call(root, collectorFunction, [])
          : accuInit,
      iterRange:
        iterRange &&
        call(root, boundedFunction, [
          rewriteExpression(iterRange),
          integer(root, nodes),
        ]),
      loopCondition: loopCondition && rewriteExpression(loopCondition),
      loopStep: loopStep && rewriteExpression(loopStep),
      result: result && rewriteExpression(result),
    },
  });
}

/** Nodes of a tree; the bound of `analyseExpression` keeps it small. */
export function countNodes(root: Expression | undefined): number {
  if (root === undefined) {
    return 0;
  }
  const { exprKind: kind } = root;
  const sum = (expressions: readonly (Expression | undefined)[]): number =>
    expressions.reduce((total, item) => total + countNodes(item), 1);
  switch (kind.case) {
    case 'selectExpr':
      return sum([kind.value.operand]);
    case 'listExpr':
      return sum(kind.value.elements);
    case 'structExpr':
      return sum(
        kind.value.entries.flatMap(({ keyKind, value }) => [
          keyKind.case === 'mapKey' ? keyKind.value : undefined,
          value,
        ]),
      );
    case 'callExpr':
      return sum([kind.value.target, ...kind.value.args]);
    case 'comprehensionExpr':
      return sum([kind.value.loopStep, kind.value.loopCondition]);
    default:
      return 1;
  }
}

function withKind(root: Expression, exprKind: Kind): Expression {
  return { ...root, exprKind };
}

/** New nodes take the id of the node they stand for: errors are found by it. */
function call(root: Expression, name: string, args: Expression[]): Expression {
  return withKind(root, {
    case: 'callExpr',
    value: { $typeName: 'cel.expr.Expr.Call', function: name, args },
  });
}

function conditional(
  root: Expression,
  condition: Expression,
  yes: Expression,
  no: Expression,
): Expression {
  return call(root, '_?_:_', [condition, yes, no]);
}

function truth(root: Expression, condition: Expression): Expression {
  return conditional(
    root,
    condition,
    literal(root, true),
    literal(root, false),
  );
}

function literal(root: Expression, value: boolean): Expression {
  return withKind(root, {
    case: 'constExpr',
    value: {
      $typeName: 'cel.expr.Constant',
      constantKind: { case: 'boolValue', value },
    },
  });
}

function integer(root: Expression, value: number): Expression {
  return withKind(root, {
    case: 'constExpr',
    value: {
      $typeName: 'cel.expr.Constant',
      constantKind: { case: 'int64Value', value: BigInt(value) },
    },
  });
}
