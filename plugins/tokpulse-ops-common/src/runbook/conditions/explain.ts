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

import type { CelError } from '@bufbuild/cel';
import { formatPath, type Path } from '../path';
import { explainMissing } from '../scope';
import type { ExpressionFailure, Scope } from '../types';
import type { CompiledCondition } from './compile';
import { TooComplexError } from './Meter';

/** A failure that a condition and a list have in common. */
export type EvaluationFailure = ExpressionFailure<
  'missing-path' | 'too-complex' | 'invalid' | 'failed'
>;

/** The library has no codes; these are its words for a value that is absent. */
const absent = /^(field not found|unresolved attribute|index .* out of bounds)/;

/** Gives an error of the library a code, and words for the operator. */
export function explainError(
  error: CelError,
  compiled: CompiledCondition,
  scope: Scope,
): EvaluationFailure {
  if (error.cause instanceof TooComplexError) {
    return failureOf(error.cause);
  }
  return absent.test(error.message)
    ? {
        ok: false,
        code: 'missing-path',
        message: explainAbsence(error, compiled, scope),
      }
    : { ok: false, code: 'failed', message: reword(error.message) };
}

/** The failure that something thrown stands for. */
export function failureOf(error: unknown): EvaluationFailure {
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

function explainAbsence(
  error: CelError,
  compiled: CompiledCondition,
  scope: Scope,
): string {
  const index = /^index (\S+)/.exec(error.message);
  if (index !== null) {
    return explainIndex(Number(index[1]), compiled.reads.paths);
  }
  const path = compiled.pathOfError(error);
  const field = /^field not found: (.*)$/s.exec(error.message);
  if (path === undefined || (field !== null && path.at(-1) !== field[1])) {
    const place = path === undefined ? 'The value' : formatPath(path);
    return `${place} has no "${field?.[1]}"`;
  }
  return explainMissing(path, scope);
}

/** The library does not say of which list; a written index tells. */
function explainIndex(index: number, paths: readonly Path[]): string {
  const path = paths.find(candidate => candidate.includes(index));
  const list =
    path === undefined
      ? 'A list'
      : formatPath(path.slice(0, path.indexOf(index)));
  return `${list} has no item ${index}`;
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
