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
import Ajv2020, {
  type ErrorObject,
  type ValidateFunction,
} from 'ajv/dist/2020';
import { setOwn } from '../ownProperty';
import { closest } from '../problems';
import type { ActionDescriptor } from '../types';
import { isObject } from './jsonSchema';

/** A fault in an input, the way to it, and how to put it right. */
export interface InputFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  validateFormats: false,
  verbose: true,
});
const validators = new WeakMap<ActionDescriptor, ValidateFunction>();

/**
 * Checks an input against the schema of its action. A text with a template may
 * become anything, so nothing is said about it or what depends on it.
 */
export function inputFaults(
  action: ActionDescriptor,
  input: JsonObject,
): readonly InputFault[] {
  const validate = validatorOf(action);
  if (validate(input)) {
    return [];
  }
  const errors = validate.errors ?? [];
  const choices = errors.filter(({ keyword }) => isChoice(keyword));
  return errors
    .filter(error => !choices.some(choice => isPartOf(error, choice)))
    .filter(error => !dependsOnTemplate(error))
    .filter(error => !hasDefault(error))
    .map(faultOf);
}

/** Whether a JSON value is a JSON Schema, by the metaschema. */
export function isJsonSchema(schema: JsonObject): boolean {
  return ajv.validateSchema(schema) === true;
}

function validatorOf(action: ActionDescriptor): ValidateFunction {
  const known = validators.get(action);
  if (known !== undefined) {
    return known;
  }
  const validator = ajv.compile(closed(action.input));
  validators.set(action, validator);
  return validator;
}

/**
 * The schema with objects that have no other properties than they name: zod
 * drops what it does not know, so a misspelt key would be lost without a word.
 */
function closed(schema: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (value !== undefined) {
      setOwn(result, keyword, closeKeyword(keyword, value));
    }
  }
  if (
    isObject(schema.properties) &&
    schema.additionalProperties === undefined &&
    schema.allOf === undefined
  ) {
    result.additionalProperties = false;
  }
  return result;
}

const schemaKeywords = ['items', 'additionalProperties', 'not', 'contains'];
const mapKeywords = ['properties', '$defs', 'definitions', 'patternProperties'];
const listKeywords = ['anyOf', 'oneOf', 'prefixItems'];

function closeKeyword(keyword: string, value: JsonValue): JsonValue {
  if (schemaKeywords.includes(keyword)) {
    return isObject(value) ? closed(value) : value;
  }
  if (listKeywords.includes(keyword) && Array.isArray(value)) {
    return value.map(item => (isObject(item) ? closed(item) : item));
  }
  if (mapKeywords.includes(keyword) && isObject(value)) {
    const result: JsonObject = {};
    for (const [name, item] of Object.entries(value)) {
      setOwn(result, name, isObject(item) ? closed(item) : item ?? null);
    }
    return result;
  }
  return value;
}

function isChoice(keyword: string): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** The errors of the single choices say less than that none fits. */
function isPartOf(error: ErrorObject, choice: ErrorObject): boolean {
  return (
    error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`)
  );
}

function dependsOnTemplate({ keyword, data }: ErrorObject): boolean {
  if (keyword === 'required' || keyword === 'additionalProperties') {
    return false;
  }
  if (keyword === 'type' && typeof data === 'string') {
    return /^\$\{\{[^{}]*\}\}$/.test(data);
  }
  return JSON.stringify(data)?.includes('${{') === true;
}

/** `z.toJSONSchema` lists what has a default as required, for outputs. */
function hasDefault({ keyword, params, parentSchema }: ErrorObject): boolean {
  const property = parentSchema?.properties?.[params.missingProperty];
  return keyword === 'required' && isObject(property) && 'default' in property;
}

function faultOf(error: ErrorObject): InputFault {
  const { instancePath, keyword, params, parentSchema, message } = error;
  const path = pathOf(instancePath);
  const place = ['input', ...path].join('.');
  switch (keyword) {
    case 'required':
      return {
        path,
        message: `${place} has no "${params.missingProperty}"`,
        fix: `Add ${params.missingProperty}`,
      };
    case 'additionalProperties': {
      const unknown: string = params.additionalProperty;
      const known = Object.keys(parentSchema?.properties ?? {});
      const meant = closest(unknown, known);
      return {
        path: [...path, unknown],
        message: `${place} has no property "${unknown}"`,
        fix:
          meant === undefined
            ? `Remove it; there are ${known.join(', ') || 'none'}`
            : `Did you mean "${meant}"?`,
      };
    }
    case 'enum':
      return {
        path,
        message: `${place} is none of the values that it can have`,
        fix: `Write one of ${params.allowedValues.join(', ')}`,
      };
    case 'type':
      return {
        path,
        message: `${place} has the wrong type`,
        fix: `Write a value of type ${[params.type].flat().join(' or ')}`,
      };
    default:
      return {
        path,
        message: `${place} ${message ?? 'is not valid'}`,
        fix: 'See the reference of the action for what it takes',
      };
  }
}

function pathOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map(segment => (/^\d+$/.test(segment) ? Number(segment) : segment));
}
