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
import { stringifyError } from '@backstage/errors';
import {
  ActionError,
  type ActionNeed,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Redactor } from '../types';

/** Plans that are made one after the other ask a provider once. */
const KEPT_MS = 5_000;

const LIMIT_MS = 3_000;

/** A credential as an action needs it. */
export type CredentialNeed = Extract<ActionNeed, { kind: 'credential' }>;

interface Kept {
  readonly until: number;
  readonly answer: Promise<ActionError | undefined>;
}

/** Finds out whether providers accept the credentials of services. */
export class CredentialChecks {
  readonly #logger: LoggerService;
  readonly #redactor: Pick<Redactor, 'text'>;
  readonly #keptMs: number;
  readonly #limitMs: number;
  readonly #kept = new WeakMap<ServiceAccess, Map<string, Kept>>();

  constructor(options: {
    readonly logger: LoggerService;
    readonly redactor: Pick<Redactor, 'text'>;
    readonly keptMs?: number;
    readonly limitMs?: number;
  }) {
    this.#logger = options.logger;
    this.#redactor = options.redactor;
    this.#keptMs = options.keptMs ?? KEPT_MS;
    this.#limitMs = options.limitMs ?? LIMIT_MS;
  }

  /**
   * What a provider has against a credential; undefined when it accepts it.
   * An answer is good for a few seconds, and for as long as readings of the
   * service have to be apart, so that planning does not use up its budget.
   */
  check(
    service: ServiceAccess,
    need: CredentialNeed,
  ): Promise<ActionError | undefined> {
    const ofService = this.#kept.get(service) ?? new Map<string, Kept>();
    this.#kept.set(service, ofService);
    const kept = ofService.get(need.id);
    if (kept !== undefined && performance.now() < kept.until) {
      return kept.answer;
    }
    const answer = this.#ask(need);
    const keptMs = Math.max(this.#keptMs, service.observeEveryMs ?? 0);
    ofService.set(need.id, { until: performance.now() + keptMs, answer });
    return answer;
  }

  async #ask(need: CredentialNeed): Promise<ActionError | undefined> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#limitMs);
    const tooLate = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason));
    });
    try {
      await Promise.race([need.check(limit.signal), tooLate]);
      return undefined;
    } catch (error) {
      if (limit.signal.aborted) {
        return new ActionError({
          code: 'timeout',
          message: `no answer within ${this.#limitMs / 1000} s`,
          nextStep: 'Plan again to ask again, or start without knowing',
        });
      }
      if (error instanceof ActionError) {
        return error;
      }
      this.#logger.warn(
        `${need.title} could not be checked: ${this.#redactor.text(
          stringifyError(error),
        )}`,
      );
      return new ActionError({
        code: 'internal',
        message: 'the check itself has failed',
        nextStep: 'The log of the backend says why',
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
