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
  RunEventBody,
  RunStep,
  StepItem,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

type ItemStateBody = Extract<RunEventBody, { type: 'item-state' }>;

/**
 * A step with `each` after one of its items changed. Items are kept by their
 * position, and a new attempt of an item forgets what the last one left.
 */
export function applyItemState(step: RunStep, body: ItemStateBody): RunStep {
  const { index, label, state, attempt, error } = body;
  const changed: StepItem = {
    index,
    label,
    state,
    attempt,
    ...(error !== undefined && { error }),
  };
  const items = step.items ?? [];
  // Mostly the list is whole, so that an item stands at its own position.
  if (items[index]?.index === index) {
    return { ...step, items: items.with(index, changed) };
  }
  const others = items.filter(item => item.index !== index);
  return {
    ...step,
    items: [...others, changed].sort((a, b) => a.index - b.index),
  };
}
