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
import type { Progress } from '../RunExecution';
import type { StepExecutionOptions } from '../StepExecution';
import { finishAttempt, runState, stepState } from '../steps/events';
import { decideIf } from '../steps/prepareStep';
import { scopeOf } from '../steps/scope';
import { StopReason } from '../steps/StopReason';
import { loadItems, loadOutputs, type ItemRecord } from '../store/items';
import type { StepRecord } from '../store/records';
import { freezeItems, type FrozenItem } from './freezeItems';
import { isSettledItem } from './itemChange';
import { ItemExecution } from './ItemExecution';
import { ItemQueue, pause } from './ItemQueue';
import { conclude, summarise } from './conclude';

/** Bytes of the list of outputs that are kept, as of any step. */
const MOST_OUTPUT_BYTES = 256 * 1024;

/** A longer pause than this parks the run instead of keeping a worker. */
const PARK_MS = 15_000;

const CANCELLED: SafeError = {
  code: 'cancelled',
  message: 'The run was cancelled',
};

const ROBBED: SafeError = {
  code: 'interrupted',
  message: 'A target of this run was taken away while this step was under way',
  nextStep: 'Find out what it has done, and what was done to the target since',
};

/**
 * Takes a step with `each` from where it stands to its next resting place: a
 * few items at once, each a row and an attempt of its own, so that whoever
 * takes the run over does only what is left.
 */
export class EachExecution {
  readonly #options: StepExecutionOptions;
  readonly #stepId: string;
  #items: readonly ItemExecution[] = [];
  #broken = false;

  constructor(options: StepExecutionOptions) {
    this.#options = options;
    this.#stepId = options.planned.step.id;
  }

  /** A step that has not started, or is tried again: what failed, anew. */
  async begin(): Promise<Progress> {
    const { writer, planned, redactor, service, mayBegin } = this.#options;
    const scope = scopeOf(writer.run, service);
    const condition = decideIf(planned.step, scope);
    if (condition.kind === 'skip') {
      const skippedBecause = redactor.text(condition.because);
      await writer.write({
        steps: [{ stepId: this.#stepId, state: 'skipped', skippedBecause }],
        events: [stepState(this.#stepId, 'skipped', { skippedBecause })],
      });
      return 'go-on';
    }
    if (condition.kind === 'failed') {
      return this.#refuse(condition.error);
    }
    const known = await this.#load();
    const frozen =
      known.length > 0
        ? { ok: true as const, items: [] }
        : freezeItems({ planned, scope, redactor });
    if (!frozen.ok) {
      return this.#refuse(frozen.error);
    }
    const fresh = frozen.items.map(asPending);
    const records = known.length > 0 ? known : fresh;
    if (!(await mayBegin({ each: records.map(({ value }) => value) }))) {
      return 'leave';
    }
    await this.#start(frozen.items);
    return this.#run(records);
  }

  /** A step that was parked until an item is due. */
  async resume(): Promise<Progress> {
    await this.#options.writer.write({
      run: { currentStepId: this.#stepId },
      steps: [{ stepId: this.#stepId, state: 'running', wait: null }],
      events: [
        stepState(this.#stepId, 'running', { attempt: this.#step.attempt }),
      ],
    });
    return this.#run(await this.#load());
  }

  /** A step whose driver died in the middle: its items know how far they are. */
  async cutOff(): Promise<Progress> {
    return this.#run(await this.#load());
  }

  /** Somebody took the targets away while it was under way. */
  async robbed(): Promise<Progress> {
    return this.#close(ROBBED);
  }

  /** The run was cancelled while nobody was at it. */
  async cancelled(): Promise<void> {
    await this.#close(CANCELLED);
  }

  get #step(): StepRecord {
    return this.#options.writer.step(this.#stepId);
  }

  #load(): Promise<readonly ItemRecord[]> {
    const { database, writer } = this.#options;
    return loadItems(database, { runId: writer.run.id, stepId: this.#stepId });
  }

  #refuse(error: SafeError): Promise<Progress> {
    return this.#options.fail({ error, effect: 'none', repeatable: false });
  }

  /** The list is frozen with the intent, before any effect. */
  async #start(items: readonly FrozenItem[]): Promise<void> {
    const { stepId, attempt: last, tries } = this.#step;
    const attempt = last + 1;
    await this.#options.writer.write({
      run: { currentStepId: stepId },
      steps: [
        {
          ...{ stepId, attempt, tries: tries + 1 },
          state: 'running',
          handled: false,
          executed: false,
          ...{ input: null, output: null, error: null, probe: null },
          ...{ verification: null, wait: null, skippedBecause: null },
          ...{ answer: null, resumed: null },
        },
      ],
      attempts: { start: [{ stepId, number: attempt }] },
      items: { freeze: items.map(item => ({ stepId, ...item })) },
      events: [stepState(stepId, 'running', { attempt })],
    });
  }

  async #run(records: readonly ItemRecord[]): Promise<Progress> {
    const { writer, stop, draining } = this.#options;
    this.#items = records.map(one => new ItemExecution(this.#options, one));
    const queue = this.#queueOf(records);
    const workers = Array.from({ length: this.#parallelism }, () =>
      this.#work(queue),
    );
    for (const worker of await Promise.allSettled(workers)) {
      if (worker.status === 'rejected') {
        throw worker.reason;
      }
    }
    if (writer.run.cancelRequested || stoppedFor(stop, 'cancelled')) {
      return this.#close(CANCELLED);
    }
    if (stop.aborted) {
      return 'leave';
    }
    if (queue.empty) {
      return this.#conclude();
    }
    const turn = queue.take();
    return draining() || turn.kind !== 'later'
      ? 'go-on'
      : this.#park(turn.inMs);
  }

  #queueOf(records: readonly ItemRecord[]): ItemQueue {
    const queue = new ItemQueue();
    const now = this.#options.writer.clock.now().getTime();
    for (const { item, state, dueAt } of records) {
      if (!isSettledItem(state)) {
        queue.add(item, dueAt === null ? 0 : Date.parse(dueAt) - now);
      }
    }
    return queue;
  }

  /** What is taken back goes one after the other, in its order. */
  get #parallelism(): number {
    const { planned, eachParallelism } = this.#options;
    return planned.items === undefined ? eachParallelism : 1;
  }

