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
  celType,
  isCelError,
  isCelList,
  isCelMap,
  type CelInput,
  type CelValue,
} from '@bufbuild/cel';
import { formatPath } from '../path';
import { scopeValues } from '../scope';
import type {
  ConditionCheck,
  ConditionResult,
  ListResult,
  Scope,
} from '../types';
import { conditionBounds } from './bounds';
import { compileCondition } from './compile';
import { explainError, failureOf, type EvaluationFailure } from './explain';
import { Meter } from './Meter';
import { celToJson, createJsonReader } from './values';

/**
 * Evaluates a CEL condition. A path that does not exist, and the output of a
 * skipped step, are failures and never false. Within `conditionBounds` and
 * without access to anything but the scope's own properties. Never throws.
 *
 * @public
 */
export function evaluateCondition(
  expression: string,
  scope: Scope,
): ConditionResult {
  return evaluate<ConditionResult>(expression, scope, value => {
    if (typeof value === 'boolean') {
      return { ok: true, value };
    }
    return {
      ok: false,
      code: 'not-boolean',
      message: `The condition is ${describe(value)}, not true or false`,
    };
  });
}

/**
 * Evaluates the CEL expression of `each` to its items, at most 1,000. Never
 * throws.
 *
 * @public
 */
export function evaluateList(expression: string, scope: Scope): ListResult {
  return evaluate<ListResult>(expression, scope, value => {
    if (!isCelList(value)) {
      return {
        ok: false,
        code: 'not-list',
        message: `The expression is ${describe(value)}, not a list`,
      };
    }
    if (value.size > conditionBounds.listLength) {
      return {
        ok: false,
        code: 'too-complex',
        message: `The list has ${value.size} items; the limit is ${conditionBounds.listLength}`,
      };
    }
    return { ok: true, value: Array.from(value, celToJson) };
  });
}

/**
 * Checks a CEL expression without values: its syntax, its functions, its
 * bounds. Never throws.
 *
 * @returns the paths that it reads or asks for, each once
 * @public
 */
export function checkCondition(expression: string): ConditionCheck {
  const compiled = compileCondition(expression);
  if (!compiled.ok) {
    return compiled;
  }
  const { paths, tested } = compiled.reads;
  return {
    ok: true,
    references: [...new Set([...paths, ...tested].map(formatPath))],
  };
}

function evaluate<TResult>(
  expression: string,
  scope: Scope,
  answer: (value: CelValue) => TResult,
): TResult | EvaluationFailure {
  const compiled = compileCondition(expression);
  if (!compiled.ok) {
    return compiled;
  }
  try {
    return new Meter().measure(() => {
      const read = createJsonReader();
      const bindings: Record<string, CelInput> = Object.create(null);
      for (const [name, value] of Object.entries(scopeValues(scope))) {
        if (value !== undefined) {
          bindings[name] = read(value);
        }
      }
      const result = compiled.evaluate(bindings);
      return isCelError(result)
        ? explainError(result, compiled, scope)
        : answer(result);
    });
  } catch (error) {
    return failureOf(error);
  }
}

function describe(value: CelValue): string {
  if (value === null) {
    return 'null';
  }
  if (isCelList(value)) {
    return 'a list';
  }
  if (isCelMap(value)) {
    return 'an object';
  }
  const type = celType(value).name;
  return type === 'int' || type === 'double' ? 'a number' : `a ${type}`;
}
