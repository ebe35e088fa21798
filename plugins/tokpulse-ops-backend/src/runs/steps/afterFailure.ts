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

import {
  parseDuration,
  type Effect,
  type SafeError,
  type StepDefinition,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Change } from '../store/completeChange';
import type { NewEvent, StepRecord } from '../store/records';

/** How a step failed. */
export interface StepFailure {
  readonly error: SafeError;
  /** Whether the action's effect may have happened in this attempt. */
  readonly effect: 'none' | 'possible';
  /** The action returned, so that its effect happened for certain. */
  readonly returned?: true;
  /** Only a failure of the action itself, in an attempt, is tried again. */
  readonly repeatable: boolean;
}

const LONGEST_BACKOFF_MS = 5 * 60_000;

/**
 * Milliseconds until the next try; undefined when there is none. A `once` step
 * is tried again only when nothing has happened for certain.
 */
export function retryDelayMs(options: {
  readonly definition: StepDefinition;
  readonly effect: Effect;
  readonly step: Pick<StepRecord, 'tries'>;
  readonly failure: StepFailure;
}): number | undefined {
  const { definition, effect, step, failure } = options;
  const allowed =
    failure.repeatable &&
    failure.error.code !== 'cancelled' &&
    (effect !== 'once' || failure.effect === 'none');
  if (!allowed || definition.retry === undefined) {
    return undefined;
  }
  if (step.tries > definition.retry.count) {
    return undefined;
  }
  const first = parseDuration(definition.retry.backoff) ?? 1_000;
  return Math.min(first * 2 ** (step.tries - 1), LONGEST_BACKOFF_MS);
}

/** What the runbook says happens after a step has failed for good. */
export function afterFailure(options: {
  readonly definition: StepDefinition;
  readonly steps: readonly StepRecord[];
}):
  | { readonly kind: 'decide' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'go-on'; readonly skipped: readonly StepRecord[] } {
  const { definition, steps } = options;
  if (definition.onFailure === 'continue') {
    return { kind: 'go-on', skipped: [] };
  }
  if (definition.onFailure === 'undo') {
    return { kind: 'undo' };
  }
  const from = steps.findIndex(step => step.stepId === definition.id);
  const to = steps.findIndex(step => step.stepId === definition.onFailure);
  if (to <= from) {
    return { kind: 'decide' };
  }
  return { kind: 'go-on', skipped: steps.slice(from + 1, to) };
}

/** Steps that are passed over, as a change. */
export function skipSteps(
  steps: readonly StepRecord[],
  because: string,
): Required<Pick<Change, 'steps' | 'events'>> {
  return {
    steps: steps.map(({ stepId }) => ({
      stepId,
      state: 'skipped',
      skippedBecause: because,
      wait: null,
    })),
    events: steps.map(
      ({ stepId }): NewEvent => ({
        actor: 'system',
        body: {
          type: 'step-state',
          stepId,
          state: 'skipped',
          skippedBecause: because,
        },
      }),
    ),
  };
}
