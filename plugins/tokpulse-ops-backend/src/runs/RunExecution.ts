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
import {
  terminalRunStates,
  type PlannedStep,
  type Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Queryable } from './Database';
import type { ApprovalSettings } from '../approvals/ApprovalSettings';
import type { Notices } from '../approvals/Notices';
import { StepAgreement } from '../approvals/StepAgreement';
import { AlteredRun } from './AlteredRun';
import type { Dispatcher } from './dispatcher';
import { FencedError } from './errors';
import type { Failpoint } from './failpoints';
import { EachExecution } from './items/EachExecution';
import { RunFailures } from './RunFailures';
import { RunLocking } from './RunLocking';
import type { RunWriter } from './RunWriter';
import type { Change } from './store/completeChange';
import { StepExecution, type StepExecutionOptions } from './StepExecution';
import type { NewEvent, RunRecord, StepRecord } from './store/records';
import { skipSteps } from './steps/afterFailure';
import { hasOpenAttempt, runState } from './steps/events';
import { parkedChange } from './steps/parkedChange';
import { StopReason } from './steps/StopReason';
import { nextStep } from './steps/nextStep';
import type { ActionRegistry, PlanUndo, Redactor } from './types';

/** What the engine gives to each execution. */
export interface ExecutionDependencies {
  readonly actions: ActionRegistry;
  readonly service: ServiceAccess;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  readonly database: Queryable;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly approvals: ApprovalSettings;
  /** Whether the run follows the plan that was agreed to. */
  readonly isIntact: (run: RunRecord) => Promise<boolean>;
  readonly notices: Pick<Notices, 'soon'>;
  readonly failpoint: Failpoint;
  /** Items of a step that are worked on at once. */
  readonly eachParallelism: number;
  /** Plans to take back what a run did; absent where nobody can plan. */
  readonly planUndo?: PlanUndo;
  /** Makes sure that a run made at this time can have events. */
  readonly ensurePartition: (at: Date) => Promise<void>;
  /** A run has new events. */
  readonly onCommit: (runId: string) => void;
  /** Appends events that are not under the fence. */
  readonly append: (
    runId: string,
    events: readonly NewEvent[],
  ) => Promise<void>;
}

/** Whether the driver goes on with the run or leaves it. */
export type Progress = 'go-on' | 'leave';

/** Drives one claimed run, step by step, until it blocks or is over. */
export class RunExecution {
  readonly #options: ExecutionDependencies;
  readonly #writer: RunWriter;
  readonly #locking: RunLocking;
  readonly #failures: RunFailures;
  readonly #agreement: StepAgreement;
  readonly #altered: AlteredRun;
  readonly #stop: AbortSignal;
  readonly #draining: () => boolean;
  /** A driver reads the plan once, when it takes the run. */
  #intact: Promise<boolean> | undefined;

