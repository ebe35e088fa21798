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
  type JsonValue,
  type SafeError,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionRunner, type RunnerItem } from '../ActionRunner';
import { FencedError } from '../errors';
import type { StepExecutionOptions } from '../StepExecution';
import { retryDelayMs, type StepFailure } from '../steps/afterFailure';
import { system } from '../steps/events';
import { examineEffect } from '../steps/examineEffect';
import type { Outcome } from '../steps/executeAction';
import { redactedJson, type Json } from '../steps/json';
import {
  checkOutput,
  prepareOwnAction,
  type ReadyAction,
} from '../steps/prepareStep';
import { readVerification } from '../steps/readVerification';
import { scopeOf } from '../steps/scope';
import type { Change } from '../store/completeChange';
import { loadItemOutput, type ItemRecord } from '../store/items';
import type { ItemProgress } from '../store/records';
import { itemChange, isOpen, isSettledItem } from './itemChange';

/** Deaths of their driver in succession after which an item counts as the cause. */
const MOST_INTERRUPTIONS = 3;
/** An effect starts this soon after its intent, or the fence is read again. */
const FRESH_INTENT_MS = 3_000;
/** A reading that takes longer than this is seen to be under way. */
const READ_INTENT_MS = 5;
const DEFAULT_EVERY_MS = 5_000;
const SHORTEST_READING_MS = 1_000;

/** What became of an item in its turn. */
export type ItemTurn =
  | { readonly kind: 'settled' }
  | { readonly kind: 'later'; readonly inMs: number }
  /** Another driver goes on with it. */
  | { readonly kind: 'abandoned' };

const settled: ItemTurn = { kind: 'settled' };

/** Takes one item of a step from where it stands to its next resting place. */
export class ItemExecution {
  readonly #options: StepExecutionOptions;
  readonly #stepId: string;
  #record: ItemRecord;
  /** False when only the database has the output of an item under way. */
  #whole: boolean;

  constructor(options: StepExecutionOptions, record: ItemRecord) {
    this.#options = options;
    this.#stepId = options.planned.step.id;
    this.#record = record;
    this.#whole = !record.executed;
  }

  get record(): ItemRecord {
    return this.#record;
  }

  async advance(): Promise<ItemTurn> {
    const { state, executed, error } = this.#record;
    if (isSettledItem(state)) {
      return settled;
    }
    if (executed) {
      return this.#verify();
    }
    if (state === 'running') {
      return this.#interrupted();
    }
    return state === 'waiting' && error === null
      ? this.#goOn()
      : this.#start({ tries: this.#record.tries + 1 });
  }

  /** Nobody will look at it again in this attempt of the step. */
  async close(error: SafeError): Promise<void> {
    const { state, executed } = this.#record;
    if (isSettledItem(state)) {
      return;
    }
    if (!isOpen(this.#record)) {
      await this.#write({ state: 'skipped', dueAt: null });
    } else if (this.#options.planned.effect === 'once' && !executed) {
      await this.#unknown(error, this.#readyOrNone());
    } else {
      await this.#write({ state: 'failed', error, dueAt: null }, 'failed');
    }
  }

  /** Its driver died in the middle. */
  async #interrupted(): Promise<ItemTurn> {
    const error: SafeError = {
      code: 'interrupted',
      message: 'The process that worked on this item died in the middle of it',
    };
    if (this.#options.planned.effect === 'once') {
      return this.#unknown(error, this.#readyOrNone());
    }
    const interruptions = this.#record.interruptions + 1;
    if (interruptions > MOST_INTERRUPTIONS) {
      return this.#fail({ error, effect: 'possible', repeatable: false });
    }
    return this.#start({ interruptions }, error);
  }

