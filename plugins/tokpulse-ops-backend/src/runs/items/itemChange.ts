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
  JsonValue,
  StepState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { system } from '../steps/events';
import type { Change } from '../store/completeChange';
import type { ItemRecord } from '../store/items';
import type { AttemptChanges, ItemProgress } from '../store/records';

/** Whether nothing more happens to an item by itself. */
export function isSettledItem(state: ItemProgress['state']): boolean {
  switch (state) {
    case 'succeeded':
    case 'failed':
    case 'skipped':
    case 'unknown':
      return true;
    case 'pending':
    case 'waiting':
    case 'running':
      return false;
    default: {
      const never: never = state;
      throw new Error(`Unexpected state of an item '${never}'`);
    }
  }
}

/** Whether an attempt of it has begun and not ended. */
export function isOpen(item: Pick<ItemProgress, 'state' | 'error'>): boolean {
  return (
    item.state === 'running' ||
    (item.state === 'waiting' && item.error === null)
  );
}

/** What is written when an item moves on: its row, its attempt, its event. */
export function itemChange(options: {
  readonly stepId: string;
  readonly before: ItemRecord;
  readonly after: ItemRecord;
  readonly more: {
    readonly attempts?: AttemptChanges;
    /** How the open attempt ended. */
    readonly ended?: 'succeeded' | 'failed' | 'unknown';
    readonly details?: {
      readonly input?: JsonValue;
      readonly output?: JsonValue | null;
    };
  };
}): Change {
  const { stepId, before, after, more } = options;
  const { label, value, item, ...progress } = after;
  const error = after.error ?? undefined;
  const open = isOpen(before) && more.ended !== undefined;
  return {
    run: { currentStepId: stepId },
    attempts:
      more.attempts ??
      (open
        ? {
            finish: [
              {
                ...{ stepId, item, error },
                number: before.attempt,
                state: more.ended ?? 'failed',
              },
            ],
          }
        : undefined),
    items: { update: [{ stepId, item, ...progress }] },
    // A reading of a verification is no change of state.
    events:
      before.state === after.state && before.attempt === after.attempt
        ? []
        : [
            system({
              type: 'item-state',
              ...{ stepId, label, error },
              index: item,
              state: after.state satisfies StepState,
              attempt: after.attempt,
              input: more.details?.input,
              output: more.details?.output ?? undefined,
              probe: after.probe ?? undefined,
            }),
          ],
  };
}