  constructor(
    options: ExecutionDependencies & {
      readonly writer: RunWriter;
      /** Aborts with a `StopReason`. */
      readonly stop: AbortSignal;
      /** Whether the process wants to go down between two steps. */
      readonly draining: () => boolean;
    },
  ) {
    this.#options = options;
    this.#writer = options.writer;
    this.#locking = new RunLocking(options);
    this.#agreement = new StepAgreement({
      ...options,
      locking: this.#locking,
      effectsPossible: () => this.#effectsPossible(),
    });
    this.#failures = new RunFailures({
      ...options,
      park: (waiting, change) => this.#park(waiting, change),
    });
    this.#altered = new AlteredRun({
      writer: options.writer,
      stepOptions: step => this.#stepOptions(step),
    });
    this.#stop = options.stop;
    this.#draining = options.draining;
  }

  /** @returns whether something is left to do for another driver */
  async run(): Promise<{ readonly unfinished: boolean }> {
    try {
      return await this.#runUntilBlocked();
    } catch (error) {
      if (!(error instanceof FencedError)) {
        await this.#writer.flush();
      }
      throw error;
    }
  }

  async #runUntilBlocked(): Promise<{ readonly unfinished: boolean }> {
    for (;;) {
      if (this.#draining()) {
        await this.#writer.flush();
        return { unfinished: true };
      }
      const progress = await this.#advance();
      const { cancelRequested, state } = this.#writer.run;
      // A request that came while the run was being parked is not lost.
      const cancel = cancelRequested && !terminalRunStates.includes(state);
      if (progress === 'leave' && (!cancel || this.#abandoned)) {
        return { unfinished: false };
      }
    }
  }

  /** Told to stop for a reason that leaves the run to another driver. */
  get #abandoned(): boolean {
    const { reason } = this.#stop;
    return reason instanceof StopReason && reason.kind !== 'cancelled';
  }

  async #advance(): Promise<Progress> {
    const { run } = this.#writer;
    if (run.cancelRequested) {
      await this.#cancel();
      return 'leave';
    }
    const step = nextStep(run.steps);
    if (step === undefined) {
      await this.#locking.releaseWith({
        run: { state: 'succeeded', waiting: null, currentStepId: null },
        events: [runState('succeeded')],
      });
      return 'leave';
    }
    if (!(await this.#isIntact())) {
      return this.#altered.ask(step);
    }
    switch (step.state) {
      case 'pending':
        return this.#execution(step).begin();
      case 'waiting':
        return step.wait === null || step.wait === 'retry'
          ? this.#execution(step).begin()
          : this.#goOn(step);
      case 'running':
        return this.#goOn(step);
      case 'failed':
        return this.#failures.ask(this.#planned(step.stepId));
      case 'unknown':
        await this.#writer.write({
          run: { state: 'needs-decision', currentStepId: step.stepId },
          events: [runState('needs-decision')],
        });
        return 'leave';
      case 'succeeded':
      case 'skipped':
      case 'by-hand':
        return 'go-on';
      default: {
        const never: never = step.state;
        throw new Error(`Unexpected step state '${never}'`);
      }
    }
  }

  /** A step whose attempt is open: it was parked, or its driver died. */
  async #goOn(step: StepRecord): Promise<Progress> {
    const execution = this.#execution(step);
    if (step.executed) {
      return execution.resume();
    }
    if (await this.#locking.lost(this.#planned(step.stepId))) {
      return execution.robbed();
    }
    return step.state === 'running' ? execution.cutOff() : execution.resume();
  }

  /** Whether the plan is what was agreed to; before anything of it is followed. */
  #isIntact(): Promise<boolean> {
    this.#intact ??= this.#options.isIntact(this.#writer.run);
    return this.#intact;
  }

  #execution(step: StepRecord): StepExecution | EachExecution {
    const options = this.#stepOptions(step);
    const { planned } = options;
    return planned.step.each === undefined && planned.items === undefined
      ? new StepExecution(options)
      : new EachExecution(options);
  }

  #stepOptions(step: StepRecord): StepExecutionOptions {
    const planned = this.#planned(step.stepId);
    return {
      ...this.#options,
      writer: this.#writer,
      stop: this.#stop,
      planned,
      mayBegin: input => this.#agreement.mayBegin(planned, input),
      fail: (failure, output) => this.#failures.fail(planned, failure, output),
      park: (waiting, change) => this.#park(waiting, change),
      draining: this.#draining,
    };
  }

  #planned(stepId: string): PlannedStep {
    const planned = this.#writer.run.plan.steps.find(
      one => one.step.id === stepId,
    );
    if (planned === undefined) {
      throw new Error(`The plan has no step '${stepId}'`);
    }
    return planned;
  }

  /** Whether a changing step was started, so that the targets stay locked. */
  #effectsPossible(): boolean {
    const { undoes, steps } = this.#writer.run;
    return (
      // What is taken back has happened: nobody else comes in between.
      undoes !== null ||
      steps.some(
        step =>
          step.attempt > 0 && this.#planned(step.stepId).effect !== 'read',
      )
    );
  }

  async #park(waiting: Waiting, change: Change): Promise<Progress> {
    const full = parkedChange(waiting, change);
    const inMs = full.wakeInMs;
    if (inMs === undefined) {
      await this.#writer.write(full);
    } else {
      await this.#writer.transact(async (tx, apply) => {
        await apply(full);
        await this.#options.dispatcher.wake(tx, this.#writer.run.id, { inMs });
      });
    }
    return 'leave';
  }

  /** Ends the run at the request of a person. */
  async #cancel(): Promise<void> {
    for (const step of this.#writer.run.steps.filter(hasOpenAttempt)) {
      await ((await this.#isIntact())
        ? this.#execution(step).cancelled()
        : this.#altered.close(step));
    }
    const left = this.#writer.run.steps.filter(
      step => step.state === 'pending' || step.state === 'waiting',
    );
    const skipped = skipSteps(left, 'The run was cancelled');
    await this.#locking.releaseWith({
      run: { state: 'cancelled', waiting: null },
      steps: skipped.steps,
      events: [...skipped.events, runState('cancelled')],
    });
  }
}
