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

import { isError } from '@backstage/errors';
import type {
  DecideStep,
  Plan,
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { EvidenceService } from '../../src/evidence/EvidenceService';
import type { IntactRunService } from '../../src/runs/planning/IntactRunService';
import type { Choice } from './cases';
import type { DrillRun } from './DrillRun';
import type { Installation } from './installation';
import type { DrillLedger } from './ledger';
import { drillStep } from './steps';

export const REQUESTER = 'user:default/requester';
export const SECOND_LEAD = 'user:default/second';
export const APPROVER = 'user:default/approver';
export const ADMINISTRATOR = 'user:default/administrator';

/** What an edited input says instead. */
export const EDITED = 'edited';

/** What somebody pastes as evidence, and what a file of evidence says. */
export const EVIDENCE = 'It was done on the console of the provider';

/** Longer than a plan takes on a busy machine. */
const PLANNING_MS = 60_000;

/** What {@link Recoveries} work with: the services behind the pages. */
export interface RecoveriesOptions {
  /** By the mode of the installation, which is that of its runs. */
  readonly runs: Readonly<Record<RunDetail['approvals'], IntactRunService>>;
  readonly recovery: Installation['recovery'];
  readonly evidence: Pick<EvidenceService, 'addFile'>;
  readonly ledger: DrillLedger;
}

/** What a lead does about a step that failed, or of which nobody knows. */
export class Recoveries {
  readonly #options: RecoveriesOptions;

  constructor(options: RecoveriesOptions) {
    this.#options = options;
  }

  /** Does what was chosen, by whoever leads now. */
  async carryOut(
    drill: DrillRun,
    run: RunDetail,
    step: RunStep,
    choice: Exclude<Choice, 'hand-over'>,
  ): Promise<void> {
    const { ledger } = this.#options;
    const { account } = run.inputs;
    switch (choice) {
      case 'retry':
        ledger.mend(String(account));
        await this.#finally(drill, run, step, { choice: 'retry' });
        break;
      case 'edit':
        await this.#edit(drill, run, step);
        break;
      case 'skip':
        await this.#finally(drill, run, step, {
          ...{ choice: 'skip', reason: 'It can wait until tomorrow' },
        });
        break;
      case 'by-hand-text':
        await this.#finally(drill, run, step, {
          ...{ choice: 'by-hand', evidence: EVIDENCE },
        });
        break;
      case 'by-hand-file': {
        const file = await this.#options.evidence.addFile({
          ...{ runId: run.id, stepId: step.id, actor: run.lead },
          ...{ name: 'console.txt', mediaType: 'text/plain' },
          content: Buffer.from(EVIDENCE),
        });
        await this.#finally(drill, run, step, {
          ...{ choice: 'by-hand', files: [file.id] },
        });
        break;
      }
      case 'undo':
        await this.#undo(drill, run, step);
        break;
      case 'runbook':
        // Nobody but the runbook has an answer, once it is known that it failed.
        await this.beCareful(run, step);
        break;
      case 'stop':
        await this.#finally(drill, run, step, {
          ...{ choice: 'stop', reason: 'It is not worth it' },
        });
        break;
      default:
        throw new Error(`Unexpected choice '${choice satisfies never}'`);
    }
  }

  async #edit(drill: DrillRun, run: RunDetail, step: RunStep): Promise<void> {
    const { recovery, ledger } = this.#options;
    const input =
      typeof step.input === 'object' && !Array.isArray(step.input)
        ? step.input
        : {};
    const edit = () =>
      recovery.continuation.plan({
        ...{ runId: run.id, stepId: step.id, requestedBy: run.lead },
        input: { ...input, value: EDITED },
        mayControl: true,
        signal: AbortSignal.timeout(PLANNING_MS),
      });
    if (drillStep(step.id).items !== undefined) {
      await this.refused(drill, 'input-of-items', edit);
      ledger.mend(String(run.inputs.account));
      await this.#finally(drill, run, step, { choice: 'retry' });
      return;
    }
    const plan = await edit();
    await this.#finally(drill, run, step, { choice: 'edit' }, plan);
  }

  async #undo(drill: DrillRun, run: RunDetail, step: RunStep): Promise<void> {
    let plan: Plan;
    try {
      plan = await this.#options.recovery.undo.plan({
        ...{ runId: run.id, requestedBy: run.lead, mayControl: true },
        signal: AbortSignal.timeout(PLANNING_MS),
      });
    } catch (error) {
      if (codeOf(error) !== 'nothing-to-undo') {
        throw error;
      }
      drill.nothingToUndo = true;
      await this.#finally(drill, run, step, {
        ...{ choice: 'stop', reason: 'There is nothing to take back' },
      });
      return;
    }
    await this.#finally(drill, run, step, { choice: 'undo' }, plan);
  }

  /** Drives that begin from here on carry out what was decided. */
  async #finally(
    drill: DrillRun,
    run: RunDetail,
    step: RunStep,
    decision: Omit<DecideStep, 'attempt'>,
    plan?: Plan,
  ): Promise<void> {
    drill.decided = true;
    try {
      await this.say(run, step, decision, plan);
    } catch (error) {
      drill.decided = false;
      throw error;
    }
  }

  /** Decides in the name of whoever leads. */
  async say(
    run: RunDetail,
    step: RunStep,
    decision: Omit<DecideStep, 'attempt'>,
    plan?: Plan,
  ): Promise<void> {
    await this.#options.runs[run.approvals].decide({
      ...{ runId: run.id, stepId: step.id, actor: run.lead, plan },
      decision: {
        ...decision,
        attempt: step.attempts.length,
        ...(plan && { planId: plan.id, planHash: plan.hash }),
      },
    });
  }

  /** A step that was cut off: what is in the ledger has happened. */
  async beCareful(run: RunDetail, step: RunStep): Promise<void> {
    const { ledger } = this.#options;
    const keys =
      step.items === undefined
        ? [`${run.id}:${step.id}`]
        : step.items
            .filter(({ state }) => state === 'unknown')
            .map(({ index }) => `${run.id}:${step.id}:${index}`);
    const happened = keys.some(key => ledger.count(key) > 0);
    await this.say(
      run,
      step,
      happened
        ? { choice: 'by-hand', evidence: 'It is in the ledger' }
        : { choice: 'retry' },
    );
  }

  /** Tries what has to be refused with this code. */
  async refused(
    drill: DrillRun,
    code: string,
    attempt: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await attempt();
    } catch (error) {
      if (codeOf(error) !== code) {
        throw error;
      }
      return;
    }
    drill.surprises.push(`was not refused with '${code}'`);
  }
}

function codeOf(error: unknown): string | undefined {
  return isError(error) && typeof error.code === 'string'
    ? error.code
    : undefined;
}
