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

import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { serviceStatusSchema } from '../domain/service';

const hostSchema = z.object({
  url: z.string(),
  health: z.string(),
  metrics: z.string().optional(),
  performance: z.string().optional(),
});

/**
 * What expressions and templates can read of a service: an allow-list, in which
 * no credential is. Parts that a service is not configured for are absent.
 */
export const serviceScopeSchema = z.object({
  id: z.string(),
  title: z.string(),
  hosts: z.record(z.string(), hostSchema),
  railway: z
    .object({
      service: z.string().optional(),
      projectId: z.string().optional(),
      environmentId: z.string().optional(),
    })
    .optional(),
  redis: z
    .record(z.string(), z.object({ sessionPrefix: z.string().optional() }))
    .optional(),
  postgres: z.record(z.string(), z.object({})).optional(),
});

/** What `suggestWhen` reads: the service with its health as last read. */
export const observedServiceScopeSchema = serviceScopeSchema.extend({
  health: serviceStatusSchema,
});

/** What expressions and templates can read of the run itself. */
export const runScopeSchema = z.object({
  /** Known once the run exists. */
  id: z.string(),
  /** Entity ref of the person who started it. */
  requestedBy: z.string(),
  reason: z.string(),
  /** Id of the runbook. */
  runbook: z.string(),
});

/** As JSON Schema, for who follows paths through it. */
export const scopeSchemas = {
  service: toJsonSchema(serviceScopeSchema),
  observedService: toJsonSchema(observedServiceScopeSchema),
  run: toJsonSchema(runScopeSchema),
} as const;

function toJsonSchema(schema: z.ZodType): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'output' })));
}
