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
  DecideStep,
  EvidenceFile,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Choice, ChoiceId } from './useChoices';

/** What the reader has said so far. */
export interface Draft {
  readonly choice: ChoiceId | undefined;
  readonly words: string;
  readonly files: readonly EvidenceFile[];
  /** Only of a step with `each`. */
  readonly failedItemsOnly: boolean;
}

export const emptyDraft: Draft = {
  choice: undefined,
  words: '',
  files: [],
  failedItemsOnly: true,
};

/** What is missing before a draft can be sent. */
export function isComplete(
  draft: Draft,
  chosen: Choice | undefined,
): chosen is Choice {
  if (chosen === undefined || chosen.impossible !== undefined) {
    return false;
  }
  if (chosen.field === undefined || draft.words.trim() !== '') {
    return true;
  }
  return chosen.field.kind === 'evidence' && draft.files.length > 0;
}

/** The decision that a draft comes to; undefined where a plan is shown first. */
export function toDecision(
  draft: Draft,
  step: Pick<RunStep, 'items'>,
): Omit<DecideStep, 'attempt'> | undefined {
  const said = draft.words.trim();
  switch (draft.choice) {
    case 'retry':
      return {
        choice: 'retry',
        ...(step.items !== undefined && {
          failedItemsOnly: draft.failedItemsOnly,
        }),
      };
    case 'skip':
    case 'stop':
      return { choice: draft.choice, reason: said };
    case 'by-hand':
      return {
        choice: 'by-hand',
        ...(said !== '' && { evidence: said }),
        ...(draft.files.length > 0 && {
          files: draft.files.map(({ id }) => id),
        }),
      };
    case 'edit':
    case 'undo':
    case 'hand-over':
    case undefined:
      return undefined;
    default:
      return draft.choice satisfies never;
  }
}
