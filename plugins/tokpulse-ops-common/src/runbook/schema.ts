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
import { z } from 'zod';
import { effectSchema, severitySchema } from '../domain/run';
import { durationPattern } from './duration';

/**
 * Ids that a step cannot have: words of CEL (`steps.in` does not parse), words
 * of `onFailure`, and names that every JavaScript object inherits, so that a
 * careless look-up by id elsewhere cannot find one of those instead of a step.
 */
export const reservedStepIds: readonly string[] = [
  ...['true', 'false', 'null', 'in'],
  ...['stop', 'continue', 'undo'],
  ...Object.getOwnPropertyNames(Object.prototype),
];

/** What a step id looks like; `steps.a-b` would be a subtraction in CEL. */
export const stepIdPattern = /^[a-z][a-zA-Z0-9]*$/;

const actionIdPattern = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)+$/;
const entityRefPattern =
  /^[a-zA-Z][a-zA-Z0-9]*:([a-zA-Z0-9-]+\/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

const isJsonObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parser has made plain JSON of the YAML already, so this looks no deeper. */
const jsonObject = (description: string) =>
  z
    .custom<JsonObject>(isJsonObject, { error: 'Expected an object' })
    .meta({ type: 'object', description });

const text = (description: string) => z.string().min(1).meta({ description });
const duration = (description: string) =>
  z.string().regex(durationPattern).meta({ description });
const action = (description: string) =>
  z.string().regex(actionIdPattern).meta({ description });

const inputOf = (what: string) =>
  jsonObject(`Input of ${what}; \${{ path }} substitutes a value`).default(
    () => ({}),
  );

/** The front matter of a runbook. */
export const frontMatterSchema = z.strictObject({
  title: text('Title, as lists and pages show it'),
  category: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .meta({ description: 'Category, for example emergency-response' }),
  severity: severitySchema.optional().meta({
    description: 'How urgent the situation is; P0 is the most urgent',
  }),
  respondWithin: duration('Within which time somebody starts: 5m').optional(),
  owner: z
    .string()
    .regex(entityRefPattern)
    .meta({ description: 'Entity reference of the owner: group:default/ops' }),
  services: z
    .array(text('Name of a configured service'))
    .default(() => [])
    .meta({ description: 'The configured services that it applies to' }),
  suggestWhen: text(
    'CEL over service; true suggests this runbook first',
  ).optional(),
  inputs: jsonObject(
    'JSON Schema of the inputs; becomes the form of the run',
  ).optional(),
});

/** What the front matter says, with its defaults filled in. */
export type FrontMatter = z.infer<typeof frontMatterSchema>;

/** `verify` of a step. */
export const verifySchema = z.strictObject({
  action: action('Action that is polled'),
  input: inputOf('the polled action'),
  until: text('CEL over output; true ends the verification with success'),
  within: duration('Time after which the verification has failed: 3m'),
  every: duration('Time between two attempts: 5s').optional(),
});

/** `undo` of a step. */
export const undoSchema = z.strictObject({
  action: action('Action that takes the step back'),
  input: inputOf('the action that takes the step back'),
});

/** `retry` of a step. */
export const retrySchema = z.strictObject({
  count: z.int().min(1).max(10).meta({ description: 'Further attempts' }),
  backoff: duration('Time before the first further attempt: 2s'),
});

/** `approval` of a step. */
export const approvalSchema = z.strictObject({
  from: z
    .array(z.string().regex(entityRefPattern))
    .min(1)
    .meta({ description: 'Groups and users who may approve' }),
});

/** One `yaml step` block. */
export const stepSchema = z.strictObject({
  id: z
    .string()
    .regex(stepIdPattern)
    .refine(id => !reservedStepIds.includes(id), {
      error: 'Reserved word',
    })
    .meta({
      description: 'Unique in the runbook; steps.<id> in expressions',
      not: { enum: [...reservedStepIds] },
    }),
  name: text('What the step does, for a person'),
  action: action('The action that runs: railway:restart'),
  effect: effectSchema.optional().meta({
    description: 'A stricter effect than that of the action',
  }),
  if: text('CEL; the step is skipped when it is false').optional(),
  each: text('CEL list; the step runs once per item').optional(),
  input: inputOf('the action'),
  expect: text('CEL over output; the step fails when it is false').optional(),
  verify: verifySchema
    .optional()
    .meta({ description: 'Polled after the step until a condition holds' }),
  undo: undoSchema.optional().meta({ description: 'How the step is undone' }),
  timeout: duration('Time for one attempt: 30s').optional(),
  retry: retrySchema
    .optional()
    .meta({ description: 'How it is tried again before it has failed' }),
  onFailure: z
    .union([
      z.enum(['stop', 'continue', 'undo']),
      z.string().regex(stepIdPattern),
    ])
    .default('stop')
    .meta({ description: 'stop, continue, undo, or the id of a later step' }),
  confirm: z.enum(['none', 'once', 'type-target']).default('none').meta({
    description: 'How the operator agrees before it runs',
  }),
  approval: approvalSchema
    .optional()
    .meta({ description: 'Who else has to agree, in team mode' }),
  lock: z
    .array(text('Target: tokpulse/railway'))
    .min(1)
    .optional()
    .meta({ description: 'Targets to lock besides those of the action' }),
  manual: text('The exact command that a human would type').optional(),
  reason: text('Why a changing step has no verify, or asks nobody').optional(),
  differs: text('Why it differs from the source document').optional(),
  ref: z
    .array(z.int().min(1))
    .min(1)
    .optional()
    .meta({ description: 'Numbers in the document this comes from' }),
});

/** What a step block says, with its defaults filled in. */
export type StepBlock = z.infer<typeof stepSchema>;

function publish(schema: z.ZodType): JsonObject {
  const { $schema, ...published } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return JSON.parse(JSON.stringify(published));
}

/**
 * JSON Schema (2020-12) of the format, for editors: `$defs.frontMatter` is the
 * front matter of a runbook and `$defs.step` one `yaml step` block.
 *
 * @public
 */
export const runbookJsonSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://tokpulse.com/schemas/runbook.json',
  title: 'TokPulse Ops runbook: front matter and step blocks',
  anyOf: [{ $ref: '#/$defs/frontMatter' }, { $ref: '#/$defs/step' }],
  $defs: {
    frontMatter: publish(frontMatterSchema),
    step: publish(stepSchema),
  },
};
