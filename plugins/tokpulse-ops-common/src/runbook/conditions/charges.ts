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
import { Meter, TooComplexError } from './Meter';

/** Characters of a text that one unit of work reads. */
export const charactersPerUnit = 64;

/** Charges for reading texts. */
export function chargeText(...texts: readonly string[]): void {
  for (const text of texts) {
    Meter.current.charge(text.length / charactersPerUnit);
  }
}

/** Refuses a list or map that is too long to go through. */
export function checkListLength(size: number): void {
  if (size > conditionBounds.listLength) {
    throw new TooComplexError(
      `works on a list of ${size} items; the limit is ${conditionBounds.listLength}`,
    );
  }
}
