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
import { FencedError } from '../errors';
import type { StepExecutionOptions } from '../StepExecution';
import { system } from '../steps/events';
import type { Outcome } from '../steps/executeAction';
import { redactedJson } from '../steps/json';
import type { ReadyAction } from '../steps/prepareStep';
import type { ItemRecord } from '../store/items';
import type { ItemProgress } from '../store/records';
import { isOpen, isSettledItem } from './itemChange';
import { ItemRow, type ItemTurn } from './ItemRow';
import { ItemSettlement } from './ItemSettlement';

/** Deaths of their driver in succession after which an item counts as the cause. */
const MOST_INTERRUPTIONS = 3;
/** An effect starts this soon after its intent, or the fence is read again. */
const FRESH_INTENT_MS = 3_000;
/** A reading that takes longer than this is seen to be under way. */
const READ_INTENT_MS = 5;

const settled: ItemTurn = { kind: 'settled' };

/** Takes one item of a step from where it stands to its next resting place. */
export class ItemExecution {
  readonly #options: StepExecutionOptions;
  readonly #row: ItemRow;
  readonly #settlement: ItemSettlement;

  constructor(options: StepExecutionOptions, record: ItemRecord) {
    this.#options = options;
    this.#row = new ItemRow(options, record);
    this.#settlement = new ItemSettlement(options, this.#row);
  }

  get record(): ItemRecord {
    return this.#row.record;
  }

  async advance(): Promise<ItemTurn> {
    const { state, executed, error } = this.#row.record;
    if (isSettledItem(state)) {
      return settled;
    }
    if (executed) {
      return this.#settlement.verify();
    }
    if (state === 'running') {
      return this.#interrupted();
    }
    return state === 'waiting' && error === null
      ? this.#goOn()
      : this.#start({ tries: this.#row.record.tries + 1 });
  }

  /** Nobody will look at it again in this attempt of the step. */
  async close(error: SafeError): Promise<void> {
    const { state, executed } = this.#row.record;
    if (isSettledItem(state)) {
      return;
    }
    if (!isOpen(this.#row.record)) {
      await this.#row.write({ state: 'skipped', dueAt: null });
    } else if (this.#options.planned.effect === 'once' && !executed) {
      await this.#settlement.unknown(error, this.#row.readyOrNone());
    } else {
      await this.#row.write({ state: 'failed', error, dueAt: null }, 'failed');
    }
  }

  /** Its driver died in the middle. */
  async #interrupted(): Promise<ItemTurn> {
    const error: SafeError = {
      code: 'interrupted',
      message: 'The process that worked on this item died in the middle of it',
    };
    if (this.#options.planned.effect === 'once') {
      return this.#settlement.unknown(error, this.#row.readyOrNone());
    }
    const interruptions = this.#row.record.interruptions + 1;
    if (interruptions > MOST_INTERRUPTIONS) {
      return this.#settlement.fail({
        error,
        effect: 'possible',
        repeatable: false,
      });
    }
    return this.#start({ interruptions }, error);
  }

  /** Marks the attempt started, before its effect, and runs it. */
  async #start(
    progress: Partial<ItemProgress>,
    cutOffBy?: SafeError,
  ): Promise<ItemTurn> {
    const { writer, redactor, planned, failpoint } = this.#options;
    const ready = this.#row.ready();
    if ('error' in ready) {
      return this.#settlement.fail({
        error: ready.error,
        effect: 'none',
        repeatable: false,
      });
    }
    const before = this.#row.record;
    const attempt = before.attempt + 1;
    const input = redactedJson(redactor, ready.input);
    const intentAt = performance.now();
    const intent = this.#row.change(
      {
        ...progress,
        state: 'running',
        attempt,
        executed: false,
        input,
        ...{ output: null, error: null, probe: null, verification: null },
        ...{ resumed: null, dueAt: null },
      },
      {
        attempts: {
          start: [this.#row.attempt(attempt)],
          ...(cutOffBy && {
            finish: [
              {
                ...this.#row.attempt(before.attempt),
                state: 'failed' as const,
                error: cutOffBy,
              },
            ],
          }),
        },
        details: { input },
      },
    );
    if (planned.effect === 'read') {
      writer.defer(intent, { withinMs: READ_INTENT_MS });
    } else {
      await writer.writeTogether(intent);
    }
    await failpoint('after-intent', this.#row.place);
    return this.#execute(ready, writer.clock.now(), intentAt);
  }

  /** It was parked in the middle of an attempt. */
  async #goOn(): Promise<ItemTurn> {
    const ready = this.#row.ready();
    if ('error' in ready) {
      return this.#settlement.fail({
        error: ready.error,
        effect: 'possible',
        repeatable: false,
      });
    }
    const intentAt = performance.now();
    await this.#row.write({ state: 'running', dueAt: null });
    return this.#execute(ready, this.#options.writer.clock.now(), intentAt);
  }

  /** @param intentAt - monotonic time before the intent was written */
  async #execute(
    ready: ReadyAction,
    startedAt: Date,
    intentAt: number,
  ): Promise<ItemTurn> {
    const { writer, planned, failpoint } = this.#options;
    if (performance.now() - intentAt > FRESH_INTENT_MS) {
      await writer.check();
    }
    const { timeout } = planned.step;
    const outcome = await this.#row.runner().run(ready, {
      timeoutMs: timeout === undefined ? undefined : parseDuration(timeout),
      onLate: late => this.#appendLate(late),
    });
    await failpoint('after-effect', this.#row.place);
    let turn: ItemTurn;
    try {
      turn = await this.#settlement.settle(ready, outcome, startedAt);
    } catch (error) {
      if (error instanceof FencedError && !this.#row.record.executed) {
        await this.#appendLate(outcome);
      }
      throw error;
    }
    await failpoint('after-settle', this.#row.place);
    return turn;
  }

  /** The best evidence for the person who has to decide. */
  async #appendLate(outcome: Outcome): Promise<void> {
    if (outcome.kind !== 'done' && outcome.kind !== 'failed') {
      return;
    }
    const { id, fence } = this.#options.writer.run;
    const { item, attempt } = this.#row.record;
    try {
      await this.#options.append(id, [
        system({
          type: 'late-result',
          ...{ stepId: this.#options.planned.step.id, item, attempt, fence },
          ...(outcome.kind === 'done'
            ? { output: outcome.output }
            : { error: outcome.error }),
        }),
      ]);
    } catch (error) {
      this.#options.logger.warn(
        `The late result of an item was lost: ${error}`,
        this.#row.place,
      );
    }
  }
}
