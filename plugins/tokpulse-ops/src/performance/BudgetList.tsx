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
import type { BudgetView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { hairline } from '../tones/tones';
import { BudgetRow } from './BudgetRow';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      borderTop: `1px solid ${hairline(theme)}`,
    },
  }),
  { name: 'TokPulseOpsBudgetList' },
);

export interface BudgetListProps {
  readonly label: string;
  readonly budgets: readonly BudgetView[];
}

/** Budgets against readings, violated ones first. */
export const BudgetList = ({ label, budgets }: BudgetListProps) => (
  <ul className={useStyles().root} aria-label={label}>
    {[...budgets]
      .sort((a, b) => Number(b.violated) - Number(a.violated))
      .map(budget => (
        <BudgetRow key={budget.name} budget={budget} />
      ))}
  </ul>
);
