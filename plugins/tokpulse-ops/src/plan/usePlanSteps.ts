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
import {
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  filterSteps,
  groupByHeading,
  groupByWork,
  hasHeadings,
  type PlacedStep,
  type StepFilter,
  type StepGroup,
} from './planOutline';
import { findPlanRow } from './planRow';
import type { Grouping } from './PlanToolbar';
import { type PlanFolds, usePlanFolds } from './usePlanFolds';

const everything: StepFilter = { text: '', show: 'all' };

/** What is shown of the steps of a plan. */
export interface ShownSteps {
  readonly root: RefObject<HTMLDivElement>;
  readonly filter: StepFilter;
  readonly setFilter: (filter: StepFilter) => void;
  readonly grouping: Grouping;
  /** Undefined when there are no headings to group by. */
  readonly setGrouping: ((grouping: Grouping) => void) | undefined;
  /** What the filter lets through. */
  readonly groups: readonly StepGroup[];
  /** Somebody looks for something: what was found is not folded away. */
  readonly looksFor: boolean;
  readonly folds: PlanFolds;
  /** Opens a step, whatever hides it, and goes there. */
  readonly jump: (stepId: string) => void;
}

/** Filters, groups and folds the steps of a plan. */
export function usePlanSteps(options: {
  readonly plan: PlanAnswer;
  readonly placed: readonly PlacedStep[];
  readonly sections: ReadonlyMap<string, string>;
}): ShownSteps {
  const { plan, placed, sections } = options;
  const root = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState(everything);
  const withHeadings = hasHeadings(placed, sections);
  const [wanted, setWanted] = useState<Grouping>('heading');
  const grouping = withHeadings ? wanted : 'work';
  const folds = usePlanFolds(plan);
  const [goTo, setGoTo] = useState<{ readonly stepId: string }>();

  const groupsOf = useCallback(
    (some: readonly PlacedStep[]) =>
      grouping === 'heading'
        ? groupByHeading(some, sections)
        : groupByWork(some),
    [grouping, sections],
  );
  const groups = useMemo(
    () => groupsOf(filterSteps(placed, filter)),
    [groupsOf, placed, filter],
  );

  useEffect(() => {
    if (goTo === undefined || root.current === null) {
      return;
    }
    const row = findPlanRow(root.current, goTo.stepId);
    row?.focus();
    row?.scrollIntoView?.({ block: 'start' });
  }, [goTo]);

  return {
    root,
    filter,
    setFilter,
    grouping,
    setGrouping: withHeadings ? setWanted : undefined,
    groups,
    looksFor: filter.text.trim() !== '' || filter.show !== 'all',
    folds,
    jump: stepId => {
      const group = groupsOf(placed).find(({ steps }) =>
        steps.some(({ planned }) => planned.step.id === stepId),
      );
      setFilter(everything);
      folds.reveal(stepId, group);
      setGoTo({ stepId });
    },
  };
}
