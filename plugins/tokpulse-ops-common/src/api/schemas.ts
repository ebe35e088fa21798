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
import {
  approvalItemSchema,
  approvalStateSchema,
  decisionChoiceSchema,
  effectSchema,
  findingSchema,
  jsonObjectSchema,
  lockSchema,
  numberedLogLineSchema,
  planSchema,
  reviewSchema,
  runEventSchema,
  runStateSchema,
  runSummarySchema,
  serviceInfoSchema,
  severitySchema,
} from '../domain';

/** `GET /status`: whether the plugin can change anything, and if not why. */
export const pluginStatusSchema = z.object({
  mode: z.enum(['ready', 'read-only', 'unavailable']),
  approvals: z.enum(['solo', 'team']),
  notices: z.array(
    z.object({ code: z.string(), message: z.string(), nextStep: z.string() }),
  ),
});
export type PluginStatus = z.infer<typeof pluginStatusSchema>;

/** `GET /services` → `{items}`; `GET /services/:service` → one. */
export const serviceListSchema = z.object({
  items: z.array(serviceInfoSchema),
});

/** `GET /entities/:kind/:namespace/:name/service`: the service of an entity. */
export const entityServiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service'), service: serviceInfoSchema }),
  z.object({
    kind: z.literal('not-configured'),
    message: z.string(),
    nextStep: z.string(),
  }),
]);
export type EntityService = z.infer<typeof entityServiceSchema>;

/** One runbook in a list. */
export const runbookSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  severity: severitySchema.optional(),
  respondWithin: z.string().optional(),
  owner: z.string(),
  services: z.array(z.string()),
  contentHash: z.string(),
  stepCount: z.number().int(),
  /** Some step of it may change something; absent while nobody knows. */
  changes: z.boolean().optional(),
  /** `suggestWhen` holds for the service's state now. */
  suggested: z.boolean(),
  suggestedBecause: z.string().optional(),
  /** Problems that keep it from running. */
  problems: z.array(findingSchema),
});
export type RunbookSummary = z.infer<typeof runbookSummarySchema>;

/** `GET /services/:service/runbooks`. */
export const runbookListSchema = z.object({
  items: z.array(runbookSummarySchema),
});

/** `GET /services/:service/runbooks/:runbook`. */
export const runbookDetailSchema = runbookSummarySchema.extend({
  /** Markdown without front matter. */
  body: z.string(),
  /** JSON Schema of the inputs. */
  inputs: jsonObjectSchema.optional(),
});
export type RunbookDetail = z.infer<typeof runbookDetailSchema>;

/** `GET /actions`: what steps may name. */
export const actionListSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      description: z.string(),
      effect: effectSchema,
      /** JSON Schema. */
      input: jsonObjectSchema,
      output: jsonObjectSchema,
      /** Input fields that are never templated. */
      untemplated: z.array(z.string()).readonly(),
      hasVerify: z.boolean(),
      hasUndo: z.boolean(),
    }),
  ),
});
export type ActionList = z.infer<typeof actionListSchema>;

/** `POST /plans`. */
export const createPlanSchema = z.object({
  service: z.string(),
  runbook: z.string(),
  inputs: jsonObjectSchema.default({}),
  entityRef: z.string().optional(),
});
export type CreatePlan = z.input<typeof createPlanSchema>;

/** `POST /plans` and `GET /plans/:plan`: a plan that was not run yet. */
export const planAnswerSchema = planSchema.extend({
  /** The runbook was edited or removed since; the plan stays what it was. */
  runbookChanged: z.boolean(),
});
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** `POST /runs`. Answers 409 when the plan's hash is another or it expired. */
export const startRunSchema = z.object({
  planId: z.string(),
  planHash: z.string(),
  reason: z.string().max(2000).optional(),
});
export type StartRun = z.infer<typeof startRunSchema>;

