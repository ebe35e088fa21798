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

/** Somebody to call. */
export const contactSchema = z.object({
  name: z.string(),
  role: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  url: z.string().optional(),
});
export type Contact = z.infer<typeof contactSchema>;

/** `GET /services/:service/about`: what stands beside the quick actions. */
export const serviceAboutSchema = z.object({
  contacts: z.array(contactSchema),
  /** In order; the first one first. */
  escalation: z.array(
    z.object({
      level: z.string(),
      who: z.string(),
      /** E.g. `15m`: when nobody has answered for so long. */
      after: z.string().optional(),
      contact: z.string().optional(),
    }),
  ),
  statusPage: z.string().optional(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  /** Absent where no host of flags is configured. */
  flags: z
    .object({
      at: z.string(),
      /** False: the answer was empty or unreadable, which is not "all off". */
      known: z.boolean(),
      message: z.string(),
      flags: z.array(z.object({ name: z.string(), value: z.string() })),
    })
    .optional(),
  /** What could be configured and is not. */
  missing: z.array(z.object({ what: z.string(), key: z.string() })),
});
export type ServiceAbout = z.infer<typeof serviceAboutSchema>;
