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

import type { JsonObject, JsonValue } from '@backstage/types';
import { setOwn } from './ownProperty';
import { formatPath, type Path } from './path';
import type { Scope } from './types';

/** The names at which a path can begin. */
export const scopeRoots: readonly string[] = [
  'inputs',
  'steps',
  'service',
  'run',
  'output',
  'item',
];

/**
 * The scope as one JSON object. A skipped step has a status and no output,
 * whatever the caller kept of it.
 */
export function scopeValues(scope: Scope): JsonObject {
  const steps: JsonObject = {};
  for (const [id, step] of Object.entries(scope.steps)) {
    const { status, output } = step;
    const hidden = status === 'skipped' || output === undefined;
    setOwn(steps, id, hidden ? { status } : { status, output });
  }
  const values: JsonObject = {
    inputs: scope.inputs,
    steps,
    service: scope.service,
    run: scope.run,
  };
  const optional: Record<string, JsonValue | undefined> = {
    output: scope.output,
    item: scope.item,
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) {
      values[name] = value;
    }
  }
  return values;
}

/** Says why a path has no value, for the operator and for the author. */
export function explainMissing(path: Path, scope: Scope): string {
  const text = formatPath(path);
  const [root, id] = path;
  if (root !== 'steps' || typeof id !== 'string') {
    return `${text} does not exist`;
  }
  if (!Object.hasOwn(scope.steps, id)) {
    return `${text} does not exist: no step "${id}" has run`;
  }
  const { status } = scope.steps[id];
  switch (status) {
    case 'succeeded':
      return `${text} does not exist`;
    case 'skipped':
      return `${text} does not exist: step "${id}" was skipped`;
    default:
      return `${text} does not exist: step "${id}" is ${status}`;
  }
}
