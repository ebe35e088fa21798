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

import type { JsonObject } from '@backstage/types';
import {
  parseDuration,
  type PlannedStep,
  type SafeError,
  type Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionRunner } from './ActionRunner';
import { redactedJson, type Json } from './steps/json';
import { FencedError } from './errors';
import type { ExecutionDependencies, Progress } from './RunExecution';
import type { RunWriter } from './RunWriter';
import type { Change } from './store/completeChange';
import type { StepRecord } from './store/records';
import type { StepFailure } from './steps/afterFailure';
import { checkPins } from './steps/checkPins';
import { finishAttempt, stepState, system } from './steps/events';
import type { Outcome } from './steps/executeAction';
import {
  prepareOwnAction,
  prepareStep,
  type ReadyAction,
} from './steps/prepareStep';
import { scopeOf } from './steps/scope';
import { StepSettlement } from './StepSettlement';

/** Deaths of its driver in succession after which a step counts as the cause. */
const MOST_INTERRUPTIONS = 3;

/** An effect starts this soon after its intent, or the fence is read again. */
const FRESH_INTENT_MS = 3_000;

/** A reading that takes longer than this is seen to be under way. */
const READ_INTENT_MS = 5;

/** What a step needs of its run. */
export interface StepExecutionOptions extends ExecutionDependencies {
  readonly writer: RunWriter;
  readonly stop: AbortSignal;
  readonly planned: PlannedStep;
  /** Whether the step is agreed to and its targets are locked; else the run is left. */
  readonly mayBegin: (input: JsonObject) => Promise<boolean>;
  readonly fail: (
    failure: StepFailure,
    output?: Json | null,
  ) => Promise<Progress>;
  readonly park: (waiting: Waiting, change: Change) => Promise<Progress>;
  /** Whether the process wants to go down, and nothing new should begin. */
  readonly draining: () => boolean;
}

/** Takes one step from where it stands to its next resting place. */
export class StepExecution {
  readonly #options: StepExecutionOptions;
  readonly #writer: RunWriter;
  readonly #planned: PlannedStep;
  readonly #stepId: string;
  readonly #settlement: StepSettlement;

  constructor(options: StepExecutionOptions) {
    this.#options = options;
    this.#writer = options.writer;
    this.#planned = options.planned;
    this.#stepId = options.planned.step.id;
    this.#settlement = new StepSettlement(options);
  }

  /** A step that has not started, or is tried again. */
  async begin(): Promise<Progress> {
    const prepared = prepareStep({
      planned: this.#planned,
      actions: this.#options.actions,
      scope: this.#scope(),
    });
    if (prepared.kind === 'skip') {
      const skippedBecause = this.#options.redactor.text(prepared.because);
      await this.#writer.write({
        steps: [{ stepId: this.#stepId, state: 'skipped', skippedBecause }],
        events: [stepState(this.#stepId, 'skipped', { skippedBecause })],
      });
      return 'go-on';
    }
    if (prepared.kind === 'failed') {
      return this.#fail(prepared.error);
    }
    if (!(await this.#options.mayBegin(prepared.input))) {
      return 'leave';
    }
    const pins = await checkPins({
      ...this.#options,
      ready: prepared,
      runId: this.#writer.run.id,
      signal: this.#options.stop,
    });
    switch (pins.kind) {
      case 'hold':
        break;
      case 'stopped':
        return 'leave';
      case 'failed':
        return this.#fail(pins.error);
      default:
        throw new Error(
          `Unknown check ${JSON.stringify(pins satisfies never)}`,
        );
    }
    return this.#start(prepared, {
      tries: this.#step.tries + 1,
      answer: null,
      resumed: null,
    });
  }

  /** A step that was parked in the middle of an attempt, or of its verification. */
  async resume(): Promise<Progress> {
    if (this.#step.executed) {
      return this.#settlement.verify();
    }
    const ready = this.#ready();
    if ('error' in ready) {
      return this.#fail(ready.error);
    }
    const { attempt } = this.#step;
    const intentAt = performance.now();
    const { at } = await this.#writer.write({
      run: { currentStepId: this.#stepId },
      steps: [{ stepId: this.#stepId, state: 'running', wait: null }],
      events: [stepState(this.#stepId, 'running', { attempt })],
    });
    return this.#execute(ready, at, intentAt);
  }

  /** A step whose driver died in the middle. */
  async cutOff(): Promise<Progress> {
    const error: SafeError = {
      code: 'interrupted',
      message: 'The process that ran this step died in the middle of it',
    };
    const ready = this.#ready();
    if (this.#planned.effect === 'once') {
      return this.#settlement.unknown(
        error,
        'error' in ready ? undefined : ready,
      );
    }
    const interruptions = this.#step.interruptions + 1;
    if (interruptions > MOST_INTERRUPTIONS || 'error' in ready) {
      return this.#options.fail({
        error: 'error' in ready ? ready.error : error,
        effect: 'possible',
        repeatable: false,
      });
    }
    return this.#start(ready, { interruptions }, error);
  }

  /** The targets of a step were taken away while an attempt was open. */
  async robbed(): Promise<Progress> {
    const ready = this.#ready();
    return this.#settlement.unknown(
      {
        code: 'interrupted',
        message:
          'A target of this run was taken away while this step was under way',
        nextStep:
          'Find out what it has done, and what was done to the target since',
      },
      'error' in ready ? undefined : ready,
    );
  }

