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
  PlannedStep,
  Preview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** A fact that a plan was made on, and that has to hold when its step runs. */
export interface PinnedFact {
  readonly label: string;
  readonly value: string;
}

/** The facts among previews that are pinned. */
export function pinnedFacts(
  previews: readonly Preview[],
): readonly PinnedFact[] {
  return previews.flatMap(preview =>
    preview.kind === 'fact' && preview.pinned === true
      ? [{ label: preview.label, value: preview.value }]
      : [],
  );
}

/**
 * Unpins what an earlier step of the same plan may change: a fact that is read
 * before the run says nothing about a target that the run itself has changed.
 */
export function unpinWhatChanges(steps: readonly PlannedStep[]): PlannedStep[] {
  const changed = new Set<string>();
  return steps.map(planned => {
    const inTheWay = planned.targets.some(target => changed.has(target));
    if (planned.effect !== 'read' && planned.condition?.value !== false) {
      planned.targets.forEach(target => changed.add(target));
    }
    return inTheWay
      ? { ...planned, previews: planned.previews.map(unpinned) }
      : planned;
  });
}

function unpinned(preview: Preview): Preview {
  if (preview.kind !== 'fact') {
    return preview;
  }
  const { pinned, ...fact } = preview;
  return fact;
}

/** The facts that are others by now; a fact that is gone has no `now`. */
export function changedFacts(
  planned: readonly PinnedFact[],
  now: readonly Preview[],
): readonly (PinnedFact & { readonly now: string | undefined })[] {
  return planned.flatMap(fact => {
    const current = now.find(
      preview => preview.kind === 'fact' && preview.label === fact.label,
    );
    const value = current?.kind === 'fact' ? current.value : undefined;
    return value === fact.value ? [] : [{ ...fact, now: value }];
  });
}
