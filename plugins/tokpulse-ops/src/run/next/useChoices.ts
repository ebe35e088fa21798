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

import type { DecisionChoice } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../../translation';

/** One way to go on. */
export interface Choice {
  readonly id: DecisionChoice;
  readonly name: string;
  readonly hint: string;
  readonly button: string;
  /** What has to be said with it. */
  readonly field?: {
    readonly kind: 'reason' | 'evidence';
    readonly label: string;
  };
}

/** The ways to go on after a failed or unknown step. */
export function useChoices(): readonly Choice[] {
  const t = useText();
  return [
    {
      id: 'retry',
      name: t('next.retry'),
      hint: t('next.retryHint'),
      button: t('next.retryButton'),
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
      id: 'stop',
      name: t('next.stop'),
      hint: t('next.stopHint'),
      button: t('next.stopButton'),
      field: { kind: 'reason', label: t('next.stopReason') },
    },
  ];
}
