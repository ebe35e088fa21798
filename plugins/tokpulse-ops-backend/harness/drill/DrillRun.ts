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

import type { At } from './startReplica';
import type { LedgerRequest } from './ledger';
import type { DrillCase, Place } from './cases';
import { finalChoice } from './cases';

/** One combination under way. */
export class DrillRun {
  readonly one: DrillCase;
  /** The run, and the runs that take it back, in order. */
  readonly runIds: string[] = [];
  /** What people were told that they should not have been, or were not told. */
  readonly surprises: string[] = [];
  /** Why somebody was told to look again, the last time. */
  lastConflict: string | undefined;
  /** The drill gave up while it was open: nothing says what it would come to. */
  tooSlow: string | undefined;
  /** The lead has decided what the combination says. */
  decided = false;
  /** Somebody was shown that there is nothing to take back. */
  nothingToUndo = false;
  /** Who tried to approve their own request was refused. */
  triedOwn = false;
  #stopped: { readonly place: Place; readonly stepId?: string } | undefined;

  constructor(one: DrillCase) {
    this.one = one;
  }

  get runId(): string {
    const [first] = this.runIds;
    if (first === undefined) {
      throw new Error(`${this.one.name} was not started`);
    }
    return first;
  }

  /** Where the driver waits for its death, or died. */
  get stopped():
    | { readonly place: Place; readonly stepId?: string }
    | undefined {
    return this.#stopped;
  }

  /** @returns whether the drive ends here */
  stopsAt(at: Pick<At, 'name' | 'stepId'>): boolean {
    return this.#stops(at.name, at.stepId);
  }

  /** @returns whether the request stays with the provider */
  stopsIn(
    place: 'in-effect-before' | 'in-effect-after',
    { stepId }: LedgerRequest,
  ): boolean {
    return this.#stops(place, stepId);
  }

  #stops(place: Place, stepId: string | undefined): boolean {
    const { one } = this;
    const { kill } = one;
    const due =
      kill?.place === place &&
      this.#stopped === undefined &&
      this.decided === (kill.moment === 'recovering');
    if (!due) {
      return false;
    }
    const again = ['retry', 'edit'].includes(finalChoice(one));
    const fits =
      stepId === undefined ||
      stepId === one.stepId ||
      (kill.moment === 'recovering' && !again);
    if (fits) {
      this.#stopped = { place, ...(stepId !== undefined && { stepId }) };
    }
    return fits;
  }
}