  /** Marks the attempt started, before its effect, and runs it. */
  async #start(
    progress: Partial<ItemProgress>,
    cutOffBy?: SafeError,
  ): Promise<ItemTurn> {
    const { writer, redactor, planned, failpoint } = this.#options;
    const ready = this.#ready();
    if ('error' in ready) {
      return this.#fail({
        error: ready.error,
        effect: 'none',
        repeatable: false,
      });
    }
    const before = this.#record;
    const attempt = before.attempt + 1;
    const input = redactedJson(redactor, ready.input);
    const intentAt = performance.now();
    const intent = this.#change(
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
          start: [this.#attempt(attempt)],
          ...(cutOffBy && {
            finish: [
              {
                ...this.#attempt(before.attempt),
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
    await failpoint('after-intent', this.#place);
    return this.#execute(ready, writer.clock.now(), intentAt);
  }

  /** It was parked in the middle of an attempt. */
  async #goOn(): Promise<ItemTurn> {
    const ready = this.#ready();
    if ('error' in ready) {
      return this.#fail({
        error: ready.error,
        effect: 'possible',
        repeatable: false,
      });
    }
    const intentAt = performance.now();
    await this.#write({ state: 'running', dueAt: null });
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
    const outcome = await this.#runner().run(ready, {
      timeoutMs: timeout === undefined ? undefined : parseDuration(timeout),
      onLate: late => this.#appendLate(late),
    });
    await failpoint('after-effect', this.#place);
    let turn: ItemTurn;
    try {
      turn = await this.#settle(ready, outcome, startedAt);
    } catch (error) {
      if (error instanceof FencedError && !this.#record.executed) {
        await this.#appendLate(outcome);
      }
      throw error;
    }
    await failpoint('after-settle', this.#place);
    return turn;
  }

  async #settle(
    ready: ReadyAction,
    outcome: Outcome,
    startedAt: Date,
  ): Promise<ItemTurn> {
    const { planned, redactor } = this.#options;
    switch (outcome.kind) {
      case 'abandoned':
        return { kind: 'abandoned' };
      case 'wait': {
        if (outcome.wait.wait === 'input') {
          return this.#fail({
            error: {
              code: 'invalid-input',
              message: `'${planned.step.action}' asks a person, which a step with each cannot`,
              nextStep: 'Ask in a step of its own before this one',
            },
            effect: 'none',
            repeatable: false,
          });
        }
        const { milliseconds, state } = outcome.wait;
        return this.#later(milliseconds, {
          state: 'waiting',
          resumed: state === undefined ? null : redactedJson(redactor, state),
        });
      }
      case 'failed':
        return outcome.effect === 'possible' && planned.effect === 'once'
          ? this.#unknown(outcome.error, ready, startedAt)
          : this.#fail({ ...outcome, repeatable: true });
      case 'done':
        return this.#returned(outcome.output);
      default: {
        const never: never = outcome;
        throw new Error(`Unexpected outcome '${never}'`);
      }
    }
  }

  async #returned(output: Json): Promise<ItemTurn> {
    const { writer, planned } = this.#options;
    const { expect, verify } = planned.step;
    if (expect !== undefined) {
      const check = checkOutput('expect', expect, {
        ...this.#scope(),
        output,
      });
      if (!check.ok || !check.value) {
        const error: SafeError = check.ok
          ? {
              code: 'expectation-failed',
              message: `'${expect}' is not so`,
              nextStep: 'Look at the output of the item',
            }
          : check.error;
        return this.#fail(
          { error, effect: 'possible', repeatable: check.ok, returned: true },
          output,
        );
      }
    }
    if (verify === undefined) {
      return this.#succeed({ output });
    }
    // From here on the effect is known to have happened, whoever dies.
    const within = parseDuration(verify.within) ?? 0;
    const deadline = new Date(writer.clock.now().getTime() + within);
    await this.#write({
      executed: true,
      output,
      verification: {
        satisfied: false,
        readings: 0,
        message: 'Not read yet',
        deadline: deadline.toISOString(),
      },
    });
    return this.#verify();
  }

  async #verify(): Promise<ItemTurn> {
    const { writer, planned, actions, stop } = this.#options;
    const { verify } = planned.step;
    await this.#complete();
    if (verify === undefined) {
      return this.#succeed({});
    }
    const deadline = new Date(this.#record.verification?.deadline ?? 0);
    const left = () => deadline.getTime() - writer.clock.now().getTime();
    const reading = await readVerification({
      ...{ verify, actions },
      scope: this.#scope(),
      run: ready =>
        this.#runner().run(ready, {
          timeoutMs: Math.max(left(), SHORTEST_READING_MS),
        }),
    });
    if (reading.kind === 'abandoned' || stop.aborted) {
      return { kind: 'abandoned' };
    }
    if (reading.kind === 'broken') {
      return this.#fail({
        error: reading.error,
        effect: 'possible',
        repeatable: false,
      });
    }
    const { satisfied, message } = reading;
    const verification = {
      satisfied,
      readings: (this.#record.verification?.readings ?? 0) + 1,
      message,
      deadline: deadline.toISOString(),
    };
    if (satisfied) {
      return this.#succeed({ verification });
    }
    if (left() <= 0) {
      return this.#fail(
        {
          error: {
            code: 'verification-failed',
            message: `'${verify.until}' did not come true within ${verify.within}: ${message}`,
            nextStep: 'The item itself was done; look at what it did',
          },
          effect: 'possible',
          repeatable: true,
          returned: true,
        },
        this.#record.output,
        { verification },
      );
    }
    const every = parseDuration(verify.every ?? '') ?? DEFAULT_EVERY_MS;
    return this.#later(Math.min(every, left()), {
      state: 'running',
      verification,
    });
  }

  async #succeed(progress: Partial<ItemProgress>): Promise<ItemTurn> {
    const { writer, planned } = this.#options;
    const change = this.#change(
      {
        ...progress,
        state: 'succeeded',
        executed: true,
        interruptions: 0,
        dueAt: null,
      },
      {
        ended: 'succeeded',
        details: { output: progress.output ?? this.#record.output },
      },
    );
    if (planned.effect === 'once') {
      await writer.writeTogether(change);
    } else {
      // Should this process die before the next write, it is done again.
      writer.defer(change, { withinMs: READ_INTENT_MS });
    }
    this.#forget();
    return settled;
  }

  /** Tries it again later, or leaves it failed. */
  async #fail(
    failure: StepFailure,
    output: Json | null = null,
    more: Partial<ItemProgress> = {},
  ): Promise<ItemTurn> {
    const { writer, planned } = this.#options;
    const { error } = failure;
    const progress: Partial<ItemProgress> = {
      ...more,
      error,
      output,
      executed: failure.returned ?? false,
      interruptions: 0,
      resumed: null,
    };
    const delay = writer.run.cancelRequested
      ? undefined
      : retryDelayMs({
          definition: planned.step,
          effect: planned.effect,
          step: this.#record,
          failure,
        });
    if (delay !== undefined) {
      return this.#later(
        delay,
        { ...progress, executed: false, state: 'waiting' },
        'failed',
      );
    }
    await this.#write({ ...progress, state: 'failed', dueAt: null }, 'failed');
    this.#forget();
    return settled;
  }

  /** Nobody knows whether the effect happened: look, and leave it to a person. */
  async #unknown(
    error: SafeError,
    ready: ReadyAction | undefined,
    since?: Date,
  ): Promise<ItemTurn> {
    const probe = await examineEffect({
      step: this.#options,
      ready,
      since: since ?? new Date(this.#options.writer.run.startedAt ?? 0),
      item: { ...this.#runnerItem(), value: this.#record.value },
    });
    await this.#write(
      { state: 'unknown', error, probe, resumed: null, dueAt: null },
      'unknown',
    );
    this.#forget();
    return settled;
  }

  async #later(
    inMs: number,
    progress: Partial<ItemProgress>,
    ended?: 'failed',
  ): Promise<ItemTurn> {
    const now = this.#options.writer.clock.now().getTime();
    await this.#write(
      { ...progress, dueAt: new Date(now + inMs).toISOString() },
      ended,
    );
    return { kind: 'later', inMs };
  }

  async #write(
    progress: Partial<ItemProgress>,
    ended?: 'succeeded' | 'failed' | 'unknown',
  ): Promise<void> {
    await this.#complete();
    await this.#options.writer.writeTogether(this.#change(progress, { ended }));
  }

  /** The change that takes the item to where it stands from now on. */
  #change(
    progress: Partial<ItemProgress>,
    more: Parameters<typeof itemChange>[0]['more'],
  ): Change {
    const before = this.#record;
    this.#record = { ...before, ...progress };
    return itemChange({
      stepId: this.#stepId,
      ...{ before, after: this.#record, more },
    });
  }

  /** A row is always written whole, so what the database alone has is read. */
  async #complete(): Promise<void> {
    if (!this.#whole) {
      const output = await loadItemOutput(this.#options.database, {
        runId: this.#options.writer.run.id,
        stepId: this.#stepId,
        item: this.#record.item,
      });
      this.#record = { ...this.#record, output };
      this.#whole = true;
    }
  }

  /** What is settled is in the database; a thousand outputs are not kept here. */
  #forget(): void {
    this.#record = { ...this.#record, input: null, output: null };
  }

  #ready(): ReadyAction | { readonly error: SafeError } {
    const { planned, actions } = this.#options;
    return prepareOwnAction({
      ...{ planned, actions },
      scope: this.#scope(),
      item: planned.items?.[this.#record.item],
    });
  }

  #readyOrNone(): ReadyAction | undefined {
    const ready = this.#ready();
    return 'error' in ready ? undefined : ready;
  }

  /** Its own output stands where that of the step will, when all are done. */
  #scope(): Scope {
    const { writer, service } = this.#options;
    const { value: item, executed, output } = this.#record;
    const scope = scopeOf(writer.run, service, { item });
    const own: { status: string; output?: JsonValue } = executed
      ? { status: 'running', output }
      : { status: 'running' };
    return { ...scope, steps: { ...scope.steps, [this.#stepId]: own } };
  }

  #runner(): ActionRunner {
    return new ActionRunner(this.#options, this.#runnerItem());
  }

  #runnerItem(): RunnerItem {
    const { item: index, label, attempt, resumed } = this.#record;
    return { index, label, attempt, resumed };
  }

  #attempt(number: number) {
    return { stepId: this.#stepId, item: this.#record.item, number };
  }

  /** The best evidence for the person who has to decide. */
  async #appendLate(outcome: Outcome): Promise<void> {
    if (outcome.kind !== 'done' && outcome.kind !== 'failed') {
      return;
    }
    const { id, fence } = this.#options.writer.run;
    const { item, attempt } = this.#record;
    try {
      await this.#options.append(id, [
        system({
          type: 'late-result',
          ...{ stepId: this.#stepId, item, attempt, fence },
          ...(outcome.kind === 'done'
            ? { output: outcome.output }
            : { error: outcome.error }),
        }),
      ]);
    } catch (error) {
      this.#options.logger.warn(
        `The late result of an item was lost: ${error}`,
        this.#place,
      );
    }
  }

  get #place() {
    const { item } = this.#record;
    return { runId: this.#options.writer.run.id, stepId: this.#stepId, item };
  }
}
