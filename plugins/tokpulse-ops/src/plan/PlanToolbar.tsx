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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { TextInput } from '../text/TextInput';
import { ChoiceButtons } from '../states/ChoiceButtons';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import type { StepFilter } from './planOutline';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 12px',
    },
    search: { flex: '1 1 180px', minWidth: 0 },
    end: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      marginLeft: 'auto',
    },
    said: { fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsPlanToolbar' },
);

/** How the steps of a plan are put together. */
export type Grouping = 'heading' | 'work';

export interface PlanToolbarProps {
  readonly filter: StepFilter;
  readonly onFilter: (filter: StepFilter) => void;
  readonly changes: number;
  readonly steps: number;
  readonly grouping: Grouping;
  /** Absent when there are no headings to group by. */
  readonly onGrouping?: (grouping: Grouping) => void;
  readonly shown: number;
  readonly onOpenAll: () => void;
  readonly onFoldAll: () => void;
}

/** What is shown of a long plan, and in which order. */
export const PlanToolbar = (props: PlanToolbarProps) => {
  const { filter, onFilter, changes, steps, grouping, onGrouping } = props;
  const classes = useStyles();
  const t = useText();
  const filtered = filter.text.trim() !== '' || filter.show !== 'all';
  return (
    <div className={classes.root} role="search" aria-label={t('plan.tools')}>
      <TextInput
        type="search"
        className={classes.search}
        label={t('plan.search')}
        value={filter.text}
        onText={text => onFilter({ ...filter, text })}
      />
      <ChoiceButtons
        label={t('plan.show')}
        value={filter.show}
        options={[
          { value: 'all', label: t('plan.showAll', { count: steps }) },
          {
            value: 'changes',
            label: t('plan.showChanges', { count: changes }),
          },
        ]}
        onChoice={show => onFilter({ ...filter, show })}
      />
      {onGrouping !== undefined && (
        <ChoiceButtons
          label={t('plan.group')}
          value={grouping}
          options={[
            { value: 'heading', label: t('plan.groupHeadings') },
            { value: 'work', label: t('plan.groupKinds') },
          ]}
          onChoice={onGrouping}
        />
      )}
      <div className={classes.end}>
        <span role="status" className={classes.said}>
          {filtered &&
            t('plan.shown', {
              shown: String(props.shown),
              total: String(steps),
            })}
        </span>
        <Button size="small" onClick={props.onOpenAll}>
          {t('plan.openAll')}
        </Button>
        <Button size="small" onClick={props.onFoldAll}>
          {t('plan.foldAll')}
        </Button>
      </div>
    </div>
  );
};
