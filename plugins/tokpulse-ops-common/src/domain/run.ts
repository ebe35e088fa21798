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
import { jsonObjectSchema, jsonValueSchema } from './json';

/** What a second execution of a step would do. */
export const effectSchema = z.enum(['read', 'idempotent', 'once']);

/** Severity of a runbook; P0 is the most urgent. */
export const severitySchema = z.enum(['P0', 'P1', 'P2', 'P3']);

/**
 * State of a run.
 *
 * `planned → queued → running ⇄ waiting ⇄ needs-decision → succeeded | failed | cancelled`
 */
export const runStateSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'needs-decision',
  'succeeded',
  'failed',
  'cancelled',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** States that a run never leaves. */
export const terminalRunStates: readonly RunState[] = [
  'succeeded',
  'failed',
  'cancelled',
];

/** State of one step of a run, separate from its attempts. */
export const stepStateSchema = z.enum([
  'pending',
  'waiting',
  'running',
  'succeeded',
  'failed',
  'skipped',
  'unknown',
  'by-hand',
]);
export type StepState = z.infer<typeof stepStateSchema>;

/**
 * The closed set of codes an action's error may carry. Only code, message,
 * next step and a correlation id ever leave an action.
 */
export const errorCodeSchema = z.enum([
  'not-configured',
  'invalid-input',
  'unresolved-input',
  'unauthorized',
  'forbidden',
  'not-found',
  'not-offered',
  'rate-limited',
  'unreachable',
  'connection-lost',
  'timeout',
  'refused',
  'invalid-response',
  'too-large',
  'precondition-failed',
  'conflict',
  'expectation-failed',
  'verification-failed',
  'condition-failed',
  'interrupted',
  'cancelled',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** An error that is safe to store and to show. */
export const safeErrorSchema = z.object({
  code: errorCodeSchema,
  /** What happened, to what. */
  message: z.string(),
  /** What to do next. */
  nextStep: z.string().optional(),
  /** Finds the full error in the backend's log. */
  correlationId: z.string().optional(),
});
export type SafeError = z.infer<typeof safeErrorSchema>;

/** A field that the operator fills in while a run waits for input. */
export const inputRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('confirm'),
    message: z.string(),
  }),
  z.object({
    kind: z.literal('checklist'),
    message: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        /** The exact command a human would type, with `$VAR` placeholders. */
        command: z.string().optional(),
        required: z.boolean(),
      }),
    ),
    /** Asks for the pasted output or a note as evidence. */
    evidence: z.boolean(),
  }),
]);
export type InputRequest = z.infer<typeof inputRequestSchema>;

/** Why a run waits. */
export const waitingSchema = z.discriminatedUnion('for', [
  z.object({
    for: z.literal('approval'),
    stepId: z.string(),
    since: z.string(),
    /**
     * `type-target` asks the lead to type `target` after the plan was on screen;
     * `approval` asks a second person.
     */
    kind: z.enum(['confirm', 'type-target', 'approval']),
    target: z.string().optional(),
    /** With `approval`: the question that is open. */
    approvalId: z.string().optional(),
    /** With `approval`: who may answer; empty: all with the permission. */
    from: z.array(z.string()).optional(),
    expiresAt: z.string().optional(),
  }),
  z.object({
    for: z.literal('input'),
    stepId: z.string(),
    since: z.string(),
    request: inputRequestSchema,
  }),
  z.object({
    for: z.literal('lock'),
    since: z.string(),
    target: z.string(),
    heldBy: z.object({
      runId: z.string(),
      runbookTitle: z.string(),
      lead: z.string(),
      since: z.string(),
    }),
  }),
  z.object({
    for: z.literal('timer'),
    stepId: z.string(),
    since: z.string(),
    until: z.string(),
    reason: z.string(),
  }),
  /** Another run takes back what this one did. */
  z.object({
    for: z.literal('undo'),
    stepId: z.string(),
    since: z.string(),
    runId: z.string(),
  }),
]);
export type Waiting = z.infer<typeof waitingSchema>;

