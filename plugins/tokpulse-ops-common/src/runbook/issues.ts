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

import type { z } from 'zod';
import { closest, type Finding, type ProblemCode } from './problems';
import type { BlockReader } from './yaml/BlockReader';

type Issue = z.core.$ZodIssue;

const durationHint =
  'Write a whole number and a unit (ms, s, m, h or d), such as 30s';
const hints: Readonly<Record<string, string>> = {
  id: 'Write letters and digits that begin with a small letter, such as restartApp; the words stop, continue, undo, in, true, false, null and constructor are taken',
  title: 'Add a line such as title: P0 – Service down',
  name: 'Add a line such as name: Restart the app',
  action: 'Write the id of an action, such as health:check',
  category: 'Write lower-case words with hyphens, such as emergency-response',
  owner: 'Write an entity reference, such as group:default/tokpulse-ops',
  from: 'Write a list of entity references, such as [group:default/approvers]',
  services: 'Write a list of names, such as [tokpulse]',
  ref: 'Write a list of numbers, such as [1, 2]',
  lock: 'Write a list of targets, such as [tokpulse/railway]',
  count: 'Write a whole number from 1 to 10',
  until: 'Write a condition, such as output.status == "healthy"',
  input: 'Write a mapping: the inputs of the action with their values',
  inputs: 'Write a JSON Schema that begins with type: object',
  onFailure: 'Write stop, continue, undo or the id of a later step',
  respondWithin: durationHint,
  timeout: durationHint,
  backoff: durationHint,
  within: durationHint,
  every: durationHint,
};

/** What a block is called, and the keys that it may have. */
export interface BlockKind {
  readonly name: string;
  /** By the key of the mapping that they stand in; '' is the block itself. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/**
 * Says what an issue of zod means for the author of a block: where it is and
 * how to put it right.
 */
export function findingsOfIssue(
  issue: Issue,
  block: BlockReader,
  kind: BlockKind,
): readonly Finding[] {
  const { path } = issue;
  const key = nameOf(path);
  if (issue.code === 'unrecognized_keys') {
    const known = kind.keys[key] ?? [];
    return issue.keys.map(unknown => ({
      ...block.placeOfKey([...path, unknown]),
      code: 'unknown-key',
      message: `"${unknown}" is not a key of ${describeMapping(key, kind)}`,
      fix: fixUnknownKey(unknown, known),
    }));
  }
  const value = valueAt(block.value, path);
  if (value === undefined) {
    return [
      {
        ...block.placeOfKey(path),
        code: key === 'owner' ? 'missing-owner' : 'missing-key',
        message: `"${key}" is missing in ${describeMapping(
          nameOf(path.slice(0, -1)),
          kind,
        )}`,
        fix: hints[key] ?? `Add ${key}`,
      },
    ];
  }
  return [
    {
      ...block.placeOfValue(path),
      code: codeOf(key),
      message: `${describePath(path, kind)} cannot be ${describe(value)}`,
      fix: fixValue(issue, key, value),
    },
  ];
}

function codeOf(key: string): ProblemCode {
  return hints[key] === durationHint ? 'invalid-duration' : 'invalid-value';
}

function fixUnknownKey(unknown: string, known: readonly string[]): string {
  const meant = closest(unknown, known);
  return meant === undefined
    ? `Remove it; the keys are ${known.join(', ')}`
    : `Did you mean "${meant}"?`;
}

function fixValue(issue: Issue, key: string, value: unknown): string {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const meant =
      typeof value === 'string' ? closest(value, values) : undefined;
    return meant === undefined
      ? `Write one of ${values.join(', ')}`
      : `Did you mean "${meant}"?`;
  }
  const isText = issue.code === 'invalid_type' && issue.expected === 'string';
  const quotable = typeof value === 'boolean' || typeof value === 'number';
  if (isText && quotable && hints[key] !== durationHint) {
    return `Put it in quotes: "${value}"`;
  }
  if (hints[key] !== undefined) {
    return hints[key];
  }
  if (value === null || value === '') {
    return 'Write a value, or remove the key';
  }
  return issue.code === 'invalid_type'
    ? `Write a ${wordFor(issue.expected)}`
    : issue.message;
}

function wordFor(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    object: 'mapping',
    array: 'list',
    int: 'whole number',
  };
  return words[expected] ?? expected;
}

function describe(value: unknown): string {
  if (value === null || value === '') {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object') {
    return 'a mapping';
  }
  const text = String(value);
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === 'string' ? `"${shown}"` : shown;
}

function describePath(path: readonly PropertyKey[], kind: BlockKind): string {
  return path.length === 0 ? kind.name : `"${path.map(String).join('.')}"`;
}

function describeMapping(key: string, kind: BlockKind): string {
  return key === '' ? kind.name : `"${key}"`;
}

/** The last name in a path; the index of a list says nothing. */
function nameOf(path: readonly PropertyKey[]): string {
  const name = path.findLast(segment => typeof segment === 'string');
  return typeof name === 'string' ? name : '';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, segment) =>
      typeof parent === 'object' && parent !== null
        ? Reflect.get(parent, segment)
        : undefined,
    value,
  );
}
