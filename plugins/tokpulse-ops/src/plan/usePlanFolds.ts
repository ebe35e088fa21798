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

import type { PlanAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { kindOf, type StepGroup } from './planOutline';

/** A plan of no more steps than this is shown unfolded. */
const FEW = 12;

/** What is open in a plan. */
export interface PlanFolds {
  readonly isOpen: (stepId: string) => boolean;
  readonly toggle: (stepId: string) => void;
  readonly isGroupOpen: (group: StepGroup) => boolean;
  readonly toggleGroup: (group: StepGroup) => void;
  /** Opens a step and its group. */
  readonly reveal: (stepId: string, group: StepGroup | undefined) => void;
  readonly openAll: (groups: readonly StepGroup[]) => void;
  readonly foldAll: () => void;
}

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}

function initiallyOpen(plan: PlanAnswer): ReadonlySet<string> {
  const matters = new Set(
    plan.findings
      .filter(({ level }) => level === 'blocking')
      .map(({ stepId }) => stepId),
  );
  return new Set(
    plan.steps
      .filter(
        planned => plan.steps.length <= FEW || matters.has(planned.step.id),
      )
      .map(({ step }) => step.id),
  );
}

/**
 * What is open: everything in a short plan; in a long one every line is there,
 * groups that only read are folded, and steps tell more on demand.
 */
export function usePlanFolds(plan: PlanAnswer): PlanFolds {
  const [open, setOpen] = useState(() => initiallyOpen(plan));
  /** Groups that somebody opened or folded. */
  const [groups, setGroups] = useState<ReadonlyMap<string, boolean>>(new Map());
  const opensFirst = (group: StepGroup) =>
    plan.steps.length <= FEW ||
    group.steps.some(
      ({ planned }) =>
        ['changes', 'by-hand'].includes(kindOf(planned)) ||
        open.has(planned.step.id),
    );
  const isGroupOpen = (group: StepGroup) =>
    groups.get(group.id) ?? opensFirst(group);
  const setGroup = (group: StepGroup, wanted: boolean) =>
    setGroups(before => new Map(before).set(group.id, wanted));
  return {
    isOpen: id => open.has(id),
    toggle: id => setOpen(flipped(open, id)),
    isGroupOpen,
    toggleGroup: group => setGroup(group, !isGroupOpen(group)),
    reveal: (id, group) => {
      setOpen(new Set(open).add(id));
      if (group !== undefined) {
        setGroup(group, true);
      }
    },
    openAll: all => {
      setOpen(new Set(plan.steps.map(({ step }) => step.id)));
      setGroups(new Map(all.map(({ id }) => [id, true])));
    },
    foldAll: () => {
      setOpen(new Set());
      setGroups(new Map());
    },
  };
}
