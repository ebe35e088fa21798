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
import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';

/** What a runbook asks for before it begins, as a list instead of a schema. */
export function inputsToHtml(
  schema: JsonObject | undefined,
): readonly Element[] {
  const properties = Object.entries(objectOf(schema?.properties));
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return properties.length === 0
    ? []
    : [
        h('h3', 'What it asks for'),
        h(
          'ul',
          properties.map(([name, property]) =>
            h('li', inputToHtml(name, objectOf(property), required)),
          ),
        ),
      ];
}

function inputToHtml(
  name: string,
  property: JsonObject,
  required: readonly JsonValue[],
): ElementContent[] {
  const { title, description, type } = property;
  const facts = [
    required.includes(name) ? 'required' : 'optional',
    ...(typeof type === 'string' ? [type] : []),
    ...(Array.isArray(property.enum)
      ? [
          `one of ${property.enum
            .map(value => JSON.stringify(value))
            .join(', ')}`,
        ]
      : []),
    ...(property.default === undefined
      ? []
      : [`default ${JSON.stringify(property.default)}`]),
  ];
  return [
    h('strong', typeof title === 'string' ? title : name),
    h('span', { className: ['muted'] }, ` (${name}: ${facts.join(', ')})`),
    ...(typeof description === 'string'
      ? [h('br'), h('span', description)]
      : []),
  ];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}
