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

import type { JsonValue } from '@backstage/types';
import { jsonValueSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { hostNamed, urlOn } from '../../services/hosts';

const MAX_STORED_TEXT = 64 * 1024;
/** Headers that say something about an answer and nothing about a person. */
const SHOWN_HEADERS = [
  'content-type',
  'location',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'server',
];

const inputSchema = z.object({
  host: z.string().describe('Name of a configured host'),
  path: z
    .string()
    .regex(/^\//, 'Begin the path with "/"')
    .default('/')
    .describe('Path and query'),
  method: z.enum(['GET', 'HEAD', 'OPTIONS']).default('GET'),
  maxBytes: z
    .number()
    .int()
    .min(1)
    .max(4 * 1024 * 1024)
    .default(1024 * 1024)
    .describe('A longer answer is an error'),
});

/**
 * Asks one path of a configured host. Any answer is a success, whatever its
 * status: the body of a 503 often carries the reasons. A step says with
 * `expect` which status it wants.
 */
export const httpRequest = createRunbookAction({
  id: 'http:request',
  description:
    'Asks one path of a configured host and returns status, body and time; never changes anything',
  effect: 'read',
  input: inputSchema,
  output: z.object({
    url: z.string(),
    status: z.number().int(),
    /** 2xx. */
    ok: z.boolean(),
    headers: z.record(z.string(), z.string()),
    latencyMs: z.number().int(),
    /** The parsed body, when it is JSON. */
    json: jsonValueSchema.optional(),
    /** The body, when it is not JSON; at most 64 KiB. */
    text: z.string().optional(),
    truncated: z.boolean(),
  }),
  plan({ input, service }) {
    const url = urlOn(hostNamed(service, input.host), input.path);
    return [{ kind: 'request', method: input.method, url }];
  },
  async execute({ input, service, log, signal }) {
    const url = urlOn(hostNamed(service, input.host), input.path);
    const response = await service.request({
      url,
      method: input.method,
      maxBytes: input.maxBytes,
      signal,
    });
    const { status, headers, body, latencyMs } = response;
    log[status < 400 ? 'info' : 'warn'](
      `${input.method} ${url}: ${status} in ${latencyMs} ms`,
    );
    if (status === 429) {
      const seconds = headers['retry-after'];
      throw new ActionError({
        code: 'rate-limited',
        message: `${input.host} limits our requests (429), so this says nothing about its state`,
        nextStep: seconds ? `Try again in ${seconds} s` : 'Try again later',
      });
    }
    const json = parseJson(body);
    return done({
      url,
      status,
      ok: status >= 200 && status < 300,
      headers: Object.fromEntries(
        SHOWN_HEADERS.flatMap(name =>
          headers[name] === undefined ? [] : [[name, headers[name]]],
        ),
      ),
      latencyMs,
      ...(json === undefined
        ? { text: body.slice(0, MAX_STORED_TEXT) }
        : { json }),
      truncated: json === undefined && body.length > MAX_STORED_TEXT,
    });
  },
});

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
