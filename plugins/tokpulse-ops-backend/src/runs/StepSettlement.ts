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

import {
  inputRequestSchema,
  parseDuration,
  type PlannedStep,
  type SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ActionWait } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Progress } from './RunExecution';
import type { RunWriter } from './RunWriter';
import type { Change } from './store/completeChange';
import type { StepExecutionOptions } from './StepExecution';
import type { StepRecord } from './store/records';
import { finishAttempt, runState, stepState } from './steps/events';
import { examineEffect } from './steps/examineEffect';
import type { Outcome } from './steps/executeAction';
import { redactedJson, type Json } from './steps/json';
import { checkOutput, type ReadyAction } from './steps/prepareStep';
import { scopeOf } from './steps/scope';
import { Verification } from './Verification';

/** Writes what an attempt came to, and what follows from it. */
export class StepSettlement {
  readonly #options: StepExecutionOptions;
  readonly #writer: RunWriter;
  readonly #planned: PlannedStep;
  readonly #stepId: string;

  constructor(options: StepExecutionOptions) {
    this.#options = options;
    this.#writer = options.writer;
    this.#planned = options.planned;
    this.#stepId = options.planned.step.id;
  }

  /** @param startedAt - the database's time of the intent */
  async settle(
    ready: ReadyAction,
    outcome: Outcome,
    startedAt: Date,
  ): Promise<Progress> {
    switch (outcome.kind) {
      case 'abandoned':
        return 'leave';
      case 'wait':
        return this.#parkAttempt(outcome.wait);
      case 'failed':
        return outcome.effect === 'possible' && this.#planned.effect === 'once'
          ? this.unknown(outcome.error, ready, startedAt)
          : this.#options.fail({ ...outcome, repeatable: true });
      case 'done':
        return this.#returned(outcome.output);
      default: {
        const never: never = outcome;
        throw new Error(`Unexpected outcome '${never}'`);
      }
    }
  }

  /** Waits until the effect shows, as the step asks. */
  async verify(): Promise<Progress> {
    const verification = new Verification({
      ...this.#options,
      succeed: () => this.#succeed({}),
    });
    return verification.run();
  }

  /** Nobody knows whether the effect happened: look, then ask a person. */
  async unknown(
    error: SafeError,
    ready: ReadyAction | undefined,
    since?: Date,
  ): Promise<Progress> {
    const step = this.#step;
    const started = step.attempts.find(one => one.number === step.attempt);
    const probe = await examineEffect({
      step: this.#options,
      ready,
      since: since ?? new Date(started?.startedAt ?? this.#writer.clock.now()),
    });
    const { attempt } = step;
    const decide = !this.#writer.run.cancelRequested;
    await this.#writer.write({
      run: {
        currentStepId: this.#stepId,
        ...(decide ? { state: 'needs-decision' } : {}),
      },
      steps: [
        { stepId: this.#stepId, state: 'unknown', error, probe, wait: null },
      ],
      attempts: finishAttempt(step, 'unknown', error),
      events: [
        stepState(this.#stepId, 'unknown', { attempt, error, probe }),
        ...(decide ? [runState('needs-decision')] : []),
      ],
    });
    return decide ? 'leave' : 'go-on';
  }

  async #returned(output: Json): Promise<Progress> {
    const { expect, verify } = this.#planned.step;
    if (expect !== undefined) {
      const check = checkOutput(
        'expect',
        expect,
        scopeOf(this.#writer.run, this.#options.service, { output }),
      );
      if (!check.ok || !check.value) {
        const error: SafeError = check.ok
          ? {
              code: 'expectation-failed',
              message: `The step expects '${expect}', and that is not so`,
              nextStep: 'Look at the output of the step',
            }
          : check.error;
        return this.#options.fail(
          { error, effect: 'possible', repeatable: check.ok, returned: true },
          output,
        );
      }
    }
    if (verify === undefined) {
      await this.#succeed({ output });
      return 'go-on';
    }
    // From here on the effect is known to have happened, whoever dies.
    const within = parseDuration(verify.within) ?? 0;
    const deadline = new Date(this.#writer.clock.now().getTime() + within);
    await this.#writer.write({
      steps: [
        {
          stepId: this.#stepId,
          executed: true,
          output,
          verification: {
            satisfied: false,
            readings: 0,
            message: 'Not read yet',
            deadline: deadline.toISOString(),
          },
        },
      ],
      events: [],
    });
    return this.verify();
  }

  async #succeed(change: { readonly output?: Json }): Promise<void> {
    const step = this.#step;
    const succeeded: Change = {
      steps: [
        {
          ...change,
          stepId: this.#stepId,
          state: 'succeeded',
          executed: true,
          interruptions: 0,
          wait: null,
        },
      ],
      attempts: finishAttempt(step, 'succeeded'),
      events: [
        stepState(this.#stepId, 'succeeded', {
          attempt: step.attempt,
          output: change.output ?? step.output ?? undefined,
        }),
      ],
    };
    if (this.#planned.effect === 'once') {
      await this.#writer.write(succeeded);
    } else {
      // The next write follows at once: the intent of the next step, or the
      // end of the run. Should this process die before, it is done again.
      this.#writer.defer(succeeded);
    }
  }

  async #parkAttempt(wait: ActionWait): Promise<Progress> {
    const { redactor } = this.#options;
    const now = this.#writer.clock.now();
    const since = now.toISOString();
    const stepId = this.#stepId;
    const parked = {
      stepId,
      state: 'waiting',
      resumed:
        wait.state === undefined ? null : redactedJson(redactor, wait.state),
      answer: null,
    } as const;
    const events = [stepState(stepId, 'waiting')];
    if (wait.wait === 'input') {
      const request = inputRequestSchema.parse(
        redactedJson(redactor, wait.request),
      );
      return this.#options.park(
        { for: 'input', stepId, since, request },
        { steps: [{ ...parked, wait: 'input' }], events },
      );
    }
    const until = new Date(now.getTime() + wait.milliseconds).toISOString();
    const reason = redactor.text(wait.reason);
    return this.#options.park(
      { for: 'timer', stepId, since, until, reason },
      {
        wakeInMs: wait.milliseconds,
        steps: [{ ...parked, wait: 'timer' }],
        events,
      },
    );
  }

  get #step(): StepRecord {
    return this.#writer.step(this.#stepId);
  }
}
