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

import { isCelError, type CelError, type CelInput } from '@bufbuild/cel';
import { formatPath, type Path } from '../path';
import { explainMissing, scopeValues } from '../scope';
import type {
  ConditionCheck,
  ConditionResult,
  ExpressionFailure,
  ListResult,
  Scope,
} from '../types';
import { conditionBounds } from './bounds';
import { compileCondition, type CompiledCondition } from './compile';
import { Meter, TooComplexError } from './Meter';
import { celToJson, createJsonReader } from './values';

type CommonFailure = ExpressionFailure<
  'missing-path' | 'too-complex' | 'invalid' | 'failed'
>;

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
    if (!Array.isArray(value)) {
      return {
        ok: false,
        code: 'not-list',
        message: `The expression is ${describe(value)}, not a list`,
      };
    }
    if (value.length > conditionBounds.listLength) {
      return {
        ok: false,
        code: 'too-complex',
        message: `The list has ${value.length} items; the limit is ${conditionBounds.listLength}`,
      };
    }
    return { ok: true, value };
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
  answer: (value: ReturnType<typeof celToJson>) => TResult,
): TResult | CommonFailure {
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
        : answer(celToJson(result));
    });
  } catch (error) {
    return failureOf(error);
  }
}

/** The library has no codes; these are its words for a value that is absent. */
const absent = /^(field not found|unresolved attribute|index .* out of bounds)/;

function explainError(
  error: CelError,
  compiled: CompiledCondition,
  scope: Scope,
): CommonFailure {
  if (error.cause instanceof TooComplexError) {
    return failureOf(error.cause);
  }
  if (!absent.test(error.message)) {
    return { ok: false, code: 'failed', message: reword(error.message) };
  }
  return {
    ok: false,
    code: 'missing-path',
    message: explainAbsence(error.message, compiled.pathOfError(error), scope),
  };
}

function explainAbsence(
  message: string,
  path: Path | undefined,
  scope: Scope,
): string {
  const place = path === undefined ? 'The list' : formatPath(path);
  const index = /^index (\S+)/.exec(message);
  if (index !== null) {
    return `${place} has no item ${index[1]}`;
  }
  const field = /^field not found: (.*)$/s.exec(message);
  if (path === undefined || (field !== null && path.at(-1) !== field[1])) {
    return `${path === undefined ? 'The value' : place} has no "${field?.[1]}"`;
  }
  return explainMissing(path, scope);
}

/** The library's `_>_` applied to `(string, int)`, in words. */
function reword(message: string): string {
  const match =
    /^found no matching overload for '?([^' ]+)'? applied to '(.*)'$/s.exec(
      message,
    );
  if (match === null) {
    return message;
  }
  if (match[1] === '_?_:_') {
    return `An operand of &&, || or ? is ${match[2]}, not true or false`;
  }
  const name = match[1].replace(/^_(.*)_$|^(.)_$|^@/, '$1$2');
  return `"${name}" does not work on ${match[2]}`;
}

function failureOf(error: unknown): CommonFailure {
  if (error instanceof TooComplexError) {
    return {
      ok: false,
      code: 'too-complex',
      message: `The expression ${error.message}`,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, code: 'failed', message };
}

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
