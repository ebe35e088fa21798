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
import { approvalStateSchema } from './approval';
import { evidenceFileSchema } from './evidence';
import { jsonValueSchema } from './json';
import {
  decisionChoiceSchema,
  probeFindingSchema,
  runStateSchema,
  safeErrorSchema,
  stepStateSchema,
  waitingSchema,
} from './run';

/** One line of output, redacted before it was stored. */
export const logLineSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** A line with its position in the run (0-based, no gaps) and its step. */
export const numberedLogLineSchema = logLineSchema.extend({
  line: z.number().int(),
  stepId: z.string().optional(),
});
export type NumberedLogLine = z.infer<typeof numberedLogLineSchema>;

const type = <T extends string>(name: T) => z.literal(name);

/** What an event says, by type. */
export const runEventBodySchema = z.discriminatedUnion('type', [
  z.object({ type: type('run-created'), planHash: z.string() }),
  z.object({
    type: type('run-state'),
    state: runStateSchema,
    waiting: waitingSchema.optional(),
  }),
  z.object({
    type: type('driver-claimed'),
    fence: z.number().int(),
    replica: z.string(),
  }),
  z.object({
    type: type('step-state'),
    stepId: z.string(),
    state: stepStateSchema,
    attempt: z.number().int().optional(),
    input: jsonValueSchema.optional(),
    output: jsonValueSchema.optional(),
    error: safeErrorSchema.optional(),
    probe: probeFindingSchema.optional(),
    skippedBecause: z.string().optional(),
  }),
  z.object({
    type: type('verification'),
    stepId: z.string(),
    satisfied: z.boolean(),
    reading: z.number().int(),
    message: z.string(),
    deadline: z.string(),
  }),
  z.object({
    type: type('log'),
    stepId: z.string().optional(),
    firstLine: z.number().int(),
    lines: z.array(logLineSchema),
  }),
  z.object({
    type: type('confirmed'),
    stepId: z.string(),
    planHash: z.string(),
    kind: z.enum(['self-confirmed']),
  }),
  /** A second person is asked; one question, see `approvalSchema`. */
  z.object({
    type: type('approval-requested'),
    approvalId: z.string(),
    planHash: z.string(),
    /** Absent: the whole plan. */
    stepId: z.string().optional(),
    from: z.array(z.string()),
    expiresAt: z.string(),
  }),
  z.object({
    type: type('approval-decided'),
    approvalId: z.string(),
    planHash: z.string(),
    stepId: z.string().optional(),
    state: approvalStateSchema.exclude(['open']),
    comment: z.string().optional(),
  }),
  /** What needs an approval goes on without; a review is open from now on. */
  z.object({
    type: type('glass-broken'),
    reviewId: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: type('review-closed'),
    reviewId: z.string(),
    note: z.string(),
  }),
  z.object({
    type: type('lead-changed'),
    from: z.string(),
    to: z.string(),
    reason: z.string().optional(),
  }),
  z.object({
    type: type('answered'),
    stepId: z.string(),
    answer: jsonValueSchema,
  }),
  z.object({
    type: type('decided'),
    stepId: z.string(),
    choice: decisionChoiceSchema,
    reason: z.string().optional(),
    evidence: z.string().optional(),
    /** Files that were added as evidence. */
    files: z.array(evidenceFileSchema).optional(),
  }),
  /** The rest of the run follows another plan: an input was edited. */
  z.object({
    type: type('plan-changed'),
    stepId: z.string(),
    planId: z.string(),
    planHash: z.string(),
    input: jsonValueSchema,
  }),
  /** One item of a step with `each`. */
  z.object({
    type: type('item-state'),
    stepId: z.string(),
    index: z.number().int(),
    label: z.string(),
    state: stepStateSchema,
    attempt: z.number().int(),
    input: jsonValueSchema.optional(),
    output: jsonValueSchema.optional(),
    error: safeErrorSchema.optional(),
    probe: probeFindingSchema.optional(),
  }),
  /** Another run begins to take back what this one did. */
  z.object({
    type: type('undo-started'),
    runId: z.string(),
    steps: z.array(z.string()),
  }),
  z.object({
    type: type('undo-ended'),
    runId: z.string(),
    state: runStateSchema,
    /** Steps that were taken back. */
    undone: z.array(z.string()),
  }),
  z.object({ type: type('lock-acquired'), targets: z.array(z.string()) }),
  z.object({ type: type('lock-released'), targets: z.array(z.string()) }),
  /** Targets were taken from this run; the actor is who took them. */
  z.object({
    type: type('lock-stolen'),
    targets: z.array(z.string()),
    reason: z.string(),
  }),
  z.object({ type: type('cancel-requested'), reason: z.string().optional() }),
  z.object({
    type: type('late-result'),
    stepId: z.string(),
    /** Of a step with `each`: position of the item. */
    item: z.number().int().optional(),
    attempt: z.number().int(),
    fence: z.number().int(),
    output: jsonValueSchema.optional(),
    error: safeErrorSchema.optional(),
  }),
]);
export type RunEventBody = z.infer<typeof runEventBodySchema>;

/** One append-only record of what happened in a run. */
export const runEventSchema = z.object({
  runId: z.string(),
  /** 1-based and without gaps within the run. */
  seq: z.number().int(),
  /** ISO 8601, UTC, from the database's clock. */
  at: z.string(),
  /** Entity ref of the person, or `system`. */
  actor: z.string(),
  body: runEventBodySchema,
});
export type RunEvent = z.infer<typeof runEventSchema>;
