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

import type {
  HealthReading,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

/** The body of Railway's edge when no process answers behind it. */
const railwayEdgeSchema = z.object({
  status: z.literal('error'),
  code: z.number().int(),
  message: z.string(),
});

/**
 * Recognises an answer that the platform gave in the place of the application:
 * Railway's JSON or its fallback header, or 502, 503 and 504 without JSON.
 */
export function readEdgeAnswer(
  response: ServiceResponse,
): HealthReading | undefined {
  const { status, headers, body } = response;
  const json = parseJson(body);
  const railway = railwayEdgeSchema.safeParse(json);
  const isEdge =
    headers['x-railway-fallback'] === 'true' ||
    (railway.success && status >= 400) ||
    (status >= 502 && status <= 504 && json === undefined);
  if (!isEdge) {
    return undefined;
  }
  const words = railway.success
    ? railway.data.message
    : /<title>([^<]{1,120})<\/title>/i.exec(body.slice(0, 5_000))?.[1]?.trim();
  return {
    status: 'unhealthy',
    answer: 'edge-error',
    predicate: `does not answer: the platform's edge says ${status}${
      words ? ` '${words.slice(0, 120)}'` : ''
    }`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
