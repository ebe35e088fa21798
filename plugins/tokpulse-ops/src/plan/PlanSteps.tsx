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

import { makeStyles } from '@material-ui/core/styles';
import type {
  Finding,
  PlanAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import { ProblemPanel } from '../states/ProblemPanel';
import { useText } from '../translation';
import { PlanGroup } from './PlanGroup';
import { PlannedStepRow } from './PlannedStepRow';
import type { PlacedStep } from './planOutline';
import { PlanToolbar } from './PlanToolbar';
import type { ShownSteps } from './usePlanSteps';

const useStyles = makeStyles(
  {
    groups: { display: 'grid', gap: 8, gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  { name: 'TokPulseOpsPlanSteps' },
);

function byStep(
  findings: readonly Finding[],
): ReadonlyMap<string, readonly Finding[]> {
  const result = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.stepId !== undefined) {
      const some = result.get(finding.stepId) ?? [];
      result.set(finding.stepId, [...some, finding]);
    }
  }
  return result;
}

const none: readonly Finding[] = [];

export interface PlanStepsProps {
  readonly plan: PlanAnswer;
  readonly steps: ReadonlyMap<string, PlacedStep>;
  readonly changes: number;
  readonly shown: ShownSteps;
}

/** The steps of a plan: found, filtered, grouped, folded. */
export const PlanSteps = (props: PlanStepsProps) => {
  const { plan, steps, changes, shown } = props;
  const { groups, folds, filter, setFilter, looksFor } = shown;
  const classes = useStyles();
  const t = useText();
  const findings = useMemo(() => byStep(plan.findings), [plan]);
  const count = groups.reduce((sum, group) => sum + group.steps.length, 0);
  return (
    <>
      <PlanToolbar
        filter={filter}
        onFilter={setFilter}
        changes={changes}
        steps={plan.steps.length}
        grouping={shown.grouping}
        onGrouping={shown.setGrouping}
        shown={count}
        onOpenAll={() => folds.openAll(groups)}
        onFoldAll={folds.foldAll}
      />
      {count === 0 && (
        <ProblemPanel
          kind="empty"
          title={t('plan.noneShown')}
          action={{
            label: t('plan.showEverything'),
            onClick: () => setFilter({ text: '', show: 'all' }),
          }}
        />
      )}
      <div className={classes.groups}>
        {groups.map(group => (
          <PlanGroup
            key={group.id}
            group={group}
            open={looksFor || folds.isGroupOpen(group)}
            onToggle={() => folds.toggleGroup(group)}
          >
            {() =>
              group.steps.map(placed => {
                const { id } = placed.planned.step;
                return (
                  <PlannedStepRow
                    key={id}
                    placed={placed}
                    steps={steps}
                    findings={findings.get(id) ?? none}
                    open={folds.isOpen(id)}
                    onToggle={() => folds.toggle(id)}
                  />
                );
              })
            }
          </PlanGroup>
        ))}
      </div>
    </>
  );
};
