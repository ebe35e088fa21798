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

import { RequestHandler } from 'express';

const secretNames = new Set([
  'password',
  'token',
  'secret',
  'key',
  'authorization',
  'cookie',
]);

const flushEveryMs = 30_000;

/**
 * Prints one telemetry line for every request, and records every answer of
 * 400 and above as an error, as the original does: a search for "error" in its
 * logs finds many harmless lines.
 */
export function requestLog(): RequestHandler {
  let recordedErrors = 0;
  setInterval(() => {
    if (recordedErrors > 0) {
      console.log(`Flushing ${recordedErrors} error events`);
      recordedErrors = 0;
    }
  }, flushEveryMs).unref();

  return (request, response, next) => {
    const startedAt = performance.now();
    console.log(
      `[TELEMETRY] ${JSON.stringify({
        event: 'http_request',
        properties: {
          method: request.method,
          path: request.path,
          userAgent: request.get('user-agent'),
          ip: request.ip,
          headers: redacted(request.headers),
        },
        timestamp: new Date().toISOString(),
      })}`,
    );
    response.on('finish', () => {
      console.log(
        `[METRIC] http_request_duration ${Math.round(
          performance.now() - startedAt,
        )}ms`,
      );
      if (response.statusCode >= 400) {
        recordedErrors += 1;
        console.error('[ERROR]', {
          message: `API Request: ${request.method} ${request.path} - ${response.statusCode}`,
          context: { component: 'api', action: request.path },
          severity: response.statusCode >= 500 ? 'high' : 'medium',
        });
      }
    });
    next();
  };
}

/** Hides values by the exact name of the header, and only by that. */
function redacted(headers: NodeJS.Dict<string | string[]>): object {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretNames.has(name) ? '[REDACTED]' : value,
    ]),
  );
}