/** What the lead may answer to a failed or unknown step. */
export const decisionChoiceSchema = z.enum([
  'retry',
  /** Retry with another input, which was planned anew. */
  'edit',
  'skip',
  'by-hand',
  /** Take back what was done, by a run of its own. */
  'undo',
  'stop',
]);
export type DecisionChoice = z.infer<typeof decisionChoiceSchema>;

/** One try of one step. Times are ISO 8601 in UTC, from the database's clock. */
export const attemptSchema = z.object({
  number: z.number().int(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  error: safeErrorSchema.optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** What the probe of a cut-off step found, shown beside the decision. */
export const probeFindingSchema = z.object({
  outcome: z.enum(['happened', 'did-not-happen', 'unknown']),
  message: z.string(),
});
export type ProbeFinding = z.infer<typeof probeFindingSchema>;

/** One step of a run as it stands now. */
/** One item of a step with `each`. */
export const stepItemSchema = z.object({
  /** 0-based, in the order of the list. */
  index: z.number().int(),
  /** The item, in short. */
  label: z.string(),
  state: stepStateSchema,
  /** Number of its last try; 0 before the first. */
  attempt: z.number().int(),
  error: safeErrorSchema.optional(),
});
export type StepItem = z.infer<typeof stepItemSchema>;

export const runStepSchema = z.object({
  id: z.string(),
  name: z.string(),
  action: z.string(),
  effect: effectSchema,
  state: stepStateSchema,
  confirm: z.enum(['none', 'once', 'type-target']),
  attempts: z.array(attemptSchema),
  /** Resolved input of the last attempt, redacted. */
  input: jsonValueSchema.optional(),
  /** Output of the last attempt, redacted. */
  output: jsonValueSchema.optional(),
  error: safeErrorSchema.optional(),
  probe: probeFindingSchema.optional(),
  /** Latest reading of a running verification, in words. */
  verification: z
    .object({
      satisfied: z.boolean(),
      readings: z.number().int(),
      message: z.string(),
      deadline: z.string(),
    })
    .optional(),
  /** Why the step was skipped, in words. */
  skippedBecause: z.string().optional(),
  /** The exact command a human would type. */
  manual: z.string().optional(),
  /** A failure of this step that the run went on from. */
  handled: z.boolean(),
  /** Of a step with `each`. */
  items: z.array(stepItemSchema).optional(),
  /** Whether what it did can be taken back, and if not why; absent for reads. */
  undo: z
    .object({ possible: z.boolean(), because: z.string().optional() })
    .optional(),
  /** Another run took it back. */
  undoneBy: z.string().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
});
export type RunStep = z.infer<typeof runStepSchema>;

/** One run in a list. */
export const runSummarySchema = z.object({
  id: z.string(),
  service: z.string(),
  entityRef: z.string().optional(),
  runbook: z.object({
    id: z.string(),
    title: z.string(),
    severity: severitySchema.optional(),
    contentHash: z.string(),
  }),
  planHash: z.string(),
  state: runStateSchema,
  /** Some failures were handled on the way. */
  withFailures: z.boolean(),
  waiting: waitingSchema.optional(),
  requestedBy: z.string(),
  /** The one person who leads; others observe. */
  lead: z.string(),
  reason: z.string().optional(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** The step that runs, waits or needs a decision. */
  currentStepId: z.string().optional(),
  cancelRequested: z.boolean(),
  /** Who has to agree to what it changes. */
  approvals: z.enum(['solo', 'team']),
  /** The run that it takes back; absent for an ordinary run. */
  undoes: z.string().optional(),
  /** Somebody let it go on without the approvals it needed. */
  glassBroken: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** One run, whole, without its log. */
export const runDetailSchema = runSummarySchema.extend({
  planId: z.string(),
  inputs: jsonObjectSchema,
  steps: z.array(runStepSchema),
  /** Sequence number of the last event contained in this snapshot. */
  lastSeq: z.number().int(),
  /** Number of log lines so far. */
  logLines: z.number().int(),
  /** Runs that take or took this one back, oldest first. */
  undoneBy: z.array(z.object({ runId: z.string(), state: runStateSchema })),
});
export type RunDetail = z.infer<typeof runDetailSchema>;
