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

import { ConflictError } from '@backstage/errors';
import { withProblem } from '../../problems';
import type { RunService } from '../types';
import { isIntact } from './planHash';

/**
 * Starts a run only when its plan is what was shown and the service is still
 * configured as it was then.
 */
export class IntactRunService implements RunService {
  readonly confirm: RunService['confirm'];
  readonly answer: RunService['answer'];
  readonly decide: RunService['decide'];
  readonly cancel: RunService['cancel'];
  readonly #runs: RunService;
  readonly #services: { fingerprint(id: string): string | undefined };
  readonly #hashKey: string;

  constructor(options: {
    readonly runs: RunService;
    readonly services: { fingerprint(id: string): string | undefined };
    readonly hashKey: string;
  }) {
    const { runs } = options;
    this.confirm = step => runs.confirm(step);
    this.answer = step => runs.answer(step);
    this.decide = step => runs.decide(step);
    this.cancel = run => runs.cancel(run);
    this.#runs = runs;
    this.#services = options.services;
    this.#hashKey = options.hashKey;
  }

  async start(
    options: Parameters<RunService['start']>[0],
  ): ReturnType<RunService['start']> {
    const { plan } = options;
    if (!isIntact(plan, this.#hashKey)) {
      throw withProblem(
        new ConflictError(`The stored plan ${plan.id} is not what it was`),
        {
          code: 'plan-altered',
          nextStep: 'Plan again, and find out who changed the database',
        },
      );
    }
    if (this.#services.fingerprint(plan.service) !== plan.serviceFingerprint) {
      throw withProblem(
        new ConflictError(
          `The configuration of '${plan.service}' has changed since it was planned`,
        ),
        { code: 'service-changed', nextStep: 'Plan again' },
      );
    }
    return this.#runs.start(options);
  }
}
