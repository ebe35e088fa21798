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
import { safePath, withoutAddresses } from '../privateData';

/** One measurement, with nothing in it that says who was served. */
export interface ReportSample {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Milliseconds since 1970, by the host's clock; undefined: not readable. */
  readonly at?: number;
  readonly method?: string;
  /** With placeholders for ids and addresses. */
  readonly path?: string;
  readonly statusCode?: number;
}

/** A budget as the host states it. */
export interface StatedBudget {
  readonly name: string;
  readonly threshold: number;
  readonly unit: string;
  readonly severity: 'warning' | 'error';
  readonly description: string;
}

/** What TokPulse's `/performance` says, freed of private data. */
export interface PerformanceReport {
  readonly samples: readonly ReportSample[];
  readonly budgets: readonly StatedBudget[];
  /** By the host's own rule. */
  readonly violations: readonly {
    readonly budget: StatedBudget;
    readonly actual: number;
  }[];
  readonly recommendations: readonly string[];
  /** Entries that could not be read. */
  readonly skipped: number;
}

const MAX_BUDGETS = 100;
const MAX_RECOMMENDATIONS = 20;
const MAX_TEXT = 300;

const NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,99}$/;
const UNIT = /^[A-Za-z%/]{1,20}$/;

const unit = z.string().regex(UNIT).catch('');
const text = z
  .string()
  .transform(raw => withoutAddresses(raw).slice(0, MAX_TEXT));

const budgetSchema = z.object({
  name: z.string().regex(NAME),
  threshold: z.number(),
  unit,
  severity: z.enum(['warning', 'error']).catch('warning'),
  description: text.catch(''),
});

const violationSchema = z.object({
  budget: budgetSchema,
  actual: z.number(),
});

/**
 * The labels that are read; TokPulse adds the caller's address and browser and
 * the text of queries, and another version may add what nobody thought of.
 */
const labelsSchema = z
  .object({
    method: z
      .string()
      .regex(/^[A-Z]{3,10}$/)
      .optional()
      .catch(undefined),
    path: z.string().max(2_048).optional().catch(undefined),
    status_code: z
      .union([z.string(), z.number()])
      .transform(String)
      .pipe(z.string().regex(/^[1-5]\d{2}$/))
      .optional()
      .catch(undefined),
  })
  .catch({});

const sampleSchema = z.object({
  name: z.string().regex(NAME),
  value: z.number(),
  unit,
  timestamp: z.string().max(64).optional().catch(undefined),
  labels: labelsSchema.optional(),
});

const list = z.array(z.unknown()).optional().catch(undefined);
const reportSchema = z.object({
  metrics: list,
  budgets: list,
  violations: list,
  recommendations: list,
});

/** Undefined when the text is something else than such a report. */
export function parsePerformanceReport(
  body: string,
): PerformanceReport | undefined {
  const parsed = reportSchema.safeParse(parseJson(body));
  if (
    !parsed.success ||
    (parsed.data.metrics === undefined && parsed.data.budgets === undefined)
  ) {
    return undefined;
  }
  const { metrics = [], budgets = [], violations = [] } = parsed.data;
  const samples = readAll(sampleSchema, metrics).map(toSample);
  const readBudgets = readAll(budgetSchema, budgets.slice(0, MAX_BUDGETS));
  return {
    samples,
    budgets: readBudgets,
    violations: readAll(violationSchema, violations.slice(0, MAX_BUDGETS)),
    recommendations: readAll(
      text,
      (parsed.data.recommendations ?? []).slice(0, MAX_RECOMMENDATIONS),
    ),
    skipped: metrics.length - samples.length,
  };
}

function toSample(raw: z.output<typeof sampleSchema>): ReportSample {
  const { name, value, labels } = raw;
  const at = raw.timestamp === undefined ? NaN : Date.parse(raw.timestamp);
  return {
    ...{ name, value, unit: raw.unit },
    ...(!Number.isNaN(at) && { at }),
    ...(labels?.method && { method: labels.method }),
    ...(labels?.path && { path: safePath(labels.path) }),
    ...(labels?.status_code && { statusCode: Number(labels.status_code) }),
  };
}

/** Those that fit; what one entry breaks does not cost the others. */
function readAll<T extends z.ZodType>(
  schema: T,
  items: readonly unknown[],
): z.output<T>[] {
  return items.flatMap(item => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

const statusSchema = z.object({
  status: z.enum(['healthy', 'warning', 'critical']),
  score: z.number().int().min(0).max(100),
  violations: z.number().int().nonnegative(),
  recommendations: z.number().int().nonnegative().catch(0),
});
export type PerformanceStatus = z.output<typeof statusSchema>;

/** What `/performance/status` says: figures only, no readings. */
export function parsePerformanceStatus(
  body: string,
): PerformanceStatus | undefined {
  const parsed = statusSchema.safeParse(parseJson(body));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
