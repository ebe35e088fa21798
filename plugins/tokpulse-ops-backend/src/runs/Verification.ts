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
  parseDuration,
  type SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionRunner } from './ActionRunner';
import type { Progress } from './RunExecution';
import type { StepExecutionOptions } from './StepExecution';
import { stepState, system } from './steps/events';
import { StopReason } from './steps/StopReason';
import { readVerification, type Reading } from './steps/readVerification';
import { scopeOf } from './steps/scope';

const DEFAULT_EVERY_MS = 5_000;
/** Longer pauses than this park the run instead of keeping a worker. */
const PARK_MS = 15_000;
const SHORTEST_READING_MS = 1_000;

/**
 * Reads until a step's effect shows, or its deadline is over. The deadline is
 * stored: a driver that takes over waits no longer than the first would have.
 */
export class Verification {
  readonly #options: StepExecutionOptions & {
    readonly succeed: () => Promise<void>;
  };
  readonly #stepId: string;

  constructor(
    options: StepExecutionOptions & { readonly succeed: () => Promise<void> },
  ) {
    this.#options = options;
    this.#stepId = options.planned.step.id;
  }

  async run(): Promise<Progress> {
    const { writer, stop, planned, succeed } = this.#options;
    const { verify } = planned.step;
    if (verify === undefined) {
      await succeed();
      return 'go-on';
    }
    const every = parseDuration(verify.every ?? '') ?? DEFAULT_EVERY_MS;
    for (;;) {
      if (stop.aborted || writer.run.cancelRequested) {
        return this.#stopped();
      }
      const reading = await this.#read();
      if (reading.kind === 'abandoned') {
        return this.#stopped();
      }
      if (reading.kind === 'broken') {
        return this.#fail(reading.error);
      }
      const deadline = await this.#record(reading);
      if (reading.satisfied) {
        await succeed();
        return 'go-on';
      }
      const left = deadline.getTime() - writer.clock.now().getTime();
      if (left <= 0) {
        return this.#fail({
          code: 'verification-failed',
          message: `'${verify.until}' did not come true within ${verify.within}: ${reading.message}`,
          nextStep: 'The step itself was done; look at what it did',
        });
      }
      const pause = Math.min(every, left);
      if (pause > PARK_MS) {
        return this.#park(pause);
      }
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async #read(): Promise<Reading> {
    const { writer, planned, service, actions } = this.#options;
    const { verify } = planned.step;
    if (verify === undefined) {
      return { kind: 'abandoned' };
    }
    const left = this.#deadline().getTime() - writer.clock.now().getTime();
    return readVerification({
      ...{ verify, actions },
      scope: scopeOf(writer.run, service),
      run: ready =>
        new ActionRunner(this.#options).run(ready, {
          timeoutMs: Math.max(left, SHORTEST_READING_MS),
        }),
    });
  }

  #deadline(): Date {
    const { verification } = this.#options.writer.step(this.#stepId);
    return new Date(verification?.deadline ?? 0);
  }

  /** @returns the deadline */
  async #record(reading: Extract<Reading, { kind: 'read' }>): Promise<Date> {
    const { writer } = this.#options;
    const deadline = this.#deadline();
    const readings =
      (writer.step(this.#stepId).verification?.readings ?? 0) + 1;
    const { satisfied, message } = reading;
    const verification = {
      satisfied,
      readings,
      message,
      deadline: deadline.toISOString(),
    };
    await writer.write({
      run: { currentStepId: this.#stepId },
      steps: [
        { stepId: this.#stepId, state: 'running', wait: null, verification },
      ],
      events: [
        system({
          type: 'verification',
          stepId: this.#stepId,
          satisfied,
          reading: readings,
          message,
          deadline: deadline.toISOString(),
        }),
      ],
    });
    return deadline;
  }

  #park(wakeInMs: number): Promise<Progress> {
    const now = this.#options.writer.clock.now();
    return this.#options.park(
      {
        for: 'timer',
        stepId: this.#stepId,
        since: now.toISOString(),
        until: new Date(now.getTime() + wakeInMs).toISOString(),
        reason: 'The next reading of the verification',
      },
      {
        wakeInMs,
        steps: [
          { stepId: this.#stepId, state: 'waiting', wait: 'verification' },
        ],
        events: [stepState(this.#stepId, 'waiting')],
      },
    );
  }

  #fail(error: SafeError): Promise<Progress> {
    return this.#options.fail({
      error,
      effect: 'possible',
      repeatable: error.code === 'verification-failed',
    });
  }

  /** Cancelled, taken over, or the process is going down. */
  async #stopped(): Promise<Progress> {
    const { stop, writer } = this.#options;
    const cancelled =
      writer.run.cancelRequested ||
      (stop.reason instanceof StopReason && stop.reason.kind === 'cancelled');
    if (!cancelled) {
      return 'leave';
    }
    return this.#fail({
      code: 'cancelled',
      message: 'The run was cancelled during the verification',
      nextStep: 'The step itself was done; look at what it did',
    });
  }
}
