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

import type { LogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { throughOutages } from './connectionErrors';
import type { Database, Queryable } from './Database';
import { DatabaseClock } from './DatabaseClock';
import { FencedError } from './errors';
import { holdFence, type RunPosition } from './store/applyChange';
import {
  completeChange,
  mergeChanges,
  stepOf,
  type Change,
} from './store/completeChange';
import type {
  Applied,
  RunChange,
  RunRecord,
  StepRecord,
} from './store/records';

/** Output of an action that has ended is written this soon, if nothing else is. */
const FLUSH_MS = 5;

/** Writes changes; the store, or a test's idea of a broken one. */
export type ApplyChange = (
  db: Queryable,
  change: RunChange,
) => Promise<Applied>;

/**
 * A driver's picture of its run and the only way it writes: one change after
 * the other, each under the fence.
 */
export class RunWriter {
  readonly #database: Database;
  readonly #apply: ApplyChange;
  readonly #onCommit: (runId: string) => void;
  readonly #fenced = new AbortController();
  readonly clock: DatabaseClock;
  #run: RunRecord;
  #deferred: Change | undefined;
  #flushing: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    readonly database: Database;
    readonly apply: ApplyChange;
    readonly run: RunRecord;
    readonly onCommit: (runId: string) => void;
  }) {
    this.#database = options.database;
    this.#apply = options.apply;
    this.#run = options.run;
    this.clock = new DatabaseClock(options.run.readAt);
    this.#onCommit = options.onCommit;
  }

  /** The run as of the last write. */
  get run(): RunRecord {
    return this.#run;
  }

  /** Aborts when another driver took the run over. */
  get fenced(): AbortSignal {
    return this.#fenced.signal;
  }

  /** Which change comes next. */
  get position(): RunPosition {
    const { id, fence, writes } = this.#run;
    return { runId: id, fence, writes };
  }

  step(stepId: string): StepRecord {
    return stepOf(this.#run, stepId);
  }

  /** A person wants the run to end; known before the next write tells. */
  cancel(): void {
    this.#run = { ...this.#run, cancelRequested: true };
  }

  /** Somebody else saw that the fence is gone. */
  fence(): void {
    this.#fenced.abort(new FencedError(this.#run.id, this.#run.fence));
  }

  /** Reads whether the fence still holds. */
  async check(): Promise<void> {
    await this.#inTurn(() =>
      throughOutages(() =>
        this.#database.transaction(tx => holdFence(tx, this.position)),
      ),
    );
  }

  /**
   * Keeps a change for the next write, so that both are one commit. For what
   * may be lost with this process, since another one would do it again.
   *
   * @param options - `withinMs`: when no other write follows by then, it is
   * written all the same
   */
  defer(change: Change, options: { readonly withinMs?: number } = {}): void {
    this.#run = foreseen(this.#run, change);
    this.#deferred = mergeChanges(this.#deferred, change);
    if (options.withinMs !== undefined && this.#flushing === undefined) {
      // Who was fenced meanwhile is told by `fenced`, and an outage by the
      // next write, which this change is then part of.
      this.#flushing = setTimeout(
        () => this.flush().catch(() => undefined),
        options.withinMs,
      );
    }
  }

  /** Writes what was deferred, when no other write follows. */
  async flush(): Promise<void> {
    if (this.#deferred !== undefined) {
      await this.write({ events: [] });
    }
  }

  /**
   * Writes one change, in one commit with all others that wait for their turn.
   * For what goes on side by side; it is written when this resolves.
   */
  async writeTogether(change: Change): Promise<void> {
    this.defer(change);
    await this.#inTurn(async () => {
      // Otherwise the write before this one has taken it along.
      if (this.#deferred !== undefined) {
        await this.#writeNow({ events: [] });
      }
    });
  }

  /** Writes one change, after those before it. */
  async write(change: Change): Promise<Applied> {
    return this.#inTurn(() => this.#writeNow(change));
  }

  /**
   * Writes a change together with something else in one transaction. `decide`
   * may run more than once when the database fails in the middle.
   */
  async transact<T>(
    decide: (
      tx: Queryable,
      apply: (change: Change) => Promise<Applied>,
    ) => Promise<T>,
  ): Promise<T> {
    return this.#inTurn(() =>
      this.#withDeferred(async deferred => {
        let written: { full: RunChange; applied: Applied } | undefined;
        const result = await throughOutages(() =>
          this.#database.transaction(tx =>
            decide(tx, async change => {
              const full = this.#complete(mergeChanges(deferred, change));
              const applied = await this.#apply(tx, full);
              written = { full, applied };
              return applied;
            }),
          ),
        );
        return { result, written };
      }),
    );
  }

  /** Appends lines of output of a step. */
  async appendLog(stepId: string, lines: readonly LogLine[]): Promise<void> {
    await this.write({ events: [{ stepId, lines }] });
  }

  /** The same, in the write that follows. */
  deferLog(stepId: string, lines: readonly LogLine[]): void {
    this.defer({ events: [{ stepId, lines }] }, { withinMs: FLUSH_MS });
  }

  #writeNow(change: Change): Promise<Applied> {
    return this.#withDeferred(async deferred => {
      const full = this.#complete(mergeChanges(deferred, change));
      const applied = await throughOutages(() =>
        this.#apply(this.#database, full),
      );
      return { result: applied, written: { full, applied } };
    });
  }

  #complete(change: Change): RunChange {
    return completeChange(this.#run, change, this.clock.now());
  }

  /**
   * Hands over what was deferred until now. What is deferred while the write is
   * under way belongs to the next one, and so does everything when it fails.
   */
  async #withDeferred<T>(
    write: (deferred: Change | undefined) => Promise<{
      readonly result: T;
      readonly written?: {
        readonly full: RunChange;
        readonly applied: Applied;
      };
    }>,
  ): Promise<T> {
    const deferred = this.#deferred;
    this.#deferred = undefined;
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    const giveBack = () => {
      this.#deferred =
        deferred && this.#deferred
          ? mergeChanges(deferred, this.#deferred)
          : deferred ?? this.#deferred;
    };
    let outcome: Awaited<ReturnType<typeof write>>;
    try {
      outcome = await write(deferred);
    } catch (error) {
      giveBack();
      throw error;
    }
    if (outcome.written === undefined) {
      giveBack();
    } else {
      this.#adopt(outcome.written.full, outcome.written.applied);
    }
    return outcome.result;
  }

  #adopt(change: RunChange, applied: Applied): void {
    this.clock.set(applied.at);
    const written: RunRecord = {
      ...changedRun(this.#run, change),
      writes: change.writes + 1,
      head: applied.head,
      cancelRequested: applied.cancelRequested,
    };
    // The change does not know of what was deferred since.
    this.#run =
      this.#deferred === undefined
        ? written
        : foreseen(written, this.#deferred);
    this.#onCommit(this.#run.id);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const mine = (async () => {
      await before;
      this.#fenced.signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (error instanceof FencedError) {
          this.fence();
        }
        throw error;
      }
    })();
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

/** The run as it will be, but for the lines of output, which are not counted yet. */
function foreseen(run: RunRecord, change: Change): RunRecord {
  return changedRun(run, completeChange(run, { ...change, events: [] }));
}

/** The run as a change leaves it. */
function changedRun(run: RunRecord, change: RunChange): RunRecord {
  const changed = new Map(change.steps?.map(step => [step.stepId, step]));
  return {
    ...run,
    ...change.run,
    steps: run.steps.map(step => ({ ...step, ...changed.get(step.stepId) })),
  };
}
