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
  DecisionChoice,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../../translation';

/** What a reader may choose; handing over leaves the decision to another. */
export type ChoiceId = DecisionChoice | 'hand-over';

/** One way to go on. */
export interface Choice {
  readonly id: ChoiceId;
  readonly name: string;
  readonly hint: string;
  readonly button: string;
  /** What has to be said with it. */
  readonly field?: {
    readonly kind: 'reason' | 'evidence';
    readonly label: string;
  };
  /** Why it cannot be chosen. */
  readonly impossible?: string;
}

/** Whether the run has done something that could be taken back. */
export function hasChangedSomething(run: Pick<RunDetail, 'steps'>): boolean {
  return run.steps.some(
    ({ effect, attempts, undoneBy }) =>
      effect !== 'read' && attempts.length > 0 && undoneBy === undefined,
  );
}

/** The ways to go on after a failed or unknown step. */
export function useChoices(run: RunDetail): readonly Choice[] {
  const t = useText();
  return [
    {
      id: 'retry',
      name: t('next.retry'),
      hint: t('next.retryHint'),
      button: t('next.retryButton'),
    },
    {
      id: 'edit',
      name: t('recover.edit'),
      hint: t('recover.editHint'),
      button: t('recover.editButton'),
    },
    {
      id: 'skip',
      name: t('next.skip'),
      hint: t('next.skipHint'),
      button: t('next.skipButton'),
      field: { kind: 'reason', label: t('next.skipReason') },
    },
    {
      id: 'by-hand',
      name: t('next.byHand'),
      hint: t('next.byHandHint'),
      button: t('next.byHandButton'),
      field: { kind: 'evidence', label: t('next.byHandEvidence') },
    },
    {
      id: 'undo',
      name: t('recover.undo'),
      hint: t('recover.undoHint'),
      button: t('recover.undoButton'),
      ...(!hasChangedSomething(run) && {
        impossible: t('recover.undoNothing'),
      }),
    },
    {
      id: 'hand-over',
      name: t('recover.handOver'),
      hint: t('recover.handOverHint'),
      button: t('recover.handOverButton'),
    },
    {
      id: 'stop',
      name: t('next.stop'),
      hint: t('next.stopHint'),
      button: t('next.stopButton'),
      field: { kind: 'reason', label: t('next.stopReason') },
    },
  ];
}
