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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, stringifyError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withProblem } from '../problems';
import type {
  IdempotencyKeys,
  KeptAnswer,
  KeyRef,
  OwnedKey,
} from './IdempotencyKeys';
import { reusedKey } from './problems';
import { withReservation } from './reservationScope';

/** A process that shows no sign of life for so long has died. */
const LEASE_MS = 30_000;

/** How long the same request waits for the first one. */
const WAIT_MS = 10_000;

const FIRST_LOOK_MS = 15;
const LONGEST_LOOK_MS = 250;

/** Options of {@link IdempotentRequests}. */
export interface IdempotentRequestsOptions {
  readonly keys: IdempotencyKeys;
  readonly logger: LoggerService;
  readonly leaseMs?: number;
  readonly waitMs?: number;
}

/** An answer, and whether it is one that was given before. */
export interface IdempotentAnswer extends KeptAnswer {
  readonly replayed: boolean;
}

/**
 * Lets a request happen once. The key is reserved first, so that another try
 * waits; the transaction of the change says that it is made, so that it is not
 * made again when the process dies; a success is kept and answers every later
 * try. A refusal changed nothing and is not kept.
 */
export class IdempotentRequests {
  readonly #keys: IdempotencyKeys;
  readonly #logger: LoggerService;
  readonly #leaseMs: number;
  readonly #waitMs: number;

  constructor(options: IdempotentRequestsOptions) {
    this.#keys = options.keys;
    this.#logger = options.logger;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#waitMs = options.waitMs ?? WAIT_MS;
  }

  /**
   * @param request.requestHash - of everything else that the request says
   * @throws with code `idempotency-key-reused` (422) when the key was used for
   * something else, `request-in-progress` and `answer-lost` (409)
   */
  async answer(
    request: KeyRef & {
      readonly requestHash: Buffer;
      readonly signal: AbortSignal;
    },
    handle: () => Promise<KeptAnswer>,
  ): Promise<IdempotentAnswer> {
    const { principal, route, key, requestHash, signal } = request;
    const own: OwnedKey = { principal, route, key, owner: randomUUID() };
    const giveUpAt = performance.now() + this.#waitMs;
    let lookMs = FIRST_LOOK_MS;
    for (;;) {
      const leaseMs = this.#leaseMs;
      if (await this.#keys.reserve(own, { requestHash, leaseMs })) {
        return { ...(await this.#handle(own, handle)), replayed: false };
      }
      const state = await this.#keys.find(own, requestHash);
      switch (state.kind) {
        case 'answered':
          return { ...state.answer, replayed: true };
        case 'reused':
          throw reusedKey();
        case 'answer-lost':
          throw answerLost();
        case 'under-way':
          if (performance.now() > giveUpAt) {
            throw inProgress();
          }
          await sleep(lookMs, undefined, { signal });
          lookMs = Math.min(lookMs * 1.5, LONGEST_LOOK_MS);
          break;
        case 'free':
          break;
        default:
          throw new Error(`Unknown state ${state satisfies never}`);
      }
    }
  }

  async #handle(
    key: OwnedKey,
    handle: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    const alive = setInterval(
      () => this.#quietly(this.#keys.extend(key, this.#leaseMs)),
      this.#leaseMs / 3,
    );
    try {
      const answer = await withReservation(
        {
          claim: async tx => {
            if (!(await this.#keys.claim(tx, key))) {
              throw inProgress();
            }
          },
        },
        handle,
      );
      await this.#quietly(this.#keys.answer(key, answer));
      return answer;
    } catch (error) {
      await this.#quietly(this.#keys.release(key));
      throw error;
    } finally {
      clearInterval(alive);
    }
  }

  /** What was done is done, and the caller shall hear of it. */
  async #quietly(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#logger.warn(
        `An idempotency key could not be kept: ${stringifyError(error)}`,
      );
    }
  }
}

function inProgress(): ConflictError {
  return withProblem(
    new ConflictError('The same request is still being worked on'),
    {
      code: 'request-in-progress',
      nextStep: 'Send it again in a moment, with the same key',
    },
  );
}

function answerLost(): ConflictError {
  return withProblem(
    new ConflictError(
      'The request has taken effect, but the process that did it died before it could answer',
    ),
    {
      code: 'answer-lost',
      nextStep: 'Look at the state as it is now; do not send it again',
    },
  );
}
