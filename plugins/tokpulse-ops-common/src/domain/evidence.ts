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

/** A file that shows that something was done by hand; at most 5 MiB. */
export const evidenceFileSchema = z.object({
  /** UUIDv7. */
  id: z.string(),
  runId: z.string(),
  stepId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  /** Hex. */
  sha256: z.string(),
  addedBy: z.string(),
  addedAt: z.string(),
});
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;

/** Most bytes of one evidence file. */
export const MAX_EVIDENCE_BYTES = 5 * 1024 * 1024;

/** Whether the events of a run are what was written when they happened. */
export const evidenceVerificationSchema = z.object({
  runId: z.string(),
  valid: z.boolean(),
  /** Number of events that are there and were checked. */
  events: z.number().int(),
  checkedAt: z.string(),
  /** The first event that is not what it was, or that should be there. */
  firstBad: z
    .object({
      seq: z.number().int(),
      problem: z.enum(['edited', 'missing', 'inserted', 'tail-cut']),
      message: z.string(),
    })
    .optional(),
  /**
   * Retention has removed the events up to this one, and the files; what is left
   * of them is the code of the last one, absent for a run from before evidence.
   */
  removed: z
    .object({
      at: z.string(),
      seq: z.number().int(),
      /** Hex. */
      head: z.string().optional(),
    })
    .optional(),
  /** The last head of this run that was anchored outside the table. */
  anchored: z.object({ seq: z.number().int(), at: z.string() }).optional(),
  /**
   * Seconds between two anchors: whoever rewrites a whole chain with its key
   * within this time of the event is not found out.
   */
  windowSeconds: z.number(),
});
export type EvidenceVerification = z.infer<typeof evidenceVerificationSchema>;
