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

import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** The answer to a request that is still being worked on. */
const IN_PROGRESS = 'request-in-progress';
const SERVER_TROUBLE = 500;
const KEY_BYTES = 16;

/** Whether nobody knows if a request that failed was carried out. */
export function isAnswerLost(error: unknown): boolean {
  const { status, code } = describeApiError(error);
  return (
    status === undefined || status >= SERVER_TROUBLE || code === IN_PROGRESS
  );
}

/** 32 hex digits. `crypto.randomUUID` is not there when a portal has no HTTPS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * Gives each thing that a person wants an idempotency key. What is sent again
 * because its answer was lost carries the same key, so that it is done once;
 * what is wanted anew after an answer carries another one.
 */
export class Intentions {
  readonly #open = new Map<string, string>();

  /** Sends what `what` describes; it must hold all that makes the request. */
  async send<T>(
    what: object,
    request: (options: { readonly idempotencyKey: string }) => Promise<T>,
  ): Promise<T> {
    const id = JSON.stringify(what);
    const idempotencyKey = this.#open.get(id) ?? newKey();
    this.#open.set(id, idempotencyKey);
    try {
      const answer = await request({ idempotencyKey });
      this.#open.delete(id);
      return answer;
    } catch (error) {
      if (!isAnswerLost(error)) {
        this.#open.delete(id);
      }
      throw error;
    }
  }
}

const RETRIES = 2;
const RETRY_MS = 800;

/** For mutations that go through {@link Intentions}: a lost answer is asked for again. */
export const retryLost = {
  retry: (failures: number, error: Error) =>
    failures < RETRIES && isAnswerLost(error),
  retryDelay: RETRY_MS,
} as const;
