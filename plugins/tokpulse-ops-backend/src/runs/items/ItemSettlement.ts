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
import type { StepExecutionOptions } from '../StepExecution';
import { retryDelayMs, type StepFailure } from '../steps/afterFailure';
import { examineEffect } from '../steps/examineEffect';
import type { Outcome } from '../steps/executeAction';
import { redactedJson, type Json } from '../steps/json';
import { checkOutput, type ReadyAction } from '../steps/prepareStep';
import { readVerification } from '../steps/readVerification';
import type { ItemProgress } from '../store/records';
import type { ItemRow, ItemTurn } from './ItemRow';

/** Should this process die before a write this soon, it is done again. */
const DEFER_MS = 5;
const DEFAULT_EVERY_MS = 5_000;
const SHORTEST_READING_MS = 1_000;

const settled: ItemTurn = { kind: 'settled' };

/** Writes what an attempt at an item came to, and what follows from it. */
export class ItemSettlement {
  readonly #options: StepExecutionOptions;
  readonly #row: ItemRow;

  constructor(options: StepExecutionOptions, row: ItemRow) {
    this.#options = options;
    this.#row = row;
  }

  async settle(
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
          return this.fail({
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
        return this.#row.later(milliseconds, {
          state: 'waiting',
          resumed: state === undefined ? null : redactedJson(redactor, state),
        });
      }
      case 'failed':
        return outcome.effect === 'possible' && planned.effect === 'once'
          ? this.unknown(outcome.error, ready, startedAt)
          : this.fail({ ...outcome, repeatable: true });
      case 'done':
        return this.#returned(outcome.output);
      default: {
        const never: never = outcome;
        throw new Error(`Unexpected outcome '${never}'`);
      }
    }
  }

  async verify(): Promise<ItemTurn> {
    const { writer, planned, actions, stop } = this.#options;
    const { verify } = planned.step;
    await this.#row.complete();
    if (verify === undefined) {
      return this.#succeed({});
    }
    const deadline = new Date(this.#row.record.verification?.deadline ?? 0);
    const left = () => deadline.getTime() - writer.clock.now().getTime();
    const reading = await readVerification({
      ...{ verify, actions },
      scope: this.#row.scope(),
      run: ready =>
        this.#row.runner().run(ready, {
          timeoutMs: Math.max(left(), SHORTEST_READING_MS),
        }),
    });
    if (reading.kind === 'abandoned' || stop.aborted) {
      return { kind: 'abandoned' };
    }
    if (reading.kind === 'broken') {
      return this.fail({
        error: reading.error,
        effect: 'possible',
        repeatable: false,
      });
    }
    const { satisfied, message } = reading;
    const verification = {
      satisfied,
      readings: (this.#row.record.verification?.readings ?? 0) + 1,
      message,
      deadline: deadline.toISOString(),
    };
    if (satisfied) {
      return this.#succeed({ verification });
    }
    if (left() <= 0) {
      return this.fail(
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
        this.#row.record.output,
        { verification },
      );
    }
    const every = parseDuration(verify.every ?? '') ?? DEFAULT_EVERY_MS;
    return this.#row.later(Math.min(every, left()), {
      state: 'running',
      verification,
    });
  }

  /** Nobody knows whether the effect happened: look, and leave it to a person. */
  async unknown(
    error: SafeError,
    ready: ReadyAction | undefined,
    since?: Date,
  ): Promise<ItemTurn> {
    const probe = await examineEffect({
      step: this.#options,
      ready,
      since: since ?? new Date(this.#options.writer.run.startedAt ?? 0),
      item: { ...this.#row.runnerItem(), value: this.#row.record.value },
    });
    await this.#row.write(
      { state: 'unknown', error, probe, resumed: null, dueAt: null },
      'unknown',
    );
    this.#row.forget();
    return settled;
  }

  /** Tries it again later, or leaves it failed. */
  async fail(
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
          step: this.#row.record,
          failure,
        });
    if (delay !== undefined) {
      return this.#row.later(
        delay,
        { ...progress, executed: false, state: 'waiting' },
        'failed',
      );
    }
    await this.#row.write(
      { ...progress, state: 'failed', dueAt: null },
      'failed',
    );
    this.#row.forget();
    return settled;
  }

  async #returned(output: Json): Promise<ItemTurn> {
    const { writer, planned } = this.#options;
    const { expect, verify } = planned.step;
    if (expect !== undefined) {
      const check = checkOutput('expect', expect, {
        ...this.#row.scope(),
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
        return this.fail(
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
    await this.#row.write({
      executed: true,
      output,
      verification: {
        satisfied: false,
        readings: 0,
        message: 'Not read yet',
        deadline: deadline.toISOString(),
      },
    });
    return this.verify();
  }

  async #succeed(progress: Partial<ItemProgress>): Promise<ItemTurn> {
    const { writer, planned } = this.#options;
    const change = this.#row.change(
      {
        ...progress,
        state: 'succeeded',
        executed: true,
        interruptions: 0,
        dueAt: null,
      },
      {
        ended: 'succeeded',
        details: { output: progress.output ?? this.#row.record.output },
      },
    );
    if (planned.effect === 'once') {
      await writer.writeTogether(change);
    } else {
      // Should this process die before the next write, it is done again.
      writer.defer(change, { withinMs: DEFER_MS });
    }
    this.#row.forget();
    return settled;
  }
}
