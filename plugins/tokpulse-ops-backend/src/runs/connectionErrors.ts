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

import { setTimeout as sleep } from 'node:timers/promises';
import { postgresCode } from './Database';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Shut down, crashed, starting up, out of connections, idle for too long. */
const SERVER_CODES = new Set(['57P01', '57P02', '57P03', '53300', '25P03']);

const CONNECTION_MESSAGES =
  /connection terminated|connection ended|not queryable|timeout acquiring a connection|client has encountered a connection error|client was closed/i;

/** Whether an error says that the database could not be reached. */
export function isConnectionError(error: unknown): boolean {
  const code = postgresCode(error);
  if (code !== undefined) {
    return (
      NETWORK_CODES.has(code) ||
      SERVER_CODES.has(code) ||
      /^08/.test(code) ||
      (code.length !== 5 && messageFits(error))
    );
  }
  return messageFits(error);
}

function messageFits(error: unknown): boolean {
  return (
    (error instanceof AggregateError && error.errors.some(isConnectionError)) ||
    (error instanceof Error && CONNECTION_MESSAGES.test(error.message))
  );
}

/** How long a driver with a result in its hands waits for the database. */
const PATIENCE_MS = 60_000;

/**
 * Repeats work while the database cannot be reached. The work has to be safe
 * to repeat although an earlier try may have been committed.
 */
export async function throughOutages<T>(
  work: () => Promise<T>,
  options: { readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const { patienceMs = PATIENCE_MS, signal } = options;
  const started = performance.now();
  for (let wait = 50; ; wait = Math.min(wait * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      const over = performance.now() - started > patienceMs;
      if (!isConnectionError(error) || over || signal?.aborted) {
        throw error;
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
