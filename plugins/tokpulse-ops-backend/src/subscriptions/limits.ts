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

const UNLIMITED = -1;

const limitsSchema = z.record(z.string(), z.unknown());

/**
 * The limits of a plan by metric, `API_CALLS` and so on; one that is not there
 * is unlimited. TokPulse keeps them as JSON in a text, in some rows as a text in
 * that JSON: what cannot be read limits nothing.
 */
export function readLimits(text: string | null): ReadonlyMap<string, number> {
  const parsed = limitsSchema.safeParse(parse(parse(text)));
  return new Map(
    Object.entries(parsed.success ? parsed.data : {}).flatMap(
      ([name, value]) => {
        const limit = Number(value);
        const isLimit =
          (typeof value === 'number' ||
            (typeof value === 'string' && value.trim() !== '')) &&
          Number.isFinite(limit) &&
          limit !== UNLIMITED;
        return isLimit ? [[metricOf(name), limit] as const] : [];
      },
    ),
  );
}

/** `api_calls` and `apiCalls` are the limit of `API_CALLS`. */
function metricOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLocaleUpperCase('en-US');
}

function parse(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
