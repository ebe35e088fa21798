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
import { runStateSchema, severitySchema } from './run';

const lockedRunSchema = z.object({
  runId: z.string(),
  runbookTitle: z.string(),
  severity: severitySchema.optional(),
  lead: z.string(),
  state: runStateSchema,
  /** Since when it holds the target, or stands in its queue. */
  since: z.string(),
});

export type LockedRun = z.infer<typeof lockedRunSchema>;

/** A run that the caller may not see: that it is there, and no more. */
const hiddenRunSchema = z.object({
  hidden: z.literal(true),
  since: z.string(),
});
export type HiddenRun = z.infer<typeof hiddenRunSchema>;

const lockPlaceSchema = z.union([hiddenRunSchema, lockedRunSchema]);

/** One target that a run holds, and who waits for it, in their order. */
export const lockSchema = z.object({
  /** E.g. `tokpulse/railway`. */
  target: z.string(),
  service: z.string(),
  holder: lockPlaceSchema,
  queue: z.array(lockPlaceSchema),
});
/** Who holds a target or waits for it. */
export type LockPlace = z.infer<typeof lockPlaceSchema>;
export type Lock = z.infer<typeof lockSchema>;
