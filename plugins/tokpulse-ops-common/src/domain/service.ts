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
import { jsonObjectSchema } from './json';

/** Health of a service, a host or a check. `unknown` is never "down". */
export const healthStatusSchema = z.enum([
  'healthy',
  'degraded',
  'unhealthy',
  'unknown',
]);
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/** What a check measured, and from which values on the service complains. */
export const checkReadingSchema = z.object({
  value: z.number(),
  /** `ms`, `percent`, `bytes`, `seconds`, `count`. */
  unit: z.string(),
  /** From this value on the service calls it degraded. */
  degradedAt: z.number().optional(),
  /** From this value on the service calls it unhealthy. */
  unhealthyAt: z.number().optional(),
});
export type CheckReading = z.infer<typeof checkReadingSchema>;

/** One check inside a host's health answer. */
export const healthCheckSchema = z.object({
  name: z.string(),
  status: healthStatusSchema,
  message: z.string().optional(),
  responseTimeMs: z.number().optional(),
  details: jsonObjectSchema.optional(),
  /** What was measured; absent when the check gives no figure. */
  reading: checkReadingSchema.optional(),
  /** What it really measures, where its name misleads; one sentence. */
  reality: z.string().optional(),
  /** Listed in the service's `ignoreChecks`: shown, not judged. */
  ignored: z.boolean(),
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;

/** How a host answered, told apart as `reference/tokpulse.md` §2.3 asks. */
export const hostAnswerSchema = z.enum([
  'answered',
  'answered-without-checks',
  'rate-limited',
  'not-offered',
  'unexpected-content',
  'server-error',
  'edge-error',
  'timeout',
  'refused',
  'dns-error',
  'tls-error',
  'connection-lost',
  'blocked',
]);
export type HostAnswer = z.infer<typeof hostAnswerSchema>;

/** What is left of a host's own rate limit, as its answer said. */
export const rateLimitSchema = z.object({
  limit: z.number().int(),
  remaining: z.number().int(),
  /** ISO 8601 UTC. */
  resetAt: z.string().optional(),
});
export type RateLimit = z.infer<typeof rateLimitSchema>;

/** One reading of one host. */
export const hostHealthSchema = z.object({
  host: z.string(),
  url: z.string(),
  status: healthStatusSchema,
  answer: hostAnswerSchema,
  httpStatus: z.number().int().optional(),
  latencyMs: z.number(),
  /** In words: what is wrong, or that nothing is. */
  message: z.string(),
  checks: z.array(healthCheckSchema),
  version: z.string().optional(),
  /** How long the process has been up, by its own account. */
  uptimeMs: z.number().optional(),
  /** What is left of the host's own rate limit, when it says so. */
  rateLimit: rateLimitSchema.optional(),
});
export type HostHealth = z.infer<typeof hostHealthSchema>;

/** A service's health as last read. */
export const serviceStatusSchema = z.object({
  service: z.string(),
  status: healthStatusSchema,
  /** In words, worst thing first. */
  summary: z.string(),
  /** When it was read, ISO 8601 UTC. */
  at: z.string(),
  /** Since when this status has been seen without interruption. */
  since: z.string(),
  hosts: z.array(hostHealthSchema),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

/** A configured service, without anything secret. */
export const serviceInfoSchema = z.object({
  id: z.string(),
  title: z.string(),
  entities: z.array(z.string()),
  hosts: z.array(z.object({ name: z.string(), url: z.string() })),
  /** What is configured, and what each missing thing would enable. */
  capabilities: z.array(
    z.object({
      id: z.string(),
      configured: z.boolean(),
      /** E.g. "Logs need a Railway token." */
      hint: z.string().optional(),
    }),
  ),
});
export type ServiceInfo = z.infer<typeof serviceInfoSchema>;
