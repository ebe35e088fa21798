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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  runControlPermission,
  runCreatePermission,
  type AnswerStep,
  type DecideStep,
  type Plan,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../problems';
import type { PlanStore, RunService } from '../runs/types';
import type { Access } from './Access';

interface StepOptions {
  readonly runId: string;
  readonly stepId: string;
}

/** Starts and steers runs in the name of the caller, who must be a person. */
export class AuthorizedRunService {
  readonly #runs: RunService;
  readonly #plans: PlanStore;
  readonly #access: Access;

  constructor(options: {
    readonly runs: RunService;
    readonly plans: PlanStore;
    readonly access: Access;
  }) {
    this.#runs = options.runs;
    this.#plans = options.plans;
    this.#access = options.access;
  }

  /** A plan of the caller; that of another person answers as if it were not there. */
  async ownPlan(
    planId: string,
    credentials: BackstageCredentials,
  ): Promise<Plan> {
    const person = this.#access.personOf(credentials);
    const plan = await this.#plans.get(planId);
    if (plan?.requestedBy !== person) {
      throw noSuchPlan(planId);
    }
    return plan;
  }

  /** Permission is asked for again now: that of the planning may be an hour old. */
  async start(
    options: {
      readonly planId: string;
      readonly planHash: string;
      readonly reason?: string;
    },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const { planId, ...rest } = options;
    const requestedBy = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    const plan = await this.ownPlan(planId, credentials);
    await this.#access.requireServiceVisible(plan.service, credentials);
    await this.#access.requireOn(
      runCreatePermission,
      plan.service,
      credentials,
    );
    if (plan.undoes !== undefined) {
      await this.#requireControl(plan.undoes, credentials);
    }
    return this.#runs.start({ ...rest, plan, requestedBy });
  }

  async confirm(
    options: StepOptions & {
      readonly planHash: string;
      readonly typed?: string;
    },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const actor = await this.#requireControl(options.runId, credentials);
    return this.#runs.confirm({ ...options, actor });
  }

  async answer(
    options: StepOptions & { readonly answer: AnswerStep },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const actor = await this.#requireControl(options.runId, credentials);
    return this.#runs.answer({ ...options, actor });
  }

  async decide(
    options: StepOptions & { readonly decision: DecideStep },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const actor = await this.#requireControl(options.runId, credentials);
    const { planId } = options.decision;
    const plan =
      planId === undefined
        ? undefined
        : await this.#planOf(options.runId, planId);
    return this.#runs.decide({ ...options, plan, actor });
  }

  async cancel(
    options: { readonly runId: string; readonly reason?: string },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const actor = await this.#requireControl(options.runId, credentials);
    return this.#runs.cancel({ ...options, actor });
  }

  /** A plan that was made of a run, whoever made it: the lead may have changed. */
  async #planOf(runId: string, planId: string): Promise<Plan> {
    const plan = await this.#plans.get(planId);
    if (
      plan === undefined ||
      ![plan.continues?.runId, plan.undoes].includes(runId)
    ) {
      throw noSuchPlan(planId);
    }
    return plan;
  }

  async #requireControl(
    runId: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const person = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(runId, credentials);
    await this.#access.requireOn(runControlPermission, runId, credentials);
    return person;
  }
}

function noSuchPlan(planId: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no plan '${planId}'`), {
    code: 'no-such-plan',
    nextStep: 'Plan the runbook again; a plan lasts for an hour',
  });
}
