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

import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** A step with its place in the plan. */
export interface PlacedStep {
  readonly planned: PlannedStep;
  /** 1-based. */
  readonly number: number;
}

/** What kind of work a step is, for whom reads a plan. */
export type StepKind = 'checks' | 'changes' | 'by-hand' | 'skipped';

/** Steps that belong together. */
export interface StepGroup {
  /** Unique in the outline. */
  readonly id: string;
  /** The heading of the runbook, or the kind of the steps. */
  readonly by:
    | { readonly kind: 'heading'; readonly text: string | undefined }
    | { readonly kind: 'work'; readonly work: StepKind };
  readonly steps: readonly PlacedStep[];
  readonly changes: number;
}

/** Whether a step asks a person for something. */
export function asksPerson({ previews }: PlannedStep): boolean {
  return previews.some(({ kind }) => kind === 'ask');
}

/** What kind of work a step is. */
export function kindOf(planned: PlannedStep): StepKind {
  if (planned.condition?.value === false) {
    return 'skipped';
  }
  if (planned.effect !== 'read') {
    return 'changes';
  }
  return asksPerson(planned) ? 'by-hand' : 'checks';
}

const isChange = ({ planned }: PlacedStep) => kindOf(planned) === 'changes';

function toGroup(
  id: string,
  by: StepGroup['by'],
  steps: readonly PlacedStep[],
): StepGroup {
  return { id, by, steps, changes: steps.filter(isChange).length };
}

const workOrder: readonly StepKind[] = [
  'changes',
  'by-hand',
  'checks',
  'skipped',
];

/** Groups steps by what they do: changes first. */
export function groupByWork(steps: readonly PlacedStep[]): StepGroup[] {
  return workOrder
    .map(work =>
      toGroup(
        `work-${work}`,
        { kind: 'work', work },
        steps.filter(({ planned }) => kindOf(planned) === work),
      ),
    )
    .filter(group => group.steps.length > 0);
}

/** Groups steps by the headings of the runbook, in its order. */
export function groupByHeading(
  steps: readonly PlacedStep[],
  sections: ReadonlyMap<string, string>,
): StepGroup[] {
  const groups: { text: string | undefined; steps: PlacedStep[] }[] = [];
  for (const step of steps) {
    const text = sections.get(step.planned.step.id);
    const last = groups.at(-1);
    if (last !== undefined && last.text === text) {
      last.steps.push(step);
    } else {
      groups.push({ text, steps: [step] });
    }
  }
  return groups.map(({ text, steps: some }) =>
    toGroup(`heading-${some[0].number}`, { kind: 'heading', text }, some),
  );
}

/** Whether headings say enough to group by them. */
export function hasHeadings(
  steps: readonly PlacedStep[],
  sections: ReadonlyMap<string, string>,
): boolean {
  const found = new Set(
    steps.flatMap(({ planned }) => sections.get(planned.step.id) ?? []),
  );
  return found.size > 1;
}

/** What a reader wants to see of a plan. */
export interface StepFilter {
  readonly text: string;
  readonly show: 'all' | 'changes';
}

function wordsOf({ planned, number }: PlacedStep): string {
  const { step, actionDescription, targets, previews, input } = planned;
  return [
    number,
    step.id,
    step.name,
    step.action,
    actionDescription,
    ...targets,
    JSON.stringify(input),
    JSON.stringify(previews),
  ]
    .join('\n')
    .toLocaleLowerCase();
}

/** The steps that a filter lets through; every word of the text has to be found. */
export function filterSteps(
  steps: readonly PlacedStep[],
  { text, show }: StepFilter,
): readonly PlacedStep[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return steps.filter(step => {
    if (show === 'changes' && !isChange(step)) {
      return false;
    }
    const all = words.length === 0 ? '' : wordsOf(step);
    return words.every(word => all.includes(word));
  });
}
