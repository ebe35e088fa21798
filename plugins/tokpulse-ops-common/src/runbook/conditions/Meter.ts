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

import { conditionBounds } from './bounds';

/** A condition that went over a bound. */
export class TooComplexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooComplexError';
  }
}

/**
 * Counts the work of one evaluation. A unit is about the evaluation of one
 * syntax node (0.25 to 0.5 µs); everything else is charged in proportion. A
 * count ends the same expression on the same values the same way on every
 * machine, which a clock would not.
 */
export class Meter {
  static #current: Meter | undefined;

  /** The meter of the evaluation in progress. */
  static get current(): Meter {
    if (Meter.#current === undefined) {
      throw new Error('No condition is being evaluated');
    }
    return Meter.#current;
  }

  #left: number = conditionBounds.work;

  /** Runs an evaluation whose functions find this meter as the current one. */
  measure<T>(evaluate: () => T): T {
    const outer = Meter.#current;
    Meter.#current = this;
    try {
      return evaluate();
    } finally {
      Meter.#current = outer;
    }
  }

  charge(units: number): void {
    this.#left -= units;
    if (this.#left < 0) {
      throw new TooComplexError(
        `needs more than ${conditionBounds.work} units of work`,
      );
    }
  }
}
