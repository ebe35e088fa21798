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
import type {
  Plan,
  PlanDifference,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../../problems';
import type { ConfiguredService } from '../../services';
import type { Planner } from '../planner';
import type { RunService } from '../types';
import { isIntact } from './planHash';

/** Longer than the limits of what is read again. */
const LIMIT_MS = 10_000;

/** Options of {@link IntactRunService}. */
export interface IntactRunServiceOptions {
  readonly runs: RunService;
  readonly planner: Pick<Planner, 'differences'>;
  readonly services: { get(id: string): ConfiguredService | undefined };
  /** Whether a run was made of a plan already. */
  readonly wasRun: (planId: string) => Promise<boolean>;
  readonly hashKey: string;
}

/**
 * Starts a run only when its plan is what was shown, and would be the same plan
 * if it were made now.
 */
export class IntactRunService implements RunService {
  readonly confirm: RunService['confirm'];
  readonly answer: RunService['answer'];
  readonly cancel: RunService['cancel'];
  readonly #options: IntactRunServiceOptions;

  constructor(options: IntactRunServiceOptions) {
    const { runs } = options;
    this.confirm = step => runs.confirm(step);
    this.answer = step => runs.answer(step);
    this.cancel = run => runs.cancel(run);
    this.#options = options;
  }

  async start(
    options: Parameters<RunService['start']>[0],
  ): ReturnType<RunService['start']> {
    const { plan, planHash } = options;
    this.#requireIntact(plan);
    if (plan.hash !== planHash) {
      throw planDiffers([
        {
          what: 'Plan',
          planned: `version ${planHash.slice(0, 12)}`,
          now: `version ${plan.hash.slice(0, 12)}`,
        },
      ]);
    }
    // The same request again finds its run, whatever has changed since.
    if (!(await this.#options.wasRun(plan.id))) {
      await this.#requireSame(plan);
    }
    return this.#options.runs.start(options);
  }

  /** What a decision goes on with is a plan like any other. */
  async decide(
    options: Parameters<RunService['decide']>[0],
  ): ReturnType<RunService['decide']> {
    const { plan } = options;
    if (plan !== undefined) {
      this.#requireIntact(plan);
      await this.#requireSame(plan);
    }
    return this.#options.runs.decide(options);
  }

  #requireIntact(plan: Plan): void {
    if (!isIntact(plan, this.#options.hashKey)) {
      throw withProblem(
        new ConflictError(`The stored plan ${plan.id} is not what it was`),
        {
          code: 'plan-altered',
          nextStep: 'Plan again, and find out who changed the database',
        },
      );
    }
  }

  async #requireSame(plan: Plan): Promise<void> {
    const service = this.#options.services.get(plan.service);
    const differences =
      service === undefined
        ? [
            {
              what: 'Service',
              planned: plan.serviceTitle,
              now: 'is not configured any more',
            },
          ]
        : await this.#options.planner.differences(plan, {
            service,
            signal: AbortSignal.timeout(LIMIT_MS),
          });
    if (differences.length > 0) {
      throw planDiffers(differences);
    }
  }
}

function planDiffers(differences: readonly PlanDifference[]): ConflictError {
  const names = differences.map(({ what }) => what);
  const shown = names.slice(0, 3).join('; ');
  return Object.assign(
    withProblem(
      new ConflictError(
        `What would run now is not what was planned: ${shown}${
          names.length > 3 ? ` and ${names.length - 3} more` : ''
        }`,
      ),
      {
        code: 'plan-differs',
        nextStep: 'Plan again, and look at what is different',
      },
    ),
    { differences },
  );
}
