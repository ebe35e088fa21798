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

import type { FailpointName } from '../../src/runs/failpoints';
import type { Manner } from './ledger';
import { drillStep, drillSteps } from './steps';

/** What the lead does about a failure; `runbook`: what that says happens. */
export type Choice =
  | 'retry'
  | 'edit'
  | 'skip'
  | 'by-hand-text'
  | 'by-hand-file'
  | 'undo'
  | 'stop'
  | 'hand-over'
  | 'runbook';

/** What everybody can choose at every step. */
export const CHOICES: readonly Exclude<Choice, 'runbook'>[] = [
  'retry',
  'edit',
  'skip',
  'by-hand-text',
  'by-hand-file',
  'undo',
  'stop',
  'hand-over',
];

/** Where a process is killed. */
export type Place = FailpointName | 'in-effect-before' | 'in-effect-after';

/** Every place where a process can be killed. */
export const PLACES: readonly Place[] = [
  'before-claim',
  'after-claim',
  'after-intent',
  'in-effect-before',
  'in-effect-after',
  'after-effect',
  'after-settle',
];

/** Death of the process that drives the run. */
export interface Kill {
  readonly place: Place;
  /** While the step fails, or when what was decided is carried out. */
  readonly moment: 'failing' | 'recovering';
}

/** One combination: a failure, what is done about it, and who dies on the way. */
export interface DrillCase {
  readonly name: string;
  readonly mode: 'solo' | 'team';
  readonly stepId: string;
  readonly choice: Choice;
  /** With `hand-over`: what the new lead decides. */
  readonly then: 'retry' | 'skip' | 'by-hand-text' | 'stop';
  readonly manner: Manner;
  /** Position of the item that fails. */
  readonly item?: number;
  /** It fails so many times; default: until somebody decides. */
  readonly times?: number;
  readonly kill?: Kill;
  /** The administrator breaks the glass when somebody has to agree. */
  readonly glass: boolean;
}

/** What is decided in the end, by whoever leads then. */
export function finalChoice({
  choice,
  then,
  stepId,
}: Pick<DrillCase, 'choice' | 'then' | 'stepId'>): Exclude<
  Choice,
  'hand-over'
> {
  if (choice === 'hand-over') {
    return then;
  }
  // One input cannot replace those of all items: it is refused, and retried.
  return choice === 'edit' && drillStep(stepId).items !== undefined
    ? 'retry'
    : choice;
}

/** Whether anything that can be taken back has happened when the step fails. */
export function canBeUndone({ stepId, manner }: DrillCase): boolean {
  const position = drillSteps.findIndex(({ id }) => id === stepId);
  return (
    drillSteps.slice(0, position).some(({ undo }) => undo) ||
    (drillStep(stepId).undo === true &&
      (manner === 'unseen' || drillStep(stepId).items !== undefined))
  );
}

/** Whether a driver is at work, and at a step, after the decision. */
export function canDieRecovering(one: DrillCase): boolean {
  switch (finalChoice(one)) {
    case 'retry':
    case 'edit':
      return true;
    case 'skip':
    case 'by-hand-text':
    case 'by-hand-file':
      return one.stepId !== 'report';
    case 'undo':
      return canBeUndone(one);
    case 'stop':
    case 'runbook':
      return false;
    default:
      throw new Error(`Unexpected choice '${finalChoice(one)}'`);
  }
}
