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
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import ScheduleIcon from '@material-ui/icons/Schedule';
import SkipNextIcon from '@material-ui/icons/SkipNext';
import WarningIcon from '@material-ui/icons/WarningOutlined';
import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useId } from 'react';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { hairline, monospace, quietText, tonesOf } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { type Text, useText } from '../translation';
import { kindOf, type PlacedStep } from './planOutline';
import { planRow } from './planRow';
import { StepDetails } from './StepDetails';

const useStyles = makeStyles(
  theme => ({
    root: { '& + &': { borderTop: `1px solid ${hairline(theme)}` } },
    changes: { boxShadow: `inset 4px 0 0 ${tonesOf(theme).warning.line}` },
    skipped: { '& $name': { color: quietText(theme) } },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 12px',
      paddingRight: 12,
      [theme.breakpoints.down('xs')]: { padding: '0 10px 6px 0' },
    },
    heading: { margin: 0, flex: '1 1 240px', minWidth: 0 },
    button: {
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      width: '100%',
      minHeight: 36,
      padding: '6px 8px 6px 12px',
      border: 0,
      background: 'none',
      color: 'inherit',
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover $name': { textDecoration: 'underline' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
        borderRadius: 4,
      },
    },
    chevron: {
      fontSize: 18,
      flex: 'none',
      color: quietText(theme),
      transition: 'transform 120ms',
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
    open: { transform: 'rotate(90deg)' },
    number: {
      fontFamily: monospace,
      fontSize: 12.5,
      fontWeight: 400,
      minWidth: 22,
      textAlign: 'right',
      color: quietText(theme),
    },
    name: {
      fontSize: 14.5,
      lineHeight: '20px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    chips: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 12px',
      [theme.breakpoints.down('xs')]: { paddingLeft: 64 },
    },
    details: {
      padding: '2px 14px 14px 64px',
      [theme.breakpoints.down('xs')]: { padding: '2px 12px 12px 18px' },
    },
  }),
  { name: 'TokPulseOpsPlannedStepRow' },
);

function signsOf(
  t: Text,
  { planned }: PlacedStep,
  findings: readonly Finding[],
): Sign[] {
  const blocking = findings.filter(({ level }) => level === 'blocking').length;
  const warnings = findings.length - blocking;
  return [
    ...(blocking > 0
      ? [
          {
            tone: 'critical' as const,
            icon: ErrorIcon,
            word: t('plan.stepBlocked', { count: blocking }),
          },
        ]
      : []),
    ...(warnings > 0
      ? [
          {
            tone: 'warning' as const,
            icon: WarningIcon,
            word: t('plan.stepWarned', { count: warnings }),
          },
        ]
      : []),
    ...(planned.condition?.value === 'later'
      ? [
          {
            tone: 'neutral' as const,
            icon: ScheduleIcon,
            word: t('plan.maybe'),
            hint: t('plan.decidedLater'),
          },
        ]
      : []),
  ];
}

export interface PlannedStepRowProps {
  readonly placed: PlacedStep;
  readonly steps: ReadonlyMap<string, PlacedStep>;
  /** What was found out about this step. */
  readonly findings: readonly Finding[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One step of a plan: a line, and all that is known of it on demand. */
export const PlannedStepRow = (props: PlannedStepRowProps) => {
  const { placed, steps, findings, open, onToggle } = props;
  const { planned, number } = placed;
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const detailsId = useId();
  const kind = kindOf(planned);
  const effect: Sign =
    kind === 'skipped'
      ? { tone: 'neutral', icon: SkipNextIcon, word: t('plan.willBeSkipped') }
      : signs.effect(planned.effect);
  return (
    <li
      className={clsx(
        classes.root,
        kind === 'changes' && classes.changes,
        kind === 'skipped' && classes.skipped,
      )}
    >
      <div className={classes.header}>
        <h5 className={classes.heading}>
          <button
            {...planRow(planned.step.id)}
            type="button"
            className={classes.button}
            aria-expanded={open}
            aria-controls={detailsId}
            onClick={onToggle}
          >
            <ChevronRightIcon
              className={clsx(classes.chevron, open && classes.open)}
              aria-hidden="true"
            />
            <span className={classes.number} aria-hidden="true">
              {number}
            </span>
            <span className={classes.name}>{planned.step.name}</span>
          </button>
        </h5>
        <div className={classes.chips}>
          {signsOf(t, placed, findings).map(sign => (
            <SignChip key={sign.word} sign={sign} look="plain" />
          ))}
          <SignChip
            sign={effect}
            look={kind === 'changes' ? 'surface' : 'plain'}
          />
        </div>
      </div>
      <div id={detailsId} hidden={!open} className={classes.details}>
        {open && <StepDetails placed={placed} steps={steps} />}
      </div>
    </li>
  );
};
