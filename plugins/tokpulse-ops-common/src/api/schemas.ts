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
  decisionChoiceSchema,
  effectSchema,
  findingSchema,
  jsonObjectSchema,
  numberedLogLineSchema,
  planSchema,
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

/** `POST /runs/:id/steps/:step/decide`. `skip` and `stop` need a reason, `by-hand` evidence. */
export const decideStepSchema = z.object({
  choice: decisionChoiceSchema,
  /** Attempt the person saw; another one in the meantime answers 409. */
  attempt: z.number().int(),
  reason: z.string().max(2000).optional(),
  evidence: z.string().max(100_000).optional(),
});
export type DecideStep = z.infer<typeof decideStepSchema>;

/** `POST /runs/:id/cancel`. */
export const cancelRunSchema = z.object({
  reason: z.string().max(2000).optional(),
});
export type CancelRun = z.infer<typeof cancelRunSchema>;

/** Body of every answer that is not 2xx: Backstage's, with two fields of ours. */
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
  }),
  response: z.looseObject({ statusCode: z.number().int() }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;
