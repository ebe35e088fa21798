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
  Effect,
  Plan,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { FailpointName } from '../src/runs/failpoints';
import { createTestPlan } from '../src/testing/createTestPlan';

/** Where a drive is interrupted: a failpoint, or the provider holds the call. */
export type StopAt = FailpointName | 'in-effect-before' | 'in-effect-after';

/** One way in which a driver is lost. */
export interface InterruptedCase {
  readonly name: string;
  readonly stopAt: StopAt;
  readonly effect: Effect;
  readonly plan: Plan;
}

const PLACES: readonly StopAt[] = [
  'before-claim',
  'after-claim',
  'after-intent',
  'in-effect-before',
  'in-effect-after',
  'after-effect',
  'after-settle',
];

const EFFECTS: readonly Effect[] = ['once', 'idempotent', 'read'];

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 4_294_967_296;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Every place with every effect: `once` in full, the others where it makes a
 * difference. Between the steps `a` and `c`, which happen once, stands `b`,
 * in which the driver is lost; a seed decides how long each step takes.
 */
export function interruptedCases(options: {
  readonly seed: number;
  readonly prefix: string;
  readonly places?: readonly StopAt[];
  readonly effects?: readonly Effect[];
}): readonly InterruptedCase[] {
  const random = seededRandom(options.seed);
  const sleep = () => Math.floor(random() * 20);
  return (options.places ?? PLACES).flatMap(stopAt =>
    (options.effects ?? EFFECTS).map(effect => ({
      name: `${options.prefix} ${stopAt} of ${effect}`,
      stopAt,
      effect,
      plan: createTestPlan({
        inputs: { stopAt, stopStep: 'b' },
        runbook: options.prefix,
        steps: [
          {
            id: 'a',
            action: 'harness:once',
            planned: 'once',
            input: { sleep: sleep() },
          },
          {
            id: 'b',
            action: `harness:${effect}`,
            planned: effect,
            input: { sleep: sleep(), ...holdOf(stopAt) },
          },
          {
            id: 'c',
            action: 'harness:once',
            planned: 'once',
            input: { sleep: sleep() },
          },
        ],
      }),
    })),
  );
}

function holdOf(stopAt: StopAt): { hold?: 'before' | 'after' } {
  switch (stopAt) {
    case 'in-effect-before':
      return { hold: 'before' };
    case 'in-effect-after':
      return { hold: 'after' };
    default:
      return {};
  }
}

/** Whether losing the driver here leaves nobody who knows what happened. */
export function endsUnknown(one: InterruptedCase): boolean {
  return (
    one.effect === 'once' &&
    [
      'after-intent',
      'in-effect-before',
      'in-effect-after',
      'after-effect',
    ].includes(one.stopAt)
  );
}
