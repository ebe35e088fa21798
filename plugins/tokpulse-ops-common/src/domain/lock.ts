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

/** One target that a run holds, and who waits for it, in their order. */
export const lockSchema = z.object({
  /** E.g. `tokpulse/railway`. */
  target: z.string(),
  service: z.string(),
  holder: lockedRunSchema,
  queue: z.array(lockedRunSchema),
});
export type Lock = z.infer<typeof lockSchema>;
