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

import { z } from 'zod';
import { approvalModeSchema } from './approval';
import { jsonObjectSchema, jsonValueSchema } from './json';
import { effectSchema, severitySchema } from './run';

/** What a step will do, shown before it does it. */
export const previewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    method: z.string(),
    url: z.string(),
    body: jsonValueSchema.optional(),
  }),
  z.object({
    kind: z.literal('sql'),
    text: z.string(),
    values: z.array(jsonValueSchema),
  }),
  z.object({ kind: z.literal('command'), text: z.string() }),
  z.object({ kind: z.literal('wait'), milliseconds: z.number() }),
  z.object({ kind: z.literal('ask'), message: z.string() }),
  z.object({
    kind: z.literal('message'),
    channel: z.string(),
    recipients: z.array(z.string()),
    text: z.string(),
  }),
  /** A fact read now, e.g. the deployment that a restart will hit. */
  z.object({
    kind: z.literal('fact'),
    label: z.string(),
    value: z.string(),
    /**
     * It matters: the plan hash covers it, and the step runs only while it is
     * still so.
     */
    pinned: z.boolean().optional(),
  }),
  /** Rows that a statement would touch, as they are and as they would be. */
  z.object({
    kind: z.literal('rows'),
    table: z.string(),
    columns: z.array(z.string()),
    rows: z.array(
      z.object({
        before: z.array(jsonValueSchema),
        after: z.array(jsonValueSchema).optional(),
      }),
    ),
    total: z.number().int(),
  }),
  /** Variables that change with it, by name and fingerprint, never by value. */
  z.object({
    kind: z.literal('variables'),
    items: z.array(
      z.object({
        name: z.string(),
        change: z.enum(['added', 'removed', 'changed']),
      }),
    ),
  }),
]);
export type Preview = z.infer<typeof previewSchema>;

/** Something preflight found out about a step, with what to do about it. */
export const findingSchema = z.object({
  level: z.enum(['blocking', 'warning']),
  code: z.string(),
  stepId: z.string().optional(),
  message: z.string(),
  nextStep: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The parts of a runbook step that a run needs; pinned in the plan. */
export const stepDefinitionSchema = z.object({
  id: z.string(),
  name: z.string(),
  action: z.string(),
  effect: effectSchema.optional(),
  if: z.string().optional(),
  each: z.string().optional(),
  input: jsonObjectSchema,
  expect: z.string().optional(),
  verify: z
    .object({
      action: z.string(),
      input: jsonObjectSchema,
      until: z.string(),
      within: z.string(),
      every: z.string().optional(),
    })
    .optional(),
  undo: z.object({ action: z.string(), input: jsonObjectSchema }).optional(),
  timeout: z.string().optional(),
  retry: z.object({ count: z.number().int(), backoff: z.string() }).optional(),
  onFailure: z.string(),
  confirm: z.enum(['none', 'once', 'type-target']),
  approval: z.object({ from: z.array(z.string()) }).optional(),
  lock: z.array(z.string()).optional(),
  manual: z.string().optional(),
  reason: z.string().optional(),
  differs: z.string().optional(),
  ref: z.array(z.number().int()).optional(),
  line: z.number().int(),
});
export type StepDefinition = z.infer<typeof stepDefinitionSchema>;

/** One resolved step of a plan. */
export const plannedStepSchema = z.object({
  step: stepDefinitionSchema,
  /** The stricter of the action's effect and the step's. */
  effect: effectSchema,
  actionDescription: z.string(),
  /** Input with everything substituted that is known now; redacted. */
  input: jsonObjectSchema,
  /**
   * References whose values are known only while the run goes on; `fromStep` is
   * absent for what the run knows of itself, such as `run.reason`.
   */
  late: z.array(
    z.object({ path: z.string(), fromStep: z.string().optional() }),
  ),
  /** Whether the step's `if` holds, or that it is decided during the run. */
  condition: z
    .object({
      expression: z.string(),
      value: z.union([z.boolean(), z.literal('later')]),
    })
    .optional(),
  previews: z.array(previewSchema),
  /** Targets that the step locks, sorted; empty for reads. */
  targets: z.array(z.string()),
  /** What to type when `step.confirm` is `type-target`. */
  confirmTarget: z.string().optional(),
  /**
   * In team mode: a second person has to approve it. `late`: only once its
   * input is known, so an approval of the whole plan does not cover it.
   */
  approval: z
    .object({ from: z.array(z.string()), late: z.boolean() })
    .optional(),
  /** Of an undo: the step of the other run that it takes back. */
  undoes: z.string().optional(),
  /** Of an undo: the attempt that it takes back. */
  undoesAttempt: z.number().int().optional(),
  /**
   * Of an undo by the action that did it: what it had put out. `step.input` is
   * the input it had.
   */
  ownUndo: z.object({ output: jsonValueSchema.optional() }).optional(),
  /**
   * Of an undo of a step with `each`: the items, in the order in which they are
   * taken back, each with its whole input.
   */
  items: z
    .array(
      z.object({
        /** Position in the list of the step that is taken back. */
        index: z.number().int(),
        label: z.string(),
        input: jsonObjectSchema,
        /** With `ownUndo`: what the item had put out. */
        output: jsonValueSchema.optional(),
      }),
    )
    .optional(),
  /** An input that a person wrote instead of the runbook's; it is not templated. */
  editedInput: jsonObjectSchema.optional(),
});
export type PlannedStep = z.infer<typeof plannedStepSchema>;

/** The resolved steps of one run before it starts. */
export const planSchema = z.object({
  /** UUIDv7. */
  id: z.string(),
  /** Hex HMAC-SHA-256; what is confirmed and what is run. */
  hash: z.string(),
  service: z.string(),
  serviceTitle: z.string(),
  entityRef: z.string().optional(),
  runbook: z.object({
    id: z.string(),
    title: z.string(),
    severity: severitySchema.optional(),
    respondWithin: z.string().optional(),
    contentHash: z.string(),
    path: z.string(),
  }),
  inputs: jsonObjectSchema,
  /** The configuration that the plan was made against, without secrets. */
  serviceFingerprint: z.string(),
  steps: z.array(plannedStepSchema),
  findings: z.array(findingSchema),
  /** Who has to agree to what it changes. */
  approvals: approvalModeSchema.default('solo'),
  /** Catalog entities that depend on the service's, nearest first. */
  dependents: z
    .array(
      z.object({
        entityRef: z.string(),
        title: z.string().optional(),
        /** 1: depends on the service itself. */
        distance: z.number().int(),
      }),
    )
    .default([]),
  /** Of an undo: the run that it takes back. */
  undoes: z.string().optional(),
  /** Of a run under way: the run whose rest follows this plan once it is adopted. */
  continues: z.object({ runId: z.string(), stepId: z.string() }).optional(),
  /** Who wrote or changed it: nobody of them may approve it. */
  editors: z.array(z.string()).default([]),
  requestedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Plan = z.infer<typeof planSchema>;