/** `GET /runs` query. Newest first, keyset-paginated. */
export const listRunsQuerySchema = z.object({
  service: z.string().optional(),
  runbook: z.string().optional(),
  state: z.array(runStateSchema).optional(),
  /** Entity ref of a person who started or leads it. */
  person: z.string().optional(),
  /** ISO 8601; runs made at this time or later. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** ISO 8601; runs made before this time. */
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListRunsQuery = z.input<typeof listRunsQuerySchema>;

export const runListSchema = z.object({
  items: z.array(runSummarySchema),
  nextCursor: z.string().optional(),
});
export type RunList = z.infer<typeof runListSchema>;

/** `GET /runs/:run/events` query. */
export const eventsQuerySchema = z.object({
  /** Sequence number after which the page begins. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export type EventsQuery = z.input<typeof eventsQuerySchema>;

/** `GET /runs/:run/events/stream` query; `Last-Event-ID` wins over it. */
export const streamQuerySchema = eventsQuerySchema.pick({ after: true });

/** `GET /runs/:id/events?after=&limit=` and, as SSE, `/runs/:id/events/stream`. */
export const eventPageSchema = z.object({
  items: z.array(runEventSchema),
  /** Sequence number to continue after. */
  lastSeq: z.number().int(),
});
export type EventPage = z.infer<typeof eventPageSchema>;

/** `GET /runs/:run/log` query. */
export const logQuerySchema = z.object({
  /** Position of the first line, 0-based. */
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(2000).default(1000),
});
export type LogQuery = z.input<typeof logQuerySchema>;

/** `GET /runs/:id/log?from=&limit=`; lines by position, `limit` ≤ 2,000. */
export const logPageSchema = z.object({
  lines: z.array(numberedLogLineSchema),
  total: z.number().int(),
});
export type LogPage = z.infer<typeof logPageSchema>;

/** `POST /runs/:id/steps/:step/confirm`. */
export const confirmStepSchema = z.object({
  planHash: z.string(),
  /** Required when the step asks to type its target. */
  typed: z.string().optional(),
});
export type ConfirmStep = z.infer<typeof confirmStepSchema>;

/** `POST /runs/:id/steps/:step/answer`: what `flow:confirm` or `flow:checklist` asked for. */
export const answerStepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('confirm'),
    confirmed: z.boolean(),
    note: z.string().max(10_000).optional(),
  }),
  z.object({
    kind: z.literal('checklist'),
    /** Ids of the items that were done. */
    done: z.array(z.string()),
    evidence: z.string().max(100_000).optional(),
  }),
]);
export type AnswerStep = z.infer<typeof answerStepSchema>;

/**
 * `POST /runs/:id/steps/:step/decide`. `skip` and `stop` need a reason,
 * `by-hand` evidence as text or file, `edit` and `undo` the plan that was shown.
 */
export const decideStepSchema = z.object({
  choice: decisionChoiceSchema,
  /** Attempt the person saw; another one in the meantime answers 409. */
  attempt: z.number().int(),
  reason: z.string().max(2000).optional(),
  evidence: z.string().max(100_000).optional(),
  /** Ids of files that were added to the step as evidence. */
  files: z.array(z.string()).max(10).optional(),
  /** With `edit` and `undo`: the plan to go on with, and its hash. */
  planId: z.string().optional(),
  planHash: z.string().optional(),
  /** With `retry` of a step with `each`: only the items that failed. Default true. */
  failedItemsOnly: z.boolean().optional(),
});
export type DecideStep = z.infer<typeof decideStepSchema>;

/** `POST /runs/:id/cancel`. */
export const cancelRunSchema = z.object({
  reason: z.string().max(2000).optional(),
});
export type CancelRun = z.infer<typeof cancelRunSchema>;

/**
 * `POST /runs/:id/steps/:step/replan`: the plan for the rest of a run in which
 * this step has another input. Nothing changes until it is decided with `edit`.
 */
export const replanStepSchema = z.object({
  /** Whole input of the step; taken as it stands, not templated. */
  input: jsonObjectSchema,
});
export type ReplanStep = z.infer<typeof replanStepSchema>;

/**
 * `POST /runs/:id/undo/plan`: the plan that takes back what the run did, in
 * reverse order. Decide with `undo`, or start it when the run is over.
 */
export const planUndoSchema = z.object({
  /** Ids of the steps to take back; absent: all that can be. */
  steps: z.array(z.string()).optional(),
});
export type PlanUndo = z.infer<typeof planUndoSchema>;

/** `POST /runs/:id/lead`: takes the lead, or hands it over. */
export const changeLeadSchema = z.object({
  /** Entity ref of who leads from now on; absent: the caller. */
  to: z.string().optional(),
  reason: z.string().max(2000).optional(),
});
export type ChangeLead = z.infer<typeof changeLeadSchema>;

