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
  JsonValue,
  Scope,
  SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionRunner, type RunnerItem } from '../ActionRunner';
import type { StepExecutionOptions } from '../StepExecution';
import { prepareOwnAction, type ReadyAction } from '../steps/prepareStep';
import { scopeOf } from '../steps/scope';
import type { Change } from '../store/completeChange';
import { loadItemOutput, type ItemRecord } from '../store/items';
import type { ItemProgress } from '../store/records';
import { itemChange } from './itemChange';

/** What became of an item in its turn. */
export type ItemTurn =
  | { readonly kind: 'settled' }
  | { readonly kind: 'later'; readonly inMs: number }
  /** Another driver goes on with it. */
  | { readonly kind: 'abandoned' };

/** One item of a step: where it stands, what it sees, and how that is written. */
export class ItemRow {
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

  /** The change that takes the item to where it stands from now on. */
  change(
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

  async write(
    progress: Partial<ItemProgress>,
    ended?: 'succeeded' | 'failed' | 'unknown',
  ): Promise<void> {
    await this.complete();
    await this.#options.writer.writeTogether(this.change(progress, { ended }));
  }

  async later(
    inMs: number,
    progress: Partial<ItemProgress>,
    ended?: 'failed',
  ): Promise<ItemTurn> {
    const now = this.#options.writer.clock.now().getTime();
    await this.write(
      { ...progress, dueAt: new Date(now + inMs).toISOString() },
      ended,
    );
    return { kind: 'later', inMs };
  }

  /** A row is always written whole, so what the database alone has is read. */
  async complete(): Promise<void> {
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
  forget(): void {
    this.#record = { ...this.#record, input: null, output: null };
  }

  ready(): ReadyAction | { readonly error: SafeError } {
    const { planned, actions } = this.#options;
    return prepareOwnAction({
      ...{ planned, actions },
      scope: this.scope(),
      item: planned.items?.[this.#record.item],
    });
  }

  readyOrNone(): ReadyAction | undefined {
    const ready = this.ready();
    return 'error' in ready ? undefined : ready;
  }

  /** Its own output stands where that of the step will, when all are done. */
  scope(): Scope {
    const { writer, service } = this.#options;
    const { value: item, executed, output } = this.#record;
    const scope = scopeOf(writer.run, service, { item });
    const own: { status: string; output?: JsonValue } = executed
      ? { status: 'running', output }
      : { status: 'running' };
    return { ...scope, steps: { ...scope.steps, [this.#stepId]: own } };
  }

  runner(): ActionRunner {
    return new ActionRunner(this.#options, this.runnerItem());
  }

  runnerItem(): RunnerItem {
    const { item: index, label, attempt, resumed } = this.#record;
    return { index, label, attempt, resumed };
  }

  attempt(number: number) {
    return { stepId: this.#stepId, item: this.#record.item, number };
  }

  get place() {
    const { item } = this.#record;
    return { runId: this.#options.writer.run.id, stepId: this.#stepId, item };
  }
}
