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

/** What a text of JSON comes to. */
export type ParsedInput =
  | { readonly kind: 'input'; readonly input: JsonObject }
  | { readonly kind: 'wrong'; readonly message: string };

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the input of a step from JSON; it has to be an object. */
export function parseInput(text: string): ParsedInput {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value)
      ? { kind: 'input', input: value }
      : { kind: 'wrong', message: 'it has to be an object, {…}' };
  } catch (error) {
    return {
      kind: 'wrong',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

/** One field of an input that is another now. */
export interface InputChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What was changed in an input, field by field; `–` stands for no value. */
export function inputChanges(
  before: JsonObject,
  after: JsonObject,
): readonly InputChange[] {
  const words = (value: unknown) =>
    value === undefined ? '–' : JSON.stringify(value);
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .map(field => ({
      field,
      before: words(before[field]),
      after: words(after[field]),
    }))
    .filter(change => change.before !== change.after);
}
