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

/** A duration such as `30s`, `3m`, `1h`, at most 7 days. */
export const durationInput = z
  .string()
  .refine(text => (parseDuration(text) ?? Infinity) <= 7 * 86_400_000, {
    error: 'Write a duration of at most 7 days, such as 30s, 3m or 1h',
  })
  .meta({ examples: ['30s', '3m', '1h'] });

/** Milliseconds of a text that {@link durationInput} has accepted. */
export function milliseconds(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) {
    throw new Error(`'${text}' is not a duration`);
  }
  return duration;
}
