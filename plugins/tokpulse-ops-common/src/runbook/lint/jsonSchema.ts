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
import { getOwn } from '../ownProperty';
import type { Path } from '../path';

/** What a JSON Schema says of a path into the values it describes. */
export type SchemaPath =
  | { readonly kind: 'present' | 'optional' | 'unknown' }
  /** There can be no value; `known` are the names that there are instead. */
  | {
      readonly kind: 'absent';
      readonly name: string;
      readonly known: readonly string[];
    };

const unknown: SchemaPath = { kind: 'unknown' };

/**
 * Follows a path through a JSON Schema. Where the schema leaves it open (a
 * choice, a record, no schema at all) the answer is `unknown`.
 */
export function followSchema(schema: JsonObject, path: Path): SchemaPath {
  let current: JsonObject = schema;
  let optional = false;
  for (const segment of path) {
    const step = followSegment(schema, current, segment);
    if (step.kind !== 'schema') {
      return step;
    }
    optional ||= step.optional;
    current = step.schema;
  }
  return { kind: optional ? 'optional' : 'present' };
}

function followSegment(
  root: JsonObject,
  schema: JsonObject,
  segment: string | number,
):
  | SchemaPath
  | {
      readonly kind: 'schema';
      readonly schema: JsonObject;
      readonly optional: boolean;
    } {
  const target = resolve(root, schema);
  if (target === undefined || isChoice(target)) {
    return unknown;
  }
  if (typeof segment === 'number') {
    const { items } = target;
    // A list may be shorter than any index.
    return isObject(items)
      ? { kind: 'schema', schema: items, optional: false }
      : unknown;
  }
  const { properties, additionalProperties, required } = target;
  if (!isObject(properties)) {
    return unknown;
  }
  const property = getOwn(properties, segment);
  if (isObject(property)) {
    const isRequired = Array.isArray(required) && required.includes(segment);
    const optional = !isRequired && !Object.hasOwn(property, 'default');
    return { kind: 'schema', schema: property, optional };
  }
  const isOpen =
    isObject(additionalProperties) || additionalProperties === true;
  return isOpen
    ? unknown
    : { kind: 'absent', name: segment, known: Object.keys(properties) };
}

/** Follows `$ref` within the schema, a few times. */
function resolve(root: JsonObject, schema: JsonObject): JsonObject | undefined {
  let current: JsonValue | undefined = schema;
  for (let hops = 0; hops < 8; hops++) {
    if (!isObject(current)) {
      return undefined;
    }
    const reference: JsonValue | undefined = current.$ref;
    if (typeof reference !== 'string') {
      return current;
    }
    if (!reference.startsWith('#')) {
      return undefined;
    }
    current = reference
      .slice(1)
      .split('/')
      .filter(segment => segment !== '')
      .reduce<JsonValue | undefined>(
        (parent, segment) =>
          isObject(parent) ? getOwn(parent, segment) : undefined,
        root,
      );
  }
  return undefined;
}

function isChoice(schema: JsonObject): boolean {
  return ['anyOf', 'oneOf', 'allOf', 'if', 'patternProperties'].some(keyword =>
    Object.hasOwn(schema, keyword),
  );
}

/** Whether a JSON value is an object and no list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