  /** The run was cancelled while an attempt was open and nobody is at it. */
  async cancelled(): Promise<void> {
    const error: SafeError = {
      code: 'cancelled',
      message: 'The run was cancelled',
    };
    const ready = this.#ready();
    if (this.#planned.effect === 'once' && !this.#step.executed) {
      await this.#settlement.unknown(
        error,
        'error' in ready ? undefined : ready,
      );
    } else {
      await this.#fail(error);
    }
  }

  get #step(): StepRecord {
    return this.#writer.step(this.#stepId);
  }

  #scope() {
    return scopeOf(this.#writer.run, this.#options.service);
  }

  #ready(): ReadyAction | { readonly error: SafeError } {
    return prepareOwnAction({
      planned: this.#planned,
      actions: this.#options.actions,
      scope: this.#scope(),
    });
  }

  #fail(error: SafeError): Promise<Progress> {
    return this.#options.fail({ error, effect: 'none', repeatable: false });
  }

  /** Marks the attempt started, before its effect, and runs it. */
  async #start(
    ready: ReadyAction,
    progress: Partial<StepRecord>,
    cutOffBy?: SafeError,
  ): Promise<Progress> {
    const before = this.#step;
    const attempt = before.attempt + 1;
    const input = redactedJson(this.#options.redactor, ready.input);
    const intentAt = performance.now();
    const intent: Change = {
      run: { currentStepId: this.#stepId },
      steps: [
        {
          ...progress,
          stepId: this.#stepId,
          state: 'running',
          handled: false,
          attempt,
          executed: false,
          input,
          output: null,
          error: null,
          probe: null,
          verification: null,
          wait: null,
          skippedBecause: null,
        },
      ],
      attempts: {
        ...(cutOffBy && finishAttempt(before, 'failed', cutOffBy)),
        start: [{ stepId: this.#stepId, number: attempt }],
      },
      events: [stepState(this.#stepId, 'running', { attempt, input })],
    };
    const at = await this.#writeIntent(intent);
    await this.#options.failpoint('after-intent', this.#place);
    return this.#execute(ready, at, intentAt);
  }

  /** @returns the database's time of the intent */
  async #writeIntent(intent: Change): Promise<Date> {
    if (this.#planned.effect !== 'read') {
      return (await this.#writer.write(intent)).at;
    }
    // Reading has no effect that an intent would have to precede: quick
    // readings share one write.
    this.#writer.defer(intent, { withinMs: READ_INTENT_MS });
    return this.#writer.clock.now();
  }

  /** @param intentAt - monotonic time before the intent was written */
  async #execute(
    ready: ReadyAction,
    startedAt: Date,
    intentAt: number,
  ): Promise<Progress> {
    if (performance.now() - intentAt > FRESH_INTENT_MS) {
      // A process that was frozen between intent and effect may wake up when
      // another one has long decided what to do about it.
      await this.#writer.check();
    }
    const { timeout } = this.#planned.step;
    const { attempt } = this.#step;
    const outcome = await new ActionRunner(this.#options).run(ready, {
      timeoutMs: timeout === undefined ? undefined : parseDuration(timeout),
      onLate: late => this.#appendLate(attempt, late),
    });
    await this.#options.failpoint('after-effect', this.#place);
    let progress: Progress;
    try {
      progress = await this.#settlement.settle(ready, outcome, startedAt);
    } catch (error) {
      if (error instanceof FencedError && !this.#step.executed) {
        await this.#appendLate(attempt, outcome);
      }
      throw error;
    }
    await this.#options.failpoint('after-settle', this.#place);
    return progress;
  }

  /** The best evidence for the person who has to decide. */
  async #appendLate(attempt: number, outcome: Outcome): Promise<void> {
    if (outcome.kind !== 'done' && outcome.kind !== 'failed') {
      return;
    }
    const { id, fence } = this.#writer.run;
    const late = { stepId: this.#stepId, attempt, fence };
    try {
      await this.#options.append(id, [
        system({
          type: 'late-result',
          ...late,
          ...(outcome.kind === 'done'
            ? { output: outcome.output }
            : { error: outcome.error }),
        }),
      ]);
    } catch (error) {
      this.#options.logger.warn(
        `The late result of a step was lost: ${error}`,
        this.#place,
      );
    }
  }

  get #place() {
    return { runId: this.#writer.run.id, stepId: this.#stepId };
  }
}
