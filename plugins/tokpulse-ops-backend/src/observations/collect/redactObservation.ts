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
  healthStatusSchema,
  hostHealthSchema,
  jsonValueSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import type { Redactor } from '../../runs/types';
import type { FreshObservation } from './observe';

/** What comes out of the redactor is checked again: it is JSON and no more. */
const observationSchema: z.ZodType<FreshObservation> = z.object({
  service: z.string(),
  status: healthStatusSchema,
  summary: z.string(),
  hosts: z.array(hostHealthSchema),
  readings: z.array(
    z.object({
      host: z.string(),
      name: z.string(),
      unit: z.string(),
      p50: z.number().optional(),
      p95: z.number().optional(),
      max: z.number().optional(),
      count: z.number(),
      samples: z.array(z.number()).optional(),
    }),
  ),
  metrics: z.array(
    z.object({
      host: z.string(),
      name: z.string(),
      labels: z.record(z.string(), z.string()),
      value: z.number(),
    }),
  ),
  latest: z.record(z.string(), z.record(z.string(), jsonValueSchema)),
  failure: z.object({ message: z.string(), nextStep: z.string() }).optional(),
});

/** The observation without any configured secret that a service repeats. */
export function redactObservation(
  observation: FreshObservation,
  redactor: Pick<Redactor, 'json'>,
): FreshObservation {
  return observationSchema.parse(
    redactor.json(JSON.parse(JSON.stringify(observation))),
  );
}
