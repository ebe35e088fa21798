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
import { severitySchema } from './run';
import {
  healthCheckSchema,
  healthStatusSchema,
  hostHealthSchema,
} from './service';

/** How long in the past a view reaches. */
export const observationWindowSchema = z.enum(['24h', '7d', '30d', '90d']);
export type ObservationWindow = z.infer<typeof observationWindowSchema>;

/** A check as pages show it: what it measured, against what, since when. */
export const checkViewSchema = healthCheckSchema.extend({
  /** Since when it has this status, ISO 8601 UTC. */
  since: z.string(),
  /** The status before, if it ever had another one. */
  previous: healthStatusSchema.optional(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

/** A host as pages show it. */
export const hostViewSchema = hostHealthSchema.extend({
  checks: z.array(checkViewSchema),
  /** Since when it has this status, ISO 8601 UTC. */
  since: z.string(),
});
export type HostView = z.infer<typeof hostViewSchema>;

/** A host or a check that changed its status. */
export const healthChangeSchema = z.object({
  /** ISO 8601 UTC. */
  at: z.string(),
  host: z.string().optional(),
  check: z.string().optional(),
  from: healthStatusSchema.optional(),
  to: healthStatusSchema,
  message: z.string(),
});
export type HealthChangeView = z.infer<typeof healthChangeSchema>;

/** How the readings come in. */
export const collectionSchema = z.object({
  /** The last attempt, ISO 8601 UTC; absent when there was none yet. */
  at: z.string().optional(),
  /** When the next one is due, ISO 8601 UTC. */
  nextAt: z.string().optional(),
  /** Milliseconds between two collections, as they are made now. */
  everyMs: z.number().int(),
  /** The last reading is older than it should be. */
  stale: z.boolean(),
  /** Why the last collection brought nothing. */
  failure: z.object({ message: z.string(), nextStep: z.string() }).optional(),
  /** Of the service's request budget. */
  budget: z.object({
    limit: z.number().int(),
    used: z.number().int(),
    windowMs: z.number().int(),
  }),
});
export type Collection = z.infer<typeof collectionSchema>;

/** Availability in a window that ends now. */
export const availabilitySchema = z.object({
  window: observationWindowSchema,
  /** Share of the observed time that it was not unhealthy, 0 to 1. */
  availability: z.number().min(0).max(1).optional(),
  /** Share of the window for which there are readings, 0 to 1. */
  observed: z.number().min(0).max(1),
  /** Milliseconds. */
  downtimeMs: z.number(),
  incidents: z.number().int(),
});
export type AvailabilityOfWindow = z.infer<typeof availabilitySchema>;

/** One day (UTC) of the availability strip; milliseconds in each status. */
export const availabilityDaySchema = z.object({
  /** `YYYY-MM-DD`. */
  date: z.string(),
  availability: z.number().min(0).max(1).optional(),
  healthyMs: z.number(),
  degradedMs: z.number(),
  unhealthyMs: z.number(),
  /** Asked, and not known: rate-limited, a timeout of ours. */
  unknownMs: z.number(),
  /** Incidents that were open on this day. */
  incidents: z.number().int(),
});
export type AvailabilityDay = z.infer<typeof availabilityDaySchema>;

/** The objective and what is left of its error budget. */
export const sloSchema = z.object({
  /** Share of time, e.g. 0.999. */
  objective: z.number(),
  window: observationWindowSchema,
  /** False: nobody has configured it, this is the default. */
  configured: z.boolean(),
  /** Milliseconds of downtime that the objective allows in the window. */
  budgetMs: z.number(),
  spentMs: z.number(),
});
export type Slo = z.infer<typeof sloSchema>;

/** Readings of one stretch of time; absent figures: no reading. */
export const trendPointSchema = z.object({
  /** Start of the stretch, ISO 8601 UTC. */
  at: z.string(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  max: z.number().optional(),
  count: z.number().int(),
});
export type TrendPoint = z.infer<typeof trendPointSchema>;

export const trendSchema = z.object({
  /** Name of what is measured, e.g. `response_time`, `api_response_time`. */
  name: z.string(),
  host: z.string(),
  unit: z.string(),
  /** Milliseconds that one point stands for. */
  stepMs: z.number().int(),
  points: z.array(trendPointSchema),
});
export type Trend = z.infer<typeof trendSchema>;

/** Something that happened and may explain a change. */
export const markerSchema = z.object({
  at: z.string(),
  kind: z.enum(['deployment', 'restart', 'run', 'incident']),
  label: z.string(),
  runId: z.string().optional(),
});
export type Marker = z.infer<typeof markerSchema>;

/** A stretch of time in which a service was not healthy. */
export const incidentSchema = z.object({
  id: z.string(),
  service: z.string(),
  /** The worst status in it. */
  status: healthStatusSchema,
  openedAt: z.string(),
  closedAt: z.string().optional(),
  /** What was wrong, in words. */
  summary: z.string(),
  severity: severitySchema,
  /**
   * Milliseconds within which somebody responds, from its opening or, when it
   * became worse since, from `escalatedAt`.
   */
  respondWithinMs: z.number().int(),
  /** When it became worse and the response clock began again. */
  escalatedAt: z.string().optional(),
  /** Who said that they see to it; entity ref. */
  acknowledgedBy: z.string().optional(),
  acknowledgedAt: z.string().optional(),
  note: z.string().optional(),
  /** The runbook that fits best. */
  runbook: z.object({ id: z.string(), title: z.string() }).optional(),
});
export type Incident = z.infer<typeof incidentSchema>;

/** What is wrong, in words; the same observations give the same words. */
export const explanationSchema = z.object({
  /** One sentence, the worst thing first. */
  headline: z.string(),
  /** What else helps to understand it, most telling first. */
  details: z.array(z.string()),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** A runbook that fits what is wrong now. */
export const suggestionSchema = z.object({
  runbook: z.string(),
  title: z.string(),
  severity: severitySchema.optional(),
  respondWithinMs: z.number().int().optional(),
  /** Why it fits, in words. */
  because: z.string(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** `GET /services/:service/health`. */
export const healthViewSchema = z.object({
  service: z.string(),
  status: healthStatusSchema,
  /** Since when, ISO 8601 UTC. */
  since: z.string().optional(),
  explanation: explanationSchema,
  suggestions: z.array(suggestionSchema),
  /** The incident that is open now. */
  incident: incidentSchema.optional(),
  collection: collectionSchema,
  hosts: z.array(hostViewSchema),
  /** Newest first, at most 20. */
  changes: z.array(healthChangeSchema),
  /** 24 h, 7, 30 and 90 days. */
  availability: z.array(availabilitySchema),
  /** 90 days, oldest first. */
  days: z.array(availabilityDaySchema),
  slo: sloSchema,
});
export type HealthView = z.infer<typeof healthViewSchema>;

/** `GET /services/states`: every service as it is now. */
export const serviceStateSchema = z.object({
  service: z.string(),
  title: z.string(),
  status: healthStatusSchema,
  since: z.string().optional(),
  at: z.string().optional(),
  stale: z.boolean(),
  headline: z.string(),
  incident: incidentSchema.optional(),
  activeRuns: z.number().int(),
});
export type ServiceState = z.infer<typeof serviceStateSchema>;

/** One frame of `GET /observations/stream`: something new to look at. */
export const observationNoticeSchema = z.object({
  service: z.string(),
  /** ISO 8601 UTC. */
  at: z.string(),
  what: z.enum(['observation', 'incident']),
  status: healthStatusSchema,
});
export type ObservationNotice = z.infer<typeof observationNoticeSchema>;
