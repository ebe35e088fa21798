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
  PlannedStep,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from './Database';
import type { Dispatcher } from './dispatcher';
import { holdsLocks, releaseLocks, takeLocks } from './locks';
import type { RunWriter } from './RunWriter';
import type { Change } from './store/completeChange';
import { holdFence } from './store/applyChange';
import { runState, stepState, system } from './steps/events';
import { settleUndo } from './undo/UndoRuns';

/** Every target of a plan, sorted: what its run locks. */
export function allTargets(steps: readonly PlannedStep[]): readonly string[] {
  return [...new Set(steps.flatMap(step => step.targets))].sort();
}

/** The targets of one run: taken before its first changing step, all at once. */
export class RunLocking {
  readonly #database: Queryable;
  readonly #writer: RunWriter;
  readonly #dispatcher: Pick<Dispatcher, 'wake'>;
  readonly #targets: readonly string[];
  readonly #onCommit: (runId: string) => void;
  /** Taking them again costs nothing, so a new driver need not know. */
  #held = false;

  constructor(options: {
    readonly database: Queryable;
    readonly writer: RunWriter;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    /** Another run has new events: one that this run takes back. */
    readonly onCommit: (runId: string) => void;
  }) {
    this.#onCommit = options.onCommit;
    this.#database = options.database;
    this.#writer = options.writer;
    this.#dispatcher = options.dispatcher;
    this.#targets = allTargets(options.writer.run.plan.steps);
  }

  /** @returns whether the run goes on; otherwise it is parked in their queue */
  async take(planned: PlannedStep): Promise<boolean> {
    const changes = planned.effect !== 'read' || planned.targets.length > 0;
    if (!changes || this.#targets.length === 0 || this.#held) {
      return true;
    }
    const stepId = planned.step.id;
    const { run } = this.#writer;
    this.#held = await this.#writer.transact(async (tx, apply) => {
      await holdFence(tx, this.#writer.position);
      const holder = await takeLocks(tx, {
        runId: run.id,
        fence: run.fence,
        severity: run.plan.runbook.severity,
        targets: this.#targets,
      });
      if (holder === undefined) {
        await apply({
          run: { currentStepId: stepId },
          events: [
            system({ type: 'lock-acquired', targets: [...this.#targets] }),
          ],
        });
        return true;
      }
      const since = this.#writer.clock.now().toISOString();
      const waiting: Waiting = { for: 'lock', since, ...holder };
      await apply({
        run: { state: 'waiting', waiting, currentStepId: stepId },
        steps: [{ stepId, state: 'waiting', wait: null }],
        events: [stepState(stepId, 'waiting'), runState('waiting', waiting)],
      });
      return false;
    });
    return this.#held;
  }

  /** Whether somebody took the targets away while a changing step was under way. */
  async lost(planned: PlannedStep): Promise<boolean> {
    if (planned.effect === 'read' || this.#targets.length === 0) {
      return false;
    }
    return !(await holdsLocks(this.#database, {
      runId: this.#writer.run.id,
      targets: this.#targets,
    }));
  }

  /**
   * Writes a change and, in the same transaction, gives the targets to the
   * next in their queue.
   */
  async releaseWith(change?: Change): Promise<void> {
    const { run } = this.#writer;
    if (this.#targets.length === 0 && run.undoes === null) {
      if (change !== undefined) {
        await this.#writer.write(change);
      }
      return;
    }
    await this.#writer.transact(async (tx, apply) => {
      await holdFence(tx, this.#writer.position);
      if (change !== undefined) {
        await settleUndo(tx, { undo: run, change });
      }
      await applyAndRelease(tx, {
        runId: this.#writer.run.id,
        change,
        apply,
        dispatcher: this.#dispatcher,
      });
    });
    this.#held = false;
    if (run.undoes !== null) {
      this.#onCommit(run.undoes);
    }
  }

  /** The targets were released in a transaction of somebody else. */
  givenBack(): void {
    this.#held = false;
  }
}

/**
 * Gives the run's targets to the next in their queue and writes what there is
 * to write, in the caller's transaction.
 */
export async function applyAndRelease(
  tx: Queryable,
  options: {
    readonly runId: string;
    readonly change?: Change;
    readonly apply: (change: Change) => Promise<unknown>;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
  },
): Promise<void> {
  const { runId, change, apply, dispatcher } = options;
  const { released, next } = await releaseLocks(tx, runId);
  const events =
    released.length === 0
      ? []
      : [system({ type: 'lock-released', targets: [...released] })];
  if (change !== undefined || events.length > 0) {
    await apply({ ...change, events: [...events, ...(change?.events ?? [])] });
  }
  for (const waiter of next) {
    await dispatcher.wake(tx, waiter);
  }
}
