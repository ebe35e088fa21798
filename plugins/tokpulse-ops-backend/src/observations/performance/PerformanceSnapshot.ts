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

import {
  budgetViewSchema,
  endpointPerformanceSchema,
  hostAnswerSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';

/**
 * What is kept of a host's latest performance answer, as
 * `latest[host].performance` of an observation: a few kilobytes, without any
 * measurement of its own and without private data.
 */
export const performanceSnapshotSchema = z.object({
  /** When it was read, by the portal's clock, ISO 8601 UTC. */
  at: z.string(),
  answer: hostAnswerSchema,
  /** Why there are no figures, or fewer than there could be. */
  problem: z.string().optional(),
  /** What the host says of itself, or would by its own rule. */
  stated: z
    .object({
      score: z.number().int().min(0).max(100),
      violations: z.number().int(),
      recommendations: z.number().int(),
      /** The host has measurements, although they could not be read. */
      measured: z.boolean(),
    })
    .optional(),
  /** Violated ones first, then those with data. */
  budgets: z.array(budgetViewSchema),
  recommendations: z.array(z.string()),
  endpoints: z.array(endpointPerformanceSchema),
  /** Measurements behind the figures. */
  samples: z.number().int(),
  /** Time of the oldest and of the newest of them, by the host's clock. */
  since: z.string().optional(),
  readUntil: z.string().optional(),
  /** What to know about these figures. */
  notes: z.array(z.string()),
});
export type PerformanceSnapshot = z.infer<typeof performanceSnapshotSchema>;

/** Undefined when there is none, or another version wrote it. */
export function readPerformanceSnapshot(
  value: unknown,
): PerformanceSnapshot | undefined {
  const parsed = performanceSnapshotSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
