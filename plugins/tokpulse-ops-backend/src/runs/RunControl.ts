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

import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  answerStepSchema,
  terminalRunStates,
  type AnswerStep,
  type DecideStep,
  type InputRequest,
  type Plan,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApprovalSettings } from '../approvals/ApprovalSettings';
import type { Notices } from '../approvals/Notices';
import { withProblem } from '../problems';
import type { Database, Queryable } from './Database';
import type { Dispatcher } from './dispatcher';
import { readRunDetail } from './runDetail';
import type { RunWatch } from './RunWatch';
import { applyChange } from './store/applyChange';
import { completeChange, type Change } from './store/completeChange';
import { loadRun, loadRunForUpdate } from './store/loadRun';
import type { EventPartitions } from './store/partitions';
import { isUuid } from './store/PostgresPlanStore';
import type { RunRecord } from './store/records';
import { requestCancel } from './store/requestCancel';
import { redactedJson } from './steps/json';
import { runState } from './steps/events';
import { applyAndRelease } from './RunLocking';
import { decide } from './decide';
import { requireLead } from './requireLead';
import { clockSql, startRun } from './startRun';
import type { ActionRegistry, Redactor, RunService } from './types';
import { settleUndo } from './undo/UndoRuns';

/** What {@link RunControl} works with. */
export interface RunControlOptions {
  readonly database: Database;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly watch: RunWatch;
  readonly redactor: () => Redactor;
  readonly partitions: EventPartitions;
  readonly actions: Pick<ActionRegistry, 'get'>;
  readonly approvals: ApprovalSettings;
  readonly notices: Pick<Notices, 'soon'>;
  readonly onCommit: (runId: string) => void;
}

/** What people do to runs, each in one transaction. */
export class RunControl implements RunService {
  readonly #options: RunControlOptions;

  constructor(options: RunControlOptions) {
    this.#options = options;
  }

  async start(options: {
    readonly plan: Plan;
    readonly planHash: string;
    readonly requestedBy: string;
    readonly reason?: string;
  }): Promise<RunDetail> {
    const runId = await startRun({
      ...this.#options,
      ...options,
      reason: options.reason && this.#options.redactor().text(options.reason),
    });
    this.#options.onCommit(runId);
    this.#options.notices.soon();
    return this.#detail(runId);
  }

