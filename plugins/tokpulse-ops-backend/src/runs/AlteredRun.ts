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
  ProbeFinding,
  SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { isOpen, isSettledItem } from './items/itemChange';
import { ItemRow } from './items/ItemRow';
import type { Progress } from './RunExecution';
import type { RunWriter } from './RunWriter';
import type { StepExecutionOptions } from './StepExecution';
import { loadItems } from './store/items';
import type { StepRecord } from './store/records';
import {
  finishAttempt,
  hasOpenAttempt,
  runState,
  stepState,
} from './steps/events';

const ALTERED: SafeError = {
  code: 'precondition-failed',
  message: 'The stored plan of the run is not what was agreed to',
  nextStep:
    'Stop the run, and find out who changed the database; plan again what is left',
};

const NOT_LOOKED: ProbeFinding = {
  outcome: 'unknown',
  message:
    'Nobody looked, since the plan that says how to look is not what it was',
};

/**
 * A run whose stored plan is not what was agreed to. Nothing that the plan says
 * is followed any more: not what a step does, not how it is verified or tried
 * again, not what its failure leads to, not even which effect it has.
 */
export class AlteredRun {
  readonly #writer: RunWriter;
  readonly #stepOptions: (step: StepRecord) => StepExecutionOptions;

  constructor(options: {
    readonly writer: RunWriter;
    readonly stepOptions: (step: StepRecord) => StepExecutionOptions;
  }) {
    this.#writer = options.writer;
    this.#stepOptions = options.stepOptions;
  }

  /** Ends what is under way; a person decides what happens to the run. */
  async ask(step: StepRecord): Promise<Progress> {
    const { stepId } = step;
    if (hasOpenAttempt(step)) {
      await this.close(step);
    } else if (step.state === 'pending' || step.state === 'waiting') {
      await this.#writer.write({
        steps: [{ stepId, state: 'failed', error: ALTERED, wait: null }],
        events: [stepState(stepId, 'failed', { error: ALTERED })],
      });
    }
    await this.#writer.write({
      run: { state: 'needs-decision', currentStepId: stepId },
      events: [runState('needs-decision')],
    });
    return 'leave';
  }

  /** Ends the open attempt of a step and of its items. */
  async close(step: StepRecord): Promise<void> {
    await this.#closeItems(step);
    const { stepId, attempt, executed } = step;
    // That an action has returned is no word of the plan.
    const state = executed ? 'failed' : 'unknown';
    const probe = executed ? undefined : NOT_LOOKED;
    await this.#writer.write({
      run: { currentStepId: stepId },
      steps: [
        {
          ...{ stepId, state, wait: null, error: ALTERED },
          ...(probe && { probe }),
        },
      ],
      attempts: finishAttempt(step, state, ALTERED),
      events: [stepState(stepId, state, { attempt, error: ALTERED, probe })],
    });
  }

  async #closeItems(step: StepRecord): Promise<void> {
    const options = this.#stepOptions(step);
    const records = await loadItems(options.database, {
      runId: this.#writer.run.id,
      stepId: step.stepId,
    });
    for (const record of records) {
      if (isSettledItem(record.state)) {
        continue;
      }
      const row = new ItemRow(options, record);
      if (!isOpen(record)) {
        await row.write({ state: 'skipped', dueAt: null });
      } else if (record.executed) {
        await row.write(
          { state: 'failed', error: ALTERED, dueAt: null },
          'failed',
        );
      } else {
        await row.write(
          {
            state: 'unknown',
            error: ALTERED,
            probe: NOT_LOOKED,
            dueAt: null,
          },
          'unknown',
        );
      }
    }
  }
}
