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

import { seededRandom } from '../cases';
import {
  canDieRecovering,
  CHOICES,
  finalChoice,
  PLACES,
  type Choice,
  type DrillCase,
  type Kill,
  type Place,
} from './cases';
import {
  drillStep,
  drillSteps,
  mannersOf,
  repeatableMannersOf,
  type DrillStep,
} from './steps';

interface Wish {
  readonly mode: 'solo' | 'team';
  readonly step: DrillStep;
  readonly choice: Choice;
  readonly kill?: Kill | Place;
}

/** Numbers that look random, as choices. */
class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)];
  }

  /** All of them, in another order. */
  shuffle<T>(all: readonly T[]): readonly T[] {
    return all
      .map(one => ({ one, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }

  case({ mode, step, choice, kill }: Wish): DrillCase {
    const then = this.pick(['retry', 'skip', 'by-hand-text', 'stop'] as const);
    const stepId = step.id;
    const last = finalChoice({ choice, then, stepId });
    const manners =
      last === 'retry' || last === 'edit'
        ? repeatableMannersOf(step)
        : mannersOf(step);
    const made: DrillCase = {
      ...{ mode, stepId, choice, then, name: '' },
      manner: choice === 'runbook' ? 'refuse' : this.pick(manners),
      ...(choice === 'runbook' && stepId === 'inspect' && { times: 1 }),
      glass: this.pick([true, false, false, false]),
      ...(step.items !== undefined && {
        item: this.pick(Array.from({ length: step.items }, (_, item) => item)),
      }),
    };
    const at =
      typeof kill === 'string'
        ? {
            place: kill,
            moment: this.pick(
              canDieRecovering(made)
                ? (['failing', 'recovering'] as const)
                : (['failing'] as const),
            ),
          }
        : kill;
    return {
      ...made,
      ...(at && { kill: at }),
      name: [
        `${mode}, ${stepId} ${made.manner}, ${choice}`,
        ...(choice === 'hand-over' ? [`then ${then}`] : []),
        ...(at ? [`killed ${at.place} while ${at.moment}`] : []),
        ...(made.glass ? ['glass broken'] : []),
      ].join(', '),
    };
  }
}

const MODES = ['solo', 'team'] as const;

/** What the runbook says itself: a jump over a step, and another try. */
function runbookCases(dice: Dice, kill?: Place): readonly DrillCase[] {
  return MODES.flatMap(mode =>
    ['tidy', 'inspect'].map(id =>
      dice.case({ mode, step: drillStep(id), choice: 'runbook', kill }),
    ),
  );
}

/**
 * Every choice in both modes, each at a few steps, so that every step is there
 * in both modes; most of them with a kill, each place about as often.
 */
export function selectedCases(options: {
  readonly seed: number;
  /** Steps for each choice and mode. */
  readonly steps?: number;
  readonly kills: number;
}): readonly DrillCase[] {
  const dice = new Dice(options.seed);
  const { steps: perChoice = 3, kills } = options;
  const wishes = MODES.flatMap(mode => {
    const order = dice.shuffle(drillSteps);
    return CHOICES.flatMap((choice, index) =>
      Array.from({ length: perChoice }, (_, more) => ({
        ...{ mode, choice },
        step: order[(index * perChoice + more) % order.length],
      })),
    );
  });
  const killed = new Set(
    dice.shuffle(wishes.map((_, index) => index)).slice(0, kills),
  );
  let places = 0;
  return [
    ...wishes.map((wish, index) => {
      if (!killed.has(index)) {
        return dice.case(wish);
      }
      places += 1;
      return dice.case({ ...wish, kill: PLACES[places % PLACES.length] });
    }),
    ...runbookCases(dice),
  ];
}

/** Every step with every choice in both modes, without a kill and with one at every place. */
export function allCases(seed: number): readonly DrillCase[] {
  const dice = new Dice(seed);
  const kills: readonly (Place | undefined)[] = [undefined, ...PLACES];
  return dice.shuffle(
    kills.flatMap(kill => [
      ...MODES.flatMap(mode =>
        drillSteps.flatMap(step =>
          CHOICES.map(choice => dice.case({ mode, step, choice, kill })),
        ),
      ),
      ...runbookCases(dice, kill),
    ]),
  );
}
