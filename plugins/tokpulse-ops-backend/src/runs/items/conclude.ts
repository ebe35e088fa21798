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
import type { ItemRecord } from '../store/items';

/** Items that a message names. */
const MOST_NAMED = 3;

/** What the items of a step come to together. */
export type Conclusion =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly error: SafeError }
  | { readonly kind: 'unknown'; readonly error: SafeError };

/**
 * A step is what its worst item is: unknown before failed before succeeded. All
 * were tried when this is asked, so one message tells of all of them.
 *
 * @param options - `because`: what ended the step before its items were done;
 * `tooLarge`: bytes of the outputs, when they are more than are kept
 */
export function conclude(options: {
  readonly records: readonly ItemRecord[];
  readonly because?: SafeError;
  readonly tooLarge?: number;
  readonly mostBytes: number;
}): Conclusion {
  const { records, because, tooLarge, mostBytes } = options;
  const unknown = records.filter(({ state }) => state === 'unknown');
  if (unknown.length > 0) {
    return {
      kind: 'unknown',
      error: {
        code: because?.code ?? unknown[0].error?.code ?? 'interrupted',
        message: `Of ${countOf(
          unknown,
          records,
        )} nobody knows whether it was done: ${named(unknown)}`,
        nextStep:
          'Look at each of them; a retry does what failed and these, except those that were found to have happened',
      },
    };
  }
  const done = records.every(({ state }) => state === 'succeeded');
  if (because !== undefined && !done) {
    return { kind: 'failed', error: because };
  }
  const failed = records.filter(({ state }) => state === 'failed');
  if (failed.length > 0) {
    return {
      kind: 'failed',
      error: {
        code: failed[0].error?.code ?? 'internal',
        message: `${countOf(failed, records)} failed: ${named(failed)}`,
        nextStep: 'A retry does the items that failed, and no other',
      },
    };
  }
  if (tooLarge !== undefined) {
    return {
      kind: 'failed',
      error: {
        code: 'too-large',
        message: `All ${records.length} items were done, but their outputs have ${tooLarge} bytes; ${mostBytes} are kept at most`,
        nextStep:
          'Skip the step if nothing reads its output; ask for less an item',
      },
    };
  }
  return { kind: 'succeeded' };
}

/** What the probes of the unknown items have found, together. */
export function summarise(records: readonly ItemRecord[]): ProbeFinding {
  const unknown = records.filter(({ state }) => state === 'unknown');
  const outcomes = new Set(
    unknown.map(({ probe }) => probe?.outcome ?? 'unknown'),
  );
  const [only] = outcomes;
  const messages = unknown
    .slice(0, MOST_NAMED)
    .map(
      ({ label, probe }) => `${label}: ${probe?.message ?? 'not looked at'}`,
    );
  const more = unknown.length - messages.length;
  return {
    outcome: outcomes.size === 1 ? only : 'unknown',
    message: [
      ...messages,
      ...(more > 0 ? [`${more} more, see the items`] : []),
    ].join('; '),
  };
}

function countOf(
  some: readonly ItemRecord[],
  all: readonly ItemRecord[],
): string {
  return `${some.length} of ${all.length} items`;
}

function named(items: readonly ItemRecord[]): string {
  const names = items
    .slice(0, MOST_NAMED)
    .map(({ label, error }) => `${label} (${error?.message ?? 'no reason'})`);
  const more = items.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
