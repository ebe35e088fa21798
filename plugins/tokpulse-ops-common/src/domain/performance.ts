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
import { markerSchema, trendSchema } from './observation';
import { hostAnswerSchema } from './service';

/** One budget of a host against what was read. */
export const budgetViewSchema = z.object({
  name: z.string(),
  description: z.string(),
  threshold: z.number(),
  unit: z.string(),
  severity: z.enum(['warning', 'error']),
  /** What is compared: the median or the 95th percentile. */
  statistic: z.enum(['p50', 'p95']),
  /** Absent when nothing was recorded for it. */
  reading: z.number().optional(),
  samples: z.number().int(),
  violated: z.boolean(),
  /** By the service's own rule, or by the portal from the raw readings. */
  judgedBy: z.enum(['service', 'portal']),
});
export type BudgetView = z.infer<typeof budgetViewSchema>;

/** The score of a host, and how much is behind it. */
export const scoreViewSchema = z.object({
  /** 0 to 100; absent without data, whatever the service says. */
  value: z.number().int().min(0).max(100).optional(),
  status: z.enum(['healthy', 'warning', 'critical', 'no-data']),
  /** How it is computed, in words. */
  computed: z.string(),
  budgets: z.number().int(),
  budgetsWithData: z.number().int(),
  violated: z.number().int(),
  /** Readings behind it. */
  samples: z.number().int(),
  /** ISO 8601 UTC; a restart empties the figures, so older ones are gone. */
  since: z.string().optional(),
});
export type ScoreView = z.infer<typeof scoreViewSchema>;

/** Readings on both sides of something that happened. */
export const comparisonSchema = z.object({
  marker: markerSchema,
  host: z.string(),
  name: z.string(),
  unit: z.string(),
  before: z.object({
    p50: z.number().optional(),
    p95: z.number().optional(),
    count: z.number().int(),
  }),
  after: z.object({
    p50: z.number().optional(),
    p95: z.number().optional(),
    count: z.number().int(),
  }),
  /** In words; says so when there is too little on one side. */
  conclusion: z.string(),
  direction: z.enum(['better', 'worse', 'same', 'not-known']),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Answers of one path of a host; addresses and ids in it are placeholders. */
export const endpointPerformanceSchema = z.object({
  method: z.string(),
  path: z.string(),
  p50: z.number(),
  p95: z.number(),
  max: z.number(),
  unit: z.string(),
  count: z.number().int(),
  /** Of these, answers with a status from 500 on. */
  errors: z.number().int(),
});
export type EndpointPerformance = z.infer<typeof endpointPerformanceSchema>;

/** One host's performance as last read. */
export const hostPerformanceSchema = z.object({
  host: z.string(),
  at: z.string().optional(),
  answer: hostAnswerSchema.optional(),
  /** Why there are no figures. */
  problem: z.string().optional(),
  score: scoreViewSchema,
  /** Violated ones first, then those with data. */
  budgets: z.array(budgetViewSchema),
  recommendations: z.array(z.string()),
  /** What its answers took by path, slowest first; at most 10. */
  endpoints: z.array(endpointPerformanceSchema).optional(),
});
export type HostPerformance = z.infer<typeof hostPerformanceSchema>;

/** `GET /services/:service/performance?window=`. */
export const performanceViewSchema = z.object({
  service: z.string(),
  hosts: z.array(hostPerformanceSchema),
  trends: z.array(trendSchema),
  markers: z.array(markerSchema),
  comparisons: z.array(comparisonSchema),
  /** What to know about these figures. */
  notes: z.array(z.string()),
});
export type PerformanceView = z.infer<typeof performanceViewSchema>;

/** One sample of a metrics page. */
export const metricSampleSchema = z.object({
  host: z.string(),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Absent when it is not a finite number; `text` says what it is. */
  value: z.number().optional(),
  text: z.string(),
  type: z.string().optional(),
  help: z.string().optional(),
  /** Its history is kept. */
  kept: z.boolean(),
});
export type MetricSampleView = z.infer<typeof metricSampleSchema>;

/** `GET /services/:service/metrics`. */
export const metricsViewSchema = z.object({
  hosts: z.array(
    z.object({
      host: z.string(),
      at: z.string().optional(),
      answer: hostAnswerSchema.optional(),
      /** Why there are no samples. */
      problem: z.string().optional(),
      samples: z.number().int(),
      /** Lines that are not valid Prometheus text; the first few. */
      problems: z.array(
        z.object({ line: z.number().int(), problem: z.string() }),
      ),
      problemCount: z.number().int(),
    }),
  ),
  /** Those that fit the search. */
  samples: z.array(metricSampleSchema),
  total: z.number().int(),
  /** Ready-made searches: what the operations document looks for. */
  searches: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      search: z.string(),
      note: z.string().optional(),
    }),
  ),
});
export type MetricsView = z.infer<typeof metricsViewSchema>;

/** `GET /services/:service/metrics/history`. */
export const metricHistorySchema = z.object({
  name: z.string(),
  stepMs: z.number().int(),
  series: z.array(
    z.object({
      host: z.string(),
      labels: z.record(z.string(), z.string()),
      points: z.array(
        z.object({ at: z.string(), value: z.number().optional() }),
      ),
    }),
  ),
});
export type MetricHistory = z.infer<typeof metricHistorySchema>;
