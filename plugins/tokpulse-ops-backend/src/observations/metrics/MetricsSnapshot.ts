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

import { hostAnswerSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';

/**
 * What is kept of a host's latest metrics page, as `latest[host].metrics` of an
 * observation: its samples without labels that say who was served.
 */
export const metricsSnapshotSchema = z.object({
  /** When it was read, ISO 8601 UTC. */
  at: z.string(),
  answer: hostAnswerSchema,
  /** Why there are no samples, or not all. */
  problem: z.string().optional(),
  samples: z.array(
    z.object({
      name: z.string(),
      labels: z.record(z.string(), z.string()),
      /** Absent when it is not a finite number. */
      value: z.number().optional(),
      text: z.string(),
      type: z.string().optional(),
      help: z.string().optional(),
    }),
  ),
  /** On the page, those that are not kept included. */
  total: z.number().int(),
  /** Lines that break the format; the first few. */
  problems: z.array(z.object({ line: z.number().int(), problem: z.string() })),
  problemCount: z.number().int(),
});
export type MetricsSnapshot = z.infer<typeof metricsSnapshotSchema>;

/** Undefined when there is none, or another version wrote it. */
export function readMetricsSnapshot(
  value: unknown,
): MetricsSnapshot | undefined {
  const parsed = metricsSnapshotSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
