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

import type { JsonValue } from '@backstage/types';
import type {
  PlannedStep,
  SafeError,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { applyAndRelease, type RunLocking } from '../runs/RunLocking';
import type { RunWriter } from '../runs/RunWriter';
import { holdFence } from '../runs/store/applyChange';
import type { Change } from '../runs/store/completeChange';
import type { NewEvent } from '../runs/store/records';
import { runState, stepState } from '../runs/steps/events';
import { redactedJson } from '../runs/steps/json';
import { isSettled } from '../runs/steps/nextStep';
import { parkedChange } from '../runs/steps/parkedChange';
import type { Redactor } from '../runs/types';
import { approvalDecided } from './approvalDecided';
import type { ApprovalSettings } from './ApprovalSettings';
import { ask } from './ask';
import type { Notices } from './Notices';
import { stepQuestion } from './questions';
import { judge } from './judge';
import { refusalError } from './refusalError';
import type { ApprovalRecord } from './store/ApprovalRecord';
import { endApproval, settleApproval } from './store/answerApproval';
import type { Question } from './store/askApproval';
import { readStanding } from './store/findApproval';

type Apply = (change: Change) => Promise<unknown>;

/** What {@link StepAgreement} works with. */
export interface StepAgreementOptions {
  readonly writer: RunWriter;
  readonly locking: Pick<RunLocking, 'givenBack' | 'take'>;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly redactor: Redactor;
  readonly approvals: ApprovalSettings;
  readonly notices: Pick<Notices, 'soon'>;
  /** Whether a changing step was started, so that the targets stay locked. */
  readonly effectsPossible: () => boolean;
}

/**
 * What has to be said and held before a step may begin: its confirmation by the
 * lead or its approval by a second person, and the targets of the run. Every
 * look at an approval is taken while the row of the run is held, which whoever
 * answers, withdraws or breaks the glass has to hold, too.
 */
export class StepAgreement {
  readonly #options: StepAgreementOptions;
  readonly #writer: RunWriter;

  constructor(options: StepAgreementOptions) {
    this.#options = options;
    this.#writer = options.writer;
  }

  /**
   * @param input - what the step is about to get
   * @returns whether the step may begin now; otherwise the run is parked, or
   * the step has failed because somebody said no
   */
  async mayBegin(planned: PlannedStep, input: JsonValue): Promise<boolean> {
    for (;;) {
      // Nothing is locked while somebody is asked.
      if (!(await this.#agree(planned, input))) {
        return false;
      }
      if (!(await this.#options.locking.take(planned))) {
        return false;
      }
      if (planned.approval === undefined) {
        return true;
      }
      // A yes may have been taken back while the run stood in a queue.
      if (await this.#use(planned, input)) {
        return true;
      }
    }
  }

  async #agree(planned: PlannedStep, input: JsonValue): Promise<boolean> {
    return planned.approval === undefined
      ? this.#confirmed(planned)
      : this.#approved(planned, input);
  }

  /** Alone, an approval is the confirmation of the one person there is. */
  async #confirmed(planned: PlannedStep): Promise<boolean> {
    const { step, confirmTarget } = planned;
    const asks = step.confirm !== 'none' || step.approval !== undefined;
    if (!asks || this.#writer.step(step.id).confirmed) {
      return true;
    }
    return this.#held(async (tx, apply) => {
      if ((await this.#standing(tx)).glassBroken) {
        return true;
      }
      const waiting: Waiting = {
        for: 'approval',
        stepId: step.id,
        since: this.#writer.clock.now().toISOString(),
        kind: step.confirm === 'type-target' ? 'type-target' : 'confirm',
        target: confirmTarget,
      };
      await this.#park(tx, apply, waiting, {
        steps: [{ stepId: step.id, state: 'waiting', wait: null }],
        events: [stepState(step.id, 'waiting')],
      });
      return false;
    });
  }

  async #approved(planned: PlannedStep, input: JsonValue): Promise<boolean> {
    const question = this.#question(planned, input);
    const agreed = await this.#held(async (tx, apply) => {
      const standing = await this.#standing(tx, question);
      const verdict = judge(standing, question);
      switch (verdict.kind) {
        case 'covered':
          return true;
        case 'open':
          await this.#wait(tx, apply, {
            ...{ planned, input, approval: verdict.approval, events: [] },
          });
          return false;
        case 'refused':
          await this.#refuse(tx, apply, planned, verdict.approval);
          return false;
        case 'ask': {
          const events = await this.#drop(tx, verdict.outdated);
          const { run } = this.#writer;
          const asked = await ask(tx, {
            runId: run.id,
            at: this.#writer.clock.now(),
            plan: run.plan,
            reason: run.reason,
            settings: this.#options.approvals,
            question,
          });
          await this.#wait(tx, apply, {
            approval: asked.approval,
            events: [...events, asked.event],
            ...{ planned, input },
          });
          return false;
        }
        default: {
          const never: never = verdict;
          throw new Error(`Unexpected verdict '${never}'`);
        }
      }
    });
    if (!agreed) {
      this.#options.notices.soon();
    }
    return agreed;
  }

  /** From now on the yes cannot be taken back; @returns whether it still holds */
  async #use(planned: PlannedStep, input: JsonValue): Promise<boolean> {
    const question = this.#question(planned, input);
    return this.#held(async tx => {
      const verdict = judge(await this.#standing(tx, question), question);
      if (verdict.kind === 'covered' && verdict.approval !== undefined) {
        await settleApproval(tx, verdict.approval.id);
      }
      return verdict.kind === 'covered';
    });
  }

  async #wait(
    tx: Queryable,
    apply: Apply,
    options: {
      readonly planned: PlannedStep;
      readonly input: JsonValue;
      readonly approval: ApprovalRecord;
      readonly events: readonly NewEvent[];
    },
  ): Promise<void> {
    const { planned, approval, events } = options;
    const { id: stepId } = planned.step;
    const input = redactedJson(this.#options.redactor, options.input);
    const now = this.#writer.clock.now();
    const waiting: Waiting = {
      for: 'approval',
      stepId,
      since: now.toISOString(),
      kind: 'approval',
      target: approval.typeTarget,
      approvalId: approval.id,
      from: [...approval.from],
      expiresAt: approval.expiresAt,
    };
    const inMs = Math.max(Date.parse(approval.expiresAt) - now.getTime(), 0);
    await this.#park(tx, apply, waiting, {
      // Whoever is asked sees what the step is going to get.
      steps: [{ stepId, state: 'waiting', wait: null, input }],
      wakeInMs: inMs,
      events: [...events, stepState(stepId, 'waiting', { input })],
    });
    await this.#options.dispatcher.wake(tx, this.#writer.run.id, { inMs });
  }

  /** Somebody said no, or nobody said anything: the lead decides what now. */
  async #refuse(
    tx: Queryable,
    apply: Apply,
    planned: PlannedStep,
    approval: ApprovalRecord,
  ): Promise<void> {
    const ended =
      approval.state === 'open'
        ? await endApproval(tx, { id: approval.id, state: 'expired' })
        : undefined;
    const last = ended ?? approval;
    await settleApproval(tx, last.id);
    await this.#fail(
      apply,
      planned,
      refusalError(last),
      ended === undefined ? [] : [approvalDecided(ended, 'system')],
    );
  }

  /** The step does not begin, and whatever the runbook says, a person decides. */
  async #fail(
    apply: Apply,
    planned: PlannedStep,
    error: SafeError,
    events: readonly NewEvent[] = [],
  ): Promise<void> {
    const { id: stepId } = planned.step;
    await apply({
      run: { state: 'needs-decision', currentStepId: stepId },
      steps: [{ stepId, state: 'failed', error, wait: null }],
      events: [
        ...events,
        stepState(stepId, 'failed', { error }),
        runState('needs-decision'),
      ],
    });
  }

  /** What was asked or said before the input, or the time, was another. */
  async #drop(
    tx: Queryable,
    outdated: ApprovalRecord | undefined,
  ): Promise<readonly NewEvent[]> {
    if (outdated === undefined) {
      return [];
    }
    const ended =
      (await endApproval(tx, { id: outdated.id, state: 'expired' })) ??
      (await endApproval(tx, { id: outdated.id, state: 'void' }));
    return ended === undefined ? [] : [approvalDecided(ended, 'system')];
  }

  /** Parks the run; what is not needed yet is given to the next in its queue. */
  async #park(
    tx: Queryable,
    apply: Apply,
    waiting: Waiting,
    change: Change,
  ): Promise<void> {
    const parked = parkedChange(waiting, change);
    if (this.#options.effectsPossible()) {
      await apply(parked);
      return;
    }
    await applyAndRelease(tx, {
      runId: this.#writer.run.id,
      change: parked,
      dispatcher: this.#options.dispatcher,
      apply,
    });
    this.#options.locking.givenBack();
  }

  #question(planned: PlannedStep, input: JsonValue): Question {
    const { plan, steps } = this.#writer.run;
    return stepQuestion({
      settled: new Set(steps.filter(isSettled).map(({ stepId }) => stepId)),
      ...{ plan, planned, input },
    });
  }

  #standing(tx: Queryable, question?: Question) {
    const { id: runId, plan } = this.#writer.run;
    return readStanding(tx, {
      ...{ runId, planHash: plan.hash, stepId: question?.step?.id },
      from: question?.from ?? [],
    });
  }

  #held<T>(work: (tx: Queryable, apply: Apply) => Promise<T>): Promise<T> {
    return this.#writer.transact(async (tx, apply) => {
      await holdFence(tx, this.#writer.position);
      return work(tx, apply);
    });
  }
}
