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

import { parseDuration } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';

const duration = (options: { readonly from: string; readonly to: string }) =>
  z.string().transform((text, context) => {
    const value = parseDuration(text);
    const [least, most] = [options.from, options.to].map(
      bound => parseDuration(bound) ?? 0,
    );
    if (value === undefined || value < least || value > most) {
      context.addIssue({
        code: 'custom',
        message: `must be a duration from ${options.from} to ${options.to}, such as 30s or 5m`,
      });
      return z.NEVER;
    }
    return value;
  });

/** How often a service is asked; milliseconds once it is read. */
export const collectConfigSchema = z.strictObject({
  every: duration({ from: '1s', to: '1h' }).prefault('60s'),
  whileUnhealthy: duration({ from: '1s', to: '1h' }).prefault('15s'),
});

/** The objective for the time that a service is not unhealthy. */
export const sloConfigSchema = z.strictObject({
  /** Percent. */
  availability: z
    .number()
    .min(50, 'is a percentage from 50 to 99.999')
    .max(99.999, 'is a percentage from 50 to 99.999'),
  window: z.enum(['24h', '7d', '30d', '90d']).default('30d'),
});

/** Metrics whose history is kept. */
export const metricsConfigSchema = z.strictObject({
  keep: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Only samples that have these labels. */
        labels: z.record(z.string(), z.string()).default({}),
      }),
    )
    .max(50, 'keeps at most 50 metrics')
    .default([]),
});

/** A metric whose history is kept. */
export type KeptMetricConfig = z.output<
  typeof metricsConfigSchema
>['keep'][number];
