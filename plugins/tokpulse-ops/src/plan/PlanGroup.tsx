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
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import clsx from 'clsx';
import { type ReactNode, useId } from 'react';
import { hairline, quietText, sunken } from '../tones/tones';
import { type Text, useText } from '../translation';
import type { StepGroup } from './planOutline';
import { planRow } from './planRow';

const useStyles = makeStyles(
  theme => ({
    root: {
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      overflow: 'hidden',
    },
    heading: { margin: 0 },
    button: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '0 8px',
      width: '100%',
      minHeight: 36,
      padding: '6px 12px 6px 8px',
      border: 0,
      background: sunken(theme),
      color: 'inherit',
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover $title': { textDecoration: 'underline' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
        borderRadius: 6,
      },
    },
    icon: {
      fontSize: 20,
      color: quietText(theme),
      transform: 'rotate(-90deg)',
      transition: 'transform 120ms',
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
    open: { transform: 'none' },
    title: { fontSize: 14, fontWeight: 600, lineHeight: '20px' },
    count: {
      fontSize: 13,
      fontWeight: 400,
      color: quietText(theme),
      marginLeft: 'auto',
    },
    steps: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      borderTop: `1px solid ${hairline(theme)}`,
    },
  }),
  { name: 'TokPulseOpsPlanGroup' },
);

function titleOf(t: Text, { by }: StepGroup): string {
  if (by.kind === 'heading') {
    return by.text ?? t('plan.noHeading');
  }
  switch (by.work) {
    case 'changes':
      return t('plan.groupChanges');
    case 'by-hand':
      return t('plan.groupByHand');
    case 'checks':
      return t('plan.groupChecks');
    case 'skipped':
      return t('plan.groupSkipped');
    default:
      return by.work satisfies never;
  }
}

export interface PlanGroupProps {
  readonly group: StepGroup;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** The rows of its steps; made only while it is open. */
  readonly children: () => ReactNode;
}

/** Steps that belong together, under a heading that folds them. */
export const PlanGroup = (props: PlanGroupProps) => {
  const { group, open, onToggle, children } = props;
  const classes = useStyles();
  const t = useText();
  const listId = useId();
  const title = titleOf(t, group);
  const isOfChanges = group.by.kind === 'work' && group.by.work === 'changes';
  const count = [
    t('plan.steps', { count: group.steps.length }),
    group.changes > 0 &&
      !isOfChanges &&
      t('plan.groupCount', { count: group.changes }),
  ].filter(Boolean);
  return (
    <section className={classes.root} aria-label={title}>
      <h4 className={classes.heading}>
        <button
          {...planRow(group.id)}
          type="button"
          className={classes.button}
          aria-expanded={open}
          aria-controls={listId}
          onClick={onToggle}
        >
          <ExpandMoreIcon
            className={clsx(classes.icon, open && classes.open)}
            aria-hidden="true"
          />
          <span className={classes.title}>{title}</span>
          <span className={classes.count}>{count.join(' · ')}</span>
        </button>
      </h4>
      <ol id={listId} hidden={!open} className={classes.steps}>
        {open && children()}
      </ol>
    </section>
  );
};