/** `POST /runs/:id/break-glass`. */
export const breakGlassSchema = z.object({
  reason: z.string().trim().min(10).max(2000),
});
export type BreakGlass = z.infer<typeof breakGlassSchema>;

/** `GET /approvals` query. Newest first, keyset-paginated. */
export const listApprovalsQuerySchema = z.object({
  state: z.array(approvalStateSchema).optional(),
  service: z.string().optional(),
  run: z.string().optional(),
  /** Only what the caller may answer. */
  mine: z.enum(['true', 'false']).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListApprovalsQuery = z.input<typeof listApprovalsQuerySchema>;

export const approvalListSchema = z.object({
  items: z.array(approvalItemSchema),
  nextCursor: z.string().optional(),
});
export type ApprovalList = z.infer<typeof approvalListSchema>;

/** `POST /approvals/:id/decide`. */
export const decideApprovalSchema = z.object({
  decision: z.enum(['approve', 'reject']),
  /** The plan the person saw; another one answers 409. */
  planHash: z.string(),
  /** Required with `reject`. */
  comment: z.string().max(2000).optional(),
  /** Required when the step asks to type its target. */
  typed: z.string().optional(),
});
export type DecideApproval = z.infer<typeof decideApprovalSchema>;

/** `POST /approvals/:id/withdraw`: by who asked, or by who approved, before it is used. */
export const withdrawApprovalSchema = z.object({
  comment: z.string().max(2000).optional(),
});
export type WithdrawApproval = z.infer<typeof withdrawApprovalSchema>;

/** `GET /reviews` query. */
export const listReviewsQuerySchema = z.object({
  state: z.enum(['open', 'closed']).optional(),
  service: z.string().optional(),
  run: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListReviewsQuery = z.input<typeof listReviewsQuerySchema>;

export const reviewListSchema = z.object({
  items: z.array(reviewSchema),
  nextCursor: z.string().optional(),
});
export type ReviewList = z.infer<typeof reviewListSchema>;

/** `POST /reviews/:id/close`. */
export const closeReviewSchema = z.object({
  note: z.string().trim().min(1).max(10_000),
});
export type CloseReview = z.infer<typeof closeReviewSchema>;

/** `GET /locks` query. */
export const listLocksQuerySchema = z.object({
  service: z.string().optional(),
});
export type ListLocksQuery = z.input<typeof listLocksQuerySchema>;

export const lockListSchema = z.object({ items: z.array(lockSchema) });
export type LockList = z.infer<typeof lockListSchema>;

/**
 * `POST /locks/steal`: frees a target. Its holder is stopped where it stands; a
 * step of it that was under way becomes unknown.
 */
export const stealLockSchema = z.object({
  target: z.string(),
  /** The run that was seen to hold it; another one answers 409. */
  holder: z.string(),
  reason: z.string().trim().min(10).max(2000),
});
export type StealLock = z.infer<typeof stealLockSchema>;

/** `GET /runs/:run/export` query. */
export const exportQuerySchema = z.object({
  format: z.enum(['markdown', 'json']).default('markdown'),
});
export type ExportQuery = z.input<typeof exportQuerySchema>;

/** Query of `POST /runs/:run/steps/:step/evidence`; the body is the file itself. */
export const addEvidenceQuerySchema = z.object({
  name: z.string().min(1).max(200),
});
export type AddEvidenceQuery = z.input<typeof addEvidenceQuerySchema>;

/** One thing in which what would run now is not what was planned. */
export const planDifferenceSchema = z.object({
  /** E.g. `Input 'reason'`, `Step 'restart': Deployment`. */
  what: z.string(),
  /** In words; `–` where there was none. */
  planned: z.string(),
  now: z.string(),
});
export type PlanDifference = z.infer<typeof planDifferenceSchema>;

/** Body of every answer that is not 2xx: Backstage's, with fields of ours. */
export const apiErrorSchema = z.object({
  error: z.looseObject({
    /** E.g. `NotAllowedError`. */
    name: z.string(),
    /** What happened, to what. */
    message: z.string(),
    /** E.g. `permissions-off`. */
    code: z.string().optional(),
    /** What to do next. */
    nextStep: z.string().optional(),
    /** With `invalid-inputs`: what is wrong with each input. */
    fields: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional(),
    /** With `plan-differs`: what is another by now. */
    differences: z.array(planDifferenceSchema).optional(),
  }),
  response: z.looseObject({ statusCode: z.number().int() }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;
