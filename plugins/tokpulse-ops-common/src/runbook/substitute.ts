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
import { getOwn, setOwn } from './ownProperty';
import { followPath, formatPath, parsePath } from './path';
import { scopeValues } from './scope';
import type { Scope, SubstituteResult } from './types';

const templatePattern = /\$\{\{([^{}]{0,500})\}\}/g;
const wholeTemplatePattern = /^\$\{\{([^{}]{0,500})\}\}$/;

/** The paths in a text, in order; what is no path is returned as it stands. */
export function templatesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(templatePattern), match =>
    normalise(match[1]),
  );
}

function normalise(expression: string): string {
  const text = expression.trim();
  const path = parsePath(text);
  return path === undefined ? text : formatPath(path);
}

/**
 * Replaces every `${{ path }}` in the texts of a value, once: what was put in
 * is never looked at again. A text that is one template and nothing else keeps
 * the type of its value; inside other text a value becomes text, as JSON unless
 * it is a text already. Names of properties are not templates.
 *
 * The result shares objects with the scope: treat both as read-only.
 *
 * @returns the value, or every path that does not exist (also when it is no
 * path, or leads into the output of a skipped step)
 * @public
 */
export function substitute(
  value: JsonValue,
  scope: Scope,
  options?: {
    /** Top-level fields that are taken as they stand, such as `sql`. */
    readonly untemplated?: readonly string[];
  },
): SubstituteResult {
  const values = scopeValues(scope);
  const missing = new Set<string>();

  const resolve = (expression: string): JsonValue => {
    const path = parsePath(expression.trim());
    const found = path === undefined ? undefined : followPath(values, path);
    if (found === undefined) {
      missing.add(normalise(expression));
      return null;
    }
    return found;
  };

  const replace = (text: string): JsonValue => {
    const whole = wholeTemplatePattern.exec(text);
    if (whole !== null) {
      return resolve(whole[1]);
    }
    return text.replace(templatePattern, (_match, expression: string) => {
      const found = resolve(expression);
      return typeof found === 'string' ? found : JSON.stringify(found);
    });
  };

  const walk = (node: JsonValue): JsonValue => {
    if (typeof node === 'string') {
      return replace(node);
    }
    if (typeof node !== 'object' || node === null) {
      return node;
    }
    return Array.isArray(node)
      ? node.map(walk)
      : mapProperties(node, (_key, item) => walk(item));
  };

  const untemplated = options?.untemplated ?? [];
  const result = isObject(value)
    ? mapProperties(value, (key, item) =>
        untemplated.includes(key) ? item : walk(item),
      )
    : walk(value);
  return missing.size === 0
    ? { ok: true, value: result }
    : { ok: false, missing: [...missing] };
}

/**
 * The paths that the templates of a value use, each once. What is no path is
 * returned as it stands.
 *
 * @public
 */
export function references(value: JsonValue): readonly string[] {
  const found = new Set<string>();
  const walk = (node: JsonValue): void => {
    if (typeof node === 'string') {
      templatesIn(node).forEach(path => found.add(path));
    } else if (Array.isArray(node)) {
      node.forEach(walk);
    } else if (node !== null && typeof node === 'object') {
      Object.keys(node).forEach(key => walk(getOwn(node, key) ?? null));
    }
  };
  walk(value);
  return [...found];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapProperties(
  object: JsonObject,
  map: (key: string, value: JsonValue) => JsonValue,
): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) {
    setOwn(result, key, map(key, getOwn(object, key) ?? null));
  }
  return result;
}
