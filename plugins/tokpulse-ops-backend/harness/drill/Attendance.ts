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
import type { RunSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunEngine } from '../../src/runs/types';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillRun } from './DrillRun';
import type { People } from './people';

const EVERY_MS = 150;

const OPEN = ['queued', 'running', 'waiting', 'needs-decision'] as const;

/** What {@link Attendance} works with. */
export interface AttendanceOptions {
  readonly engine: Pick<RunEngine, 'list'>;
  readonly people: People;
  readonly drillOf: (run: RunSummary) => DrillRun | undefined;
  /** Its driver is about to be killed, and nobody touches the run before. */
  readonly dying: (drill: DrillRun) => boolean;
  /** So long nothing moves before the drill gives up. */
  readonly stillMs: number;
  readonly atOnce: number;
}

/** Brings people to the runs that ask for somebody. */
export class Attendance {
  readonly #options: AttendanceOptions;
  readonly #busy = new Set<string>();

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  /**
   * People do what they are asked for, until the open runs are as wanted, or
   * nothing has moved for too long; the runs that are open then are told so.
   */
  async until(enough: (open: readonly RunSummary[]) => boolean): Promise<void> {
    const { stillMs, atOnce, engine, drillOf } = this.#options;
    let seen = '';
    let movedAt = performance.now();
    let slowestMs = 0;
    for (;;) {
      const askedAt = performance.now();
      const { items } = await engine.list({ state: OPEN, limit: 3 * atOnce });
      const open = items.filter(run => drillOf(run) !== undefined);
      open.forEach(run => this.#attend(run));
      if (enough(open) && this.#busy.size === 0) {
        return;
      }
      const now = performance.now();
      slowestMs = Math.max(slowestMs, now - askedAt);
      const standing = JSON.stringify(open.map(run => this.#standing(run)));
      if (standing !== seen) {
        seen = standing;
        movedAt = now;
      } else if (now - movedAt > stillMs) {
        for (const run of open) {
          const drill = drillOf(run);
          if (drill !== undefined) {
            drill.tooSlow ??= inWords({ stillMs, slowestMs, open });
          }
        }
        return;
      }
      await sleep(EVERY_MS);
    }
  }

  /** What changes when a run gets on. */
  #standing(run: RunSummary): unknown {
    const { id, state, currentStepId, waiting, lead } = run;
    const drill = this.#options.drillOf(run);
    return [id, state, currentStepId, waiting, lead, drill?.stopped];
  }

  #attend(run: RunSummary): void {
    const { drillOf, dying, people } = this.#options;
    const drill = drillOf(run);
    const asks = run.state === 'waiting' || run.state === 'needs-decision';
    if (
      drill === undefined ||
      !asks ||
      dying(drill) ||
      this.#busy.has(run.id)
    ) {
      return;
    }
    this.#busy.add(run.id);
    people
      .attend(drill, run.id)
      .catch(error => {
        // The run moved on while somebody looked at it; they look again.
        if (isError(error) && error.name === 'ConflictError') {
          drill.lastConflict = error.message;
        } else {
          drill.surprises.push(String(error));
        }
      })
      .finally(() => this.#busy.delete(run.id));
  }
}

function inWords(options: {
  readonly stillMs: number;
  readonly slowestMs: number;
  readonly open: readonly RunSummary[];
}): string {
  const { stillMs, slowestMs, open } = options;
  return `The drill was too slow: nothing moved for ${Math.round(
    stillMs / 1000,
  )} s with ${open.length} runs open; the slowest look took ${Math.round(
    slowestMs,
  )} ms, and the load of the machine is ${loadavg()[0].toFixed(1)}`;
}
