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
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunEngine } from '../../src/runs/types';
import { finalChoice } from './cases';
import type { DrillRun } from './DrillRun';
import {
  ADMINISTRATOR,
  APPROVER,
  Recoveries,
  SECOND_LEAD,
  type RecoveriesOptions,
} from './recoveries';

/** What {@link People} work with: the services behind the pages. */
export interface PeopleOptions extends RecoveriesOptions {
  readonly engine: Pick<RunEngine, 'get' | 'approvals' | 'leads' | 'reviews'>;
}

/** The people of the drill: they agree, decide, hand over and break the glass. */
export class People {
  readonly #options: PeopleOptions;
  readonly #recoveries: Recoveries;

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.#recoveries = new Recoveries(options);
  }

  /** Does what somebody has to do for this run now, if anything. */
  async attend(drill: DrillRun, runId: string): Promise<void> {
    const run = await this.#get(runId);
    if (run.undoes !== undefined && !drill.runIds.includes(run.id)) {
      drill.runIds.push(run.id);
    }
    if (run.state === 'needs-decision') {
      await this.#decide(drill, run);
    } else if (run.waiting?.for === 'approval') {
      await this.#agree(drill, run, run.waiting);
    }
  }

  async #agree(
    drill: DrillRun,
    run: RunDetail,
    waiting: Extract<RunDetail['waiting'], { for: 'approval' }>,
  ): Promise<void> {
    if (run.undoes !== undefined && !drill.decided) {
      // The runbook takes back by itself; the lead may want something else.
      if (finalChoice(drill.one) !== 'undo') {
        await this.#options.runs[run.approvals].cancel({
          ...{ runId: run.id, actor: run.lead },
          reason: 'The lead decides otherwise',
        });
        return;
      }
      drill.decided = true;
    }
    if (drill.one.glass && run.undoes === undefined) {
      await this.#options.engine.reviews.breakGlass({
        ...{ runId: run.id, actor: ADMINISTRATOR },
        reason: 'Nobody else is awake',
      });
      return;
    }
    if (waiting.kind === 'approval') {
      await this.#approve(drill, run, waiting);
      return;
    }
    await this.#options.runs[run.approvals].confirm({
      ...{ runId: run.id, stepId: waiting.stepId, planHash: run.planHash },
      ...{ typed: waiting.target, actor: run.lead },
    });
  }

  async #approve(
    drill: DrillRun,
    run: RunDetail,
    waiting: Extract<RunDetail['waiting'], { for: 'approval' }>,
  ): Promise<void> {
    const { approvals } = this.#options.engine;
    const answer = (actor: string) =>
      approvals.decide({
        ...{ approvalId: waiting.approvalId ?? '', actor },
        ...{ decision: 'approve', planHash: run.planHash },
        ...(waiting.target !== undefined && { typed: waiting.target }),
      });
    if (!drill.triedOwn) {
      drill.triedOwn = true;
      await this.#recoveries.refused(drill, 'own-request', () =>
        answer(run.requestedBy),
      );
    }
    await answer(APPROVER);
  }

  async #decide(drill: DrillRun, run: RunDetail): Promise<void> {
    const step = run.steps.find(({ id }) => id === run.currentStepId);
    if (step === undefined) {
      throw new Error(`The run ${run.id} asks about no step`);
    }
    this.#lookAtProbe(drill, run, step);
    const drilled = run.undoes === undefined && step.id === drill.one.stepId;
    if (drilled && !drill.decided) {
      await this.#choose(drill, run, step);
      return;
    }
    if (step.state !== 'unknown') {
      drill.surprises.push(
        `${step.id} is ${step.state}: ${step.error?.code} ${step.error?.message}`,
      );
      await this.#recoveries.say(run, step, {
        choice: 'stop',
        reason: 'A surprise',
      });
      return;
    }
    await this.#recoveries.beCareful(run, step);
  }

  async #choose(drill: DrillRun, run: RunDetail, step: RunStep): Promise<void> {
    const { one } = drill;
    if (one.choice !== 'hand-over') {
      await this.#recoveries.carryOut(drill, run, step, one.choice);
      return;
    }
    if (run.lead !== SECOND_LEAD) {
      await this.#options.engine.leads.change({
        ...{ runId: run.id, to: SECOND_LEAD, actor: run.lead },
        reason: 'My watch is over',
      });
      await this.#recoveries.refused(drill, 'not-lead', () =>
        this.#recoveries.say(run, step, {
          choice: 'stop',
          reason: 'I am not the lead',
        }),
      );
    }
    await this.#recoveries.carryOut(
      drill,
      await this.#get(run.id),
      step,
      one.then,
    );
  }

  /** Whoever decides about a step that was cut off is told what the provider says. */
  #lookAtProbe(drill: DrillRun, run: RunDetail, step: RunStep): void {
    const { state, items, probe } = step;
    if (
      state !== 'unknown' ||
      items !== undefined ||
      step.action === 'drill:set'
    ) {
      return;
    }
    const count = this.#options.ledger.count(`${run.id}:${step.id}`);
    const wanted = count > 0 ? 'happened' : 'did-not-happen';
    if (probe?.outcome !== wanted) {
      drill.surprises.push(`${step.id}: the probe says ${probe?.outcome}`);
    }
  }

  async #get(runId: string): Promise<RunDetail> {
    const run = await this.#options.engine.get(runId);
    if (run === undefined) {
      throw new Error(`There is no run '${runId}'`);
    }
    return run;
  }
}
