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

import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { withProblem } from '../../problems';

/** One input that is wrong, for the form. */
export interface InputProblem {
  /** Name of the input, with the way into it: `hosts/0`. */
  readonly path: string;
  readonly message: string;
}

/** A pattern of a runbook never runs on a backtracking engine. */
const linearRegExp = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return { test: (text: string) => compiled.matcher(text).find() };
  },
  { code: 'linearRegExp' },
);

const ajv = addFormats(
  new Ajv({
    allErrors: true,
    useDefaults: true,
    // The author's schema is checked by its meta-schema; keywords of forms may stand in it.
    strict: false,
    code: { regExp: linearRegExp },
  }),
);

/**
 * Checks the inputs of a run against the JSON Schema of its runbook and fills
 * in defaults. An input that the schema does not name is a mistake.
 *
 * @throws `InputError` with `fields`, an {@link InputProblem} for each mistake
 */
export function checkInputs(options: {
  readonly schema: JsonObject | undefined;
  readonly inputs: JsonObject;
}): JsonObject {
  const inputs: JsonObject = structuredClone(options.inputs);
  const schema = {
    type: 'object',
    additionalProperties: false,
    ...options.schema,
  };
  const validate = ajv.compile(schema);
  // Schemas come from runbooks, which change; the cache would keep them all.
  ajv.removeSchema(schema);
  if (validate(inputs)) {
    return inputs;
  }
  const fields = (validate.errors ?? []).map(problemOf);
  throw withProblem(
    new InputError(
      fields
        .map(({ path, message }) => `The input '${path}' ${message}`)
        .join('; '),
    ),
    {
      code: 'invalid-inputs',
      nextStep: 'Correct the inputs and plan again',
      ...{ fields },
    },
  );
}

function problemOf(error: ErrorObject): InputProblem {
  const at = error.instancePath.replace(/^\//, '');
  const within = (name: unknown) =>
    at === '' ? String(name) : `${at}/${String(name)}`;
  switch (error.keyword) {
    case 'required':
      return {
        path: within(error.params.missingProperty),
        message: 'is missing',
      };
    case 'additionalProperties':
      return {
        path: within(error.params.additionalProperty),
        message: 'is not an input of this runbook',
      };
    case 'enum':
      return {
        path: at,
        message: `must be one of ${error.params.allowedValues.join(', ')}`,
      };
    default:
      return { path: at, message: error.message ?? 'is not valid' };
  }
}