  async confirm(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly planHash: string;
    readonly typed?: string;
    readonly actor: string;
  }): Promise<RunDetail> {
    const { runId, stepId, planHash, actor } = options;
    return this.#change(runId, run => {
      requireLead(run, actor);
      const { waiting } = run;
      if (waiting?.for !== 'approval' || waiting.stepId !== stepId) {
        throw new ConflictError(
          `The run does not wait for a confirmation of step '${stepId}'`,
        );
      }
      if (waiting.kind === 'approval') {
        throw withProblem(
          new ConflictError(
            `Step '${stepId}' needs the yes of a second person`,
          ),
          {
            code: 'approval-needed',
            nextStep: 'Wait for the approval, or ask somebody who may give it',
          },
        );
      }
      if (run.plan.hash !== planHash) {
        throw new ConflictError('The run follows another plan than you saw');
      }
      if (waiting.kind === 'type-target' && options.typed !== waiting.target) {
        throw new InputError(
          `Type the name of the target: ${waiting.target ?? ''}`,
        );
      }
      return {
        run: { state: 'running', waiting: null },
        steps: [{ stepId, confirmed: true }],
        events: [
          {
            actor,
            body: {
              type: 'confirmed',
              stepId,
              planHash,
              kind: 'self-confirmed',
            },
          },
          runState('running'),
        ],
      };
    });
  }

  async answer(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly answer: AnswerStep;
    readonly actor: string;
  }): Promise<RunDetail> {
    const { runId, stepId, actor } = options;
    return this.#change(runId, run => {
      requireLead(run, actor);
      const { waiting } = run;
      if (waiting?.for !== 'input' || waiting.stepId !== stepId) {
        throw new ConflictError(
          `The run does not wait for an answer to step '${stepId}'`,
        );
      }
      checkAnswer(waiting.request, options.answer);
      const answer = redactedJson(this.#options.redactor(), options.answer);
      return {
        run: { state: 'running', waiting: null },
        steps: [{ stepId, answer: answerStepSchema.parse(answer) }],
        events: [
          { actor, body: { type: 'answered', stepId, answer } },
          runState('running'),
        ],
      };
    });
  }

  async decide(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly decision: DecideStep;
    readonly plan?: Plan;
    readonly actor: string;
  }): Promise<RunDetail> {
    const { runId, stepId, decision, actor } = options;
    const { partitions, database } = this.#options;
    if (decision.choice === 'undo') {
      const [{ now }] = await database.query<{ now: Date }>(clockSql);
      await partitions.ensure(database, now);
    }
    const decided = await this.#change(runId, (run, tx) => {
      requireLead(run, actor);
      const step = run.steps.find(one => one.stepId === stepId);
      const open =
        run.state === 'needs-decision' &&
        (step?.state === 'failed' || step?.state === 'unknown') &&
        !step.handled;
      if (step === undefined || !open) {
        throw new ConflictError(`Step '${stepId}' does not need a decision`);
      }
      if (decision.attempt !== step.attempt) {
        throw new ConflictError(
          `Step '${stepId}' was tried again since you looked at it`,
        );
      }
      return decide(tx, {
        ...this.#options,
        ...{ run, step, actor, plan: options.plan },
        decision: redactDecision(decision, this.#options.redactor()),
      });
    });
    if (decided.waiting?.for === 'undo') {
      this.#options.onCommit(decided.waiting.runId);
    }
    this.#options.notices.soon();
    return decided;
  }

  async cancel(options: {
    readonly runId: string;
    readonly reason?: string;
    readonly actor: string;
  }): Promise<RunDetail> {
    const { runId, actor } = options;
    const reason =
      options.reason && this.#options.redactor().text(options.reason);
    await this.#options.database.transaction(async tx => {
      const run = await this.#load(tx, runId);
      if (terminalRunStates.includes(run.state)) {
        throw new ConflictError(`The run is over: ${run.state}`);
      }
      if (run.cancelRequested) {
        return;
      }
      if (run.waiting?.for === 'undo') {
        throw withProblem(
          new ConflictError(
            `The run ${run.waiting.runId} takes back what this one did`,
          ),
          {
            code: 'undo-under-way',
            nextStep: 'Stop that run; this one then asks what to do',
          },
        );
      }
      await requestCancel(tx, { runId, reason, actor });
      if (run.state === 'waiting' || run.state === 'needs-decision') {
        // Nobody is at it: a driver has to come and end it.
        const current = await this.#load(tx, runId);
        await applyChange(
          tx,
          completeChange(current, {
            run: { state: 'running', waiting: null },
            events: [runState('running')],
          }),
        );
      }
      await this.#options.dispatcher.wake(tx, runId);
    });
    this.#options.onCommit(runId);
    await this.#options.watch.announce(runId);
    return this.#detail(runId);
  }

  async #change(
    runId: string,
    decideNow: (run: RunRecord, tx: Queryable) => Change | Promise<Change>,
  ): Promise<RunDetail> {
    const undone = await this.#options.database.transaction(async tx => {
      const run = await this.#load(tx, runId);
      const change = await decideNow(run, tx);
      const over =
        change.run?.state !== undefined &&
        terminalRunStates.includes(change.run.state);
      if (over) {
        await settleUndo(tx, { undo: run, change });
        await applyAndRelease(tx, {
          runId,
          change,
          apply: full => applyChange(tx, completeChange(run, full)),
          dispatcher: this.#options.dispatcher,
        });
        return run.undoes;
      }
      await applyChange(tx, completeChange(run, change));
      await this.#options.dispatcher.wake(tx, runId);
      return null;
    });
    this.#options.onCommit(runId);
    if (undone !== null) {
      this.#options.onCommit(undone);
    }
    return this.#detail(runId);
  }

  async #load(tx: Queryable, runId: string): Promise<RunRecord> {
    const run = isUuid(runId) ? await loadRunForUpdate(tx, runId) : undefined;
    if (run === undefined) {
      throw new NotFoundError(`There is no run '${runId}'`);
    }
    return run;
  }

  async #detail(runId: string): Promise<RunDetail> {
    const run = await loadRun(this.#options.database, runId);
    if (run === undefined) {
      throw new NotFoundError(`There is no run '${runId}'`);
    }
    return readRunDetail(this.#options.database, run, this.#options.actions);
  }
}

function checkAnswer(request: InputRequest, answer: AnswerStep): void {
  if (request.kind !== answer.kind) {
    throw new InputError(
      `The step asks for an answer of the kind '${request.kind}'`,
    );
  }
  if (request.kind === 'checklist' && answer.kind === 'checklist') {
    const known = request.items.map(item => item.id);
    const stranger = answer.done.find(id => !known.includes(id));
    if (stranger !== undefined) {
      throw new InputError(`The checklist has no item '${stranger}'`);
    }
  }
}

/** People paste output; it passes the same sink as the output of actions. */
function redactDecision(decision: DecideStep, redactor: Redactor): DecideStep {
  const { reason, evidence } = decision;
  return {
    ...decision,
    reason: reason && redactor.text(reason),
    evidence: evidence && redactor.text(evidence),
  };
}
