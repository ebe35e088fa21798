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
import { ConflictError, stringifyError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  describeApiError,
  TokPulseOpsClient,
  type Plan,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunRunbookActionOptions } from './createRunRunbookAction';
import {
  createFollowingFetch,
  createInitiatorFetch,
} from './createInitiatorFetch';
import { RunNarrator } from './narrateRun';
import type { TaskLog } from './TaskLog';

/** What a task is to run. */
export interface RunbookTaskInput {
  readonly service: string;
  readonly runbook: string;
  readonly inputs: JsonObject;
  readonly reason?: string;
  readonly entityRef?: string;
}

/** One task of the scaffolder that runs a runbook, in the name of its initiator. */
export class RunbookTask {
  readonly #input: RunbookTaskInput;
  readonly #log: TaskLog;
  readonly #signal: AbortSignal | undefined;
  readonly #appBaseUrl: string;
  readonly #asInitiator: TokPulseOpsClient;
  readonly #following: TokPulseOpsClient;

  constructor(
    options: RunRunbookActionOptions & {
      readonly input: RunbookTaskInput;
      readonly initiator: BackstageCredentials;
      readonly log: TaskLog;
      readonly signal?: AbortSignal;
    },
  ) {
    const { auth, discovery, initiator } = options;
    this.#input = options.input;
    this.#log = options.log;
    this.#signal = options.signal;
    this.#appBaseUrl = options.appBaseUrl.replace(/\/$/, '');
    this.#asInitiator = new TokPulseOpsClient({
      discoveryApi: discovery,
      fetchApi: { fetch: createInitiatorFetch({ auth, initiator }) },
    });
    this.#following = new TokPulseOpsClient({
      discoveryApi: discovery,
      fetchApi: { fetch: createFollowingFetch({ auth, initiator }) },
    });
  }

  /** Tells the plan. Throws when something blocks it. */
  async plan(): Promise<Plan> {
    const plan = await withNextStep(this.#createPlan());
    this.#tell(plan);
    const blocking = plan.findings.filter(({ level }) => level === 'blocking');
    if (blocking.length > 0) {
      throw new ConflictError(
        `The runbook cannot be run: ${blocking
          .map(({ message }) => message)
          .join('; ')}`,
      );
    }
    return plan;
  }

  /** Plans and starts; resolves with the id of the run. */
  async start(): Promise<string> {
    const { id, hash } = await this.plan();
    const run = await withNextStep(
      this.#asInitiator.startRun({
        planId: id,
        planHash: hash,
        reason: this.#input.reason,
      }),
    );
    return run.id;
  }

  /** Where the run is in the portal. */
  placeOf(runId: string): { readonly path: string; readonly url: string } {
    const path = `/tokpulse-ops/runs/${runId}`;
    return { path, url: `${this.#appBaseUrl}${path}` };
  }

  /**
   * Tells the run until it is over; resolves with how it ended. Cancels it and
   * throws when the task is cancelled.
   */
  async follow(runId: string): Promise<RunState> {
    const { url } = this.placeOf(runId);
    const signal = this.#signal;
    this.#log.info(`Follow the run at ${url}`);
    const plan = await this.#following.getRunPlan(runId, { signal });
    const narrator = new RunNarrator({ log: this.#log, plan, url });
    const events = this.#following.followEvents({ runId, signal });
    for await (const event of events) {
      narrator.tell(event);
    }
    if (signal?.aborted) {
      await this.#cancel(runId);
    }
    return (await this.#following.getRun(runId)).state;
  }

  async #cancel(runId: string): Promise<never> {
    const { url } = this.placeOf(runId);
    try {
      await this.#asInitiator.cancelRun({
        runId,
        reason: 'The scaffolder task was cancelled',
      });
    } catch (error) {
      this.#log.error(stringifyError(error));
      throw new Error(
        `The task was cancelled, and the run could not be: cancel it at ${url}`,
        { cause: error },
      );
    }
    throw new Error(`The task was cancelled, and with it the run ${url}`);
  }

  /** The reason of the run fills an input of that name: nobody types it twice. */
  async #createPlan(): Promise<Plan> {
    const { service, runbook, inputs, reason, entityRef } = this.#input;
    const signal = this.#signal;
    const detail = await this.#asInitiator.getRunbook(
      { service, runbook },
      { signal },
    );
    const { properties } = detail.inputs ?? {};
    const asksForReason =
      typeof properties === 'object' &&
      properties !== null &&
      Object.hasOwn(properties, 'reason');
    return this.#asInitiator.createPlan(
      {
        ...{ service, runbook, entityRef },
        inputs:
          asksForReason && reason !== undefined
            ? { reason, ...inputs }
            : inputs,
      },
      { signal },
    );
  }

  #tell(plan: Plan): void {
    const log = this.#log;
    log.info(
      `Planned '${plan.runbook.title}' for ${plan.serviceTitle} in ${plan.steps.length} steps`,
    );
    for (const { step, effect, targets } of plan.steps) {
      const touched = [effect, ...targets].join(', ');
      log.info(`  ${step.name}: ${step.action} (${touched})`);
    }
    for (const { level, message, nextStep } of plan.findings) {
      log.write(
        level === 'blocking' ? 'error' : 'warn',
        `${message}. ${nextStep}`,
      );
    }
  }
}

/** The log of a task shows a message only, so the next step has to be in it. */
async function withNextStep<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { message, nextStep } = describeApiError(error);
    throw new Error([message, nextStep].filter(Boolean).join('. '), {
      cause: error,
    });
  }
}
