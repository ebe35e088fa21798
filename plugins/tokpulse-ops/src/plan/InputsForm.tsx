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

import { withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/material-ui';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import type { JsonObject } from '@backstage/types';
import { useMemo } from 'react';

const ThemedForm = withTheme<JsonObject>(Theme);
const validator = customizeValidator<JsonObject>();

/** Text that is a sentence rather than a word gets more than one line. */
const SENTENCE_LENGTH = 200;

function isSentence(property: RJSFSchema): boolean {
  return (
    property.type === 'string' &&
    property.enum === undefined &&
    property.format === undefined &&
    ((property.minLength ?? 0) >= 10 ||
      (property.maxLength ?? 0) > SENTENCE_LENGTH)
  );
}

/** How the fields of a schema look. */
export function uiSchemaOf(schema: RJSFSchema): UiSchema<JsonObject> {
  const sentences = Object.entries(schema.properties ?? {}).filter(
    ([, property]) => typeof property === 'object' && isSentence(property),
  );
  return {
    // The dialog has the button that submits.
    'ui:submitButtonOptions': { norender: true },
    ...Object.fromEntries(
      sentences.map(([name]) => [
        name,
        { 'ui:widget': 'textarea', 'ui:options': { rows: 3 } },
      ]),
    ),
  };
}

export interface InputsFormProps {
  /** Id of the form, for a submit button outside of it. */
  readonly id: string;
  /** JSON Schema of the inputs. */
  readonly schema: JsonObject;
  readonly values: JsonObject;
  readonly onChange: (values: JsonObject) => void;
  readonly onSubmit: (values: JsonObject) => void;
}

/** The form that a runbook's inputs become. */
const InputsForm = (props: InputsFormProps) => {
  const { id, schema, values, onChange, onSubmit } = props;
  const uiSchema = useMemo(() => uiSchemaOf(schema), [schema]);
  return (
    <ThemedForm
      id={id}
      schema={schema}
      uiSchema={uiSchema}
      formData={values}
      validator={validator}
      showErrorList={false}
      noHtml5Validate
      focusOnFirstError
      onChange={({ formData = {} }) => onChange(formData)}
      onSubmit={({ formData = {} }) => onSubmit(formData)}
    />
  );
};

// Loaded on demand, which asks for a default export: the validator is large.
export default InputsForm;