  async #work(queue: ItemQueue): Promise<void> {
    const { stop, writer, draining } = this.#options;
    while (
      !this.#broken &&
      !stop.aborted &&
      !draining() &&
      !writer.run.cancelRequested
    ) {
      const turn = queue.take();
      if (turn.kind === 'none') {
        return;
      }
      if (turn.kind === 'later') {
        if (turn.inMs > PARK_MS) {
          return;
        }
        await pause(turn.inMs, stop);
      } else {
        await this.#advance(turn.item, queue);
      }
    }
  }

  async #advance(item: number, queue: ItemQueue): Promise<void> {
    try {
      const turn = await this.#items[item].advance();
      if (turn.kind === 'later') {
        queue.add(item, turn.inMs);
      }
    } catch (error) {
      // The others bring home what they have in hand, and begin nothing new.
      this.#broken = true;
      throw error;
    }
  }

  #park(wakeInMs: number): Promise<Progress> {
    const { writer, park } = this.#options;
    const stepId = this.#stepId;
    const now = writer.clock.now();
    const left = this.#items.filter(
      ({ record }) => !isSettledItem(record.state),
    ).length;
    return park(
      {
        for: 'timer',
        stepId,
        since: now.toISOString(),
        until: new Date(now.getTime() + wakeInMs).toISOString(),
        reason: `${left} of ${this.#items.length} items wait`,
      },
      {
        wakeInMs,
        steps: [{ stepId, state: 'waiting', wait: 'timer' }],
        events: [stepState(stepId, 'waiting')],
      },
    );
  }

  /** Ends what is open, passes over what has not begun. */
  async #close(error: SafeError): Promise<Progress> {
    if (this.#items.length === 0) {
      const records = await this.#load();
      this.#items = records.map(one => new ItemExecution(this.#options, one));
    }
    for (const item of this.#items) {
      await item.close(error);
    }
    return this.#conclude(error);
  }

  async #conclude(because?: SafeError): Promise<Progress> {
    const { writer, database, planned, fail } = this.#options;
    await writer.flush();
    const records = this.#items.map(({ record }) => record);
    const outputs = await loadOutputs(database, {
      runId: writer.run.id,
      stepId: this.#stepId,
      mostBytes: MOST_OUTPUT_BYTES,
    });
    const output = outputs.ok ? outputs.outputs : null;
    const conclusion = conclude({
      records,
      because,
      tooLarge: outputs.ok ? undefined : outputs.bytes,
      mostBytes: MOST_OUTPUT_BYTES,
    });
    switch (conclusion.kind) {
      case 'succeeded':
        await writer.write({
          steps: [
            {
              stepId: this.#stepId,
              state: 'succeeded',
              executed: true,
              output,
              wait: null,
            },
          ],
          attempts: finishAttempt(this.#step, 'succeeded'),
          events: [
            stepState(this.#stepId, 'succeeded', {
              attempt: this.#step.attempt,
              output: output ?? undefined,
            }),
          ],
        });
        return 'go-on';
      case 'failed':
        return fail(
          {
            error: conclusion.error,
            effect: planned.effect === 'read' ? 'none' : 'possible',
            repeatable: false,
          },
          output,
        );
      case 'unknown':
        return this.#unknown(conclusion.error, summarise(records));
      default: {
        const never: never = conclusion;
        throw new Error(`Unexpected conclusion '${never}'`);
      }
    }
  }

  /** Nobody knows of some items whether their effect happened. */
  async #unknown(error: SafeError, probe: ProbeFinding): Promise<Progress> {
    const { writer } = this.#options;
    const step = this.#step;
    const { stepId, attempt } = step;
    const decide = !writer.run.cancelRequested;
    await writer.write({
      run: {
        currentStepId: stepId,
        ...(decide ? { state: 'needs-decision' } : {}),
      },
      steps: [{ stepId, state: 'unknown', error, probe, wait: null }],
      attempts: finishAttempt(step, 'unknown', error),
      events: [
        stepState(stepId, 'unknown', { attempt, error, probe }),
        ...(decide ? [runState('needs-decision')] : []),
      ],
    });
    return decide ? 'leave' : 'go-on';
  }
}

function asPending(item: FrozenItem): ItemRecord {
  return {
    ...item,
    state: 'pending',
    ...{ attempt: 0, tries: 0, interruptions: 0, executed: false },
    ...{ input: null, output: null, error: null, probe: null },
    ...{ verification: null, resumed: null, dueAt: null },
  };
}

function stoppedFor(stop: AbortSignal, kind: StopReason['kind']): boolean {
  return stop.reason instanceof StopReason && stop.reason.kind === kind;
}
