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

import type {
  PlannedStep,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Progress } from './RunExecution';
import type { RunWriter } from './RunWriter';
import type { Change } from './store/completeChange';
import {
  afterFailure,
  retryDelayMs,
  skipSteps,
  type StepFailure,
} from './steps/afterFailure';
import { finishAttempt, runState, stepState } from './steps/events';
import {
  startAutomaticUndo,
  type AutomaticUndoOptions,
} from './undo/startAutomaticUndo';

/** What {@link RunFailures} works with. */
export interface RunFailuresOptions extends AutomaticUndoOptions {
  readonly park: (waiting: Waiting, change: Change) => Promise<Progress>;
}

/** What happens to a run when a step of it fails. */
export class RunFailures {
  readonly #writer: RunWriter;
  readonly #options: RunFailuresOptions;

  constructor(options: RunFailuresOptions) {
    this.#writer = options.writer;
    this.#options = options;
  }

  /** A step has failed for good, and nobody has been asked about it. */
  async ask(planned: PlannedStep): Promise<Progress> {
    if (planned.step.onFailure === 'undo') {
      return startAutomaticUndo(planned, this.#options);
    }
    await this.#writer.write({
      run: { state: 'needs-decision', currentStepId: planned.step.id },
      events: [runState('needs-decision')],
    });
    return 'leave';
  }

  /**
   * Tries the step again, goes on as the runbook says, or asks.
   *
   * @param output - output that was there although the step failed
   */
  async fail(
    planned: PlannedStep,
    failure: StepFailure,
    output = this.#writer.step(planned.step.id).output,
  ): Promise<Progress> {
    const { run } = this.#writer;
    const stepId = planned.step.id;
    const step = this.#writer.step(stepId);
    const { error } = failure;
    const attempts = finishAttempt(step, 'failed', error);
    const failed = {
      stepId,
      state: 'failed',
      error,
      output,
      wait: null,
      interruptions: 0,
      // What it did is there to be taken back.
      executed: failure.returned ?? step.executed,
    } as const;
    const event = stepState(stepId, 'failed', {
      attempt: step.attempt || undefined,
      output: output ?? undefined,
      error,
    });
    if (run.cancelRequested) {
      await this.#writer.write({ steps: [failed], attempts, events: [event] });
      return 'go-on';
    }

    const delay = retryDelayMs({
      definition: planned.step,
      effect: planned.effect,
      step,
      failure,
    });
    if (delay !== undefined) {
      return this.#retryLater(stepId, delay, {
        steps: [{ ...failed, state: 'waiting', wait: 'retry' }],
        attempts,
        events: [event],
      });
    }

    const next = afterFailure({ definition: planned.step, steps: run.steps });
    if (next.kind === 'decide') {
      await this.#writer.write({
        run: { state: 'needs-decision', currentStepId: stepId },
        steps: [failed],
        attempts,
        events: [event, runState('needs-decision')],
      });
      return 'leave';
    }
    if (next.kind === 'undo') {
      // Written before it is planned, which looks at what is stored.
      await this.#writer.write({
        run: { currentStepId: stepId },
        steps: [failed],
        attempts,
        events: [event],
      });
      return this.ask(planned);
    }
    const skipped = skipSteps(
      next.skipped,
      `Step '${stepId}' failed, and the runbook goes on at '${planned.step.onFailure}'`,
    );
    await this.#writer.write({
      run: { withFailures: true },
      steps: [{ ...failed, handled: true }, ...skipped.steps],
      attempts,
      events: [event, ...skipped.events],
    });
    return 'go-on';
  }

  async #retryLater(
    stepId: string,
    wakeInMs: number,
    change: Change,
  ): Promise<Progress> {
    const now = this.#writer.clock.now();
    return this.#options.park(
      {
        for: 'timer',
        stepId,
        since: now.toISOString(),
        until: new Date(now.getTime() + wakeInMs).toISOString(),
        reason: 'The step failed and is tried again',
      },
      {
        ...change,
        wakeInMs,
        events: [...change.events, stepState(stepId, 'waiting')],
      },
    );
  }
}
