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
  RunEvent,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { memo, useEffect, useRef } from 'react';
import { formatDuration } from '../text/duration';
import { useElapsed } from '../text/useElapsed';
import { SignChip } from '../tones/SignChip';
import { ToneIcon } from '../tones/ToneIcon';
import {
  hairline,
  monospace,
  quietText,
  type Tone,
  tonesOf,
} from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { StepFacts } from './StepFacts';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const edge = (tone: Tone) => ({
      boxShadow: `inset 3px 0 0 ${tones[tone].line}`,
    });
    return {
      root: {
        display: 'grid',
        gridTemplateColumns: '22px minmax(0, 1fr)',
        gap: '0 10px',
        padding: '9px 16px 9px 14px',
        '& + &': { borderTop: `1px solid ${hairline(theme)}` },
        '&:focus': { outline: 'none' },
        '&:focus-visible': {
          outline: `2px solid ${theme.palette.primary.main}`,
          outlineOffset: -2,
        },
      },
      icon: { fontSize: 20, marginTop: 1 },
      line: {
        display: 'flex',
        alignItems: 'baseline',
        gap: '0 8px',
        fontSize: 14.5,
        lineHeight: '22px',
      },
      number: {
        fontFamily: monospace,
        fontSize: 12.5,
        color: quietText(theme),
      },
      name: { fontWeight: 600, overflowWrap: 'anywhere', minWidth: 0 },
      pending: { fontWeight: 400, color: quietText(theme) },
      time: {
        marginLeft: 'auto',
        whiteSpace: 'nowrap',
        fontSize: 13,
        color: quietText(theme),
        fontVariantNumeric: 'tabular-nums',
      },
      facts: {
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: '2px 10px',
        fontSize: 13,
        color: quietText(theme),
      },
      action: { fontFamily: monospace, fontSize: 12 },
      critical: edge('critical'),
      warning: edge('warning'),
      ok: edge('ok'),
      active: edge('active'),
      neutral: edge('neutral'),
    };
  },
  { name: 'TokPulseOpsTimelineStep' },
);

/** Marks the element that scrolls the timeline. */
export const TIMELINE_SCROLLER = 'data-timeline-scroller';

export interface TimelineStepProps {
  readonly step: RunStep;
  /** What people said about it, oldest first. */
  readonly said: readonly RunEvent[];
  readonly number: number;
  /** Whether the run is at this step. */
  readonly current: boolean;
  readonly onShowLog: (stepId: string) => void;
}

/** Ticks by itself, so that the rest of the timeline need not. */
const StepTime = (props: {
  readonly step: RunStep;
  readonly className: string;
}) => {
  const { step, className } = props;
  const elapsed = useElapsed(step.startedAt, step.finishedAt);
  return (
    <span className={className}>
      {elapsed !== undefined && formatDuration(elapsed)}
    </span>
  );
};

/** One step of a run: its state, its times, and what there is to know. */
export const TimelineStep = memo((props: TimelineStepProps) => {
  const { step, said, number, current, onShowLog } = props;
  const classes = useStyles();
  const signs = useSigns();
  const sign = signs.step(step);
  const pending = step.state === 'pending';
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = ref.current;
    const scroller = element?.closest<HTMLElement>(`[${TIMELINE_SCROLLER}]`);
    if (current && element && scroller) {
      // Only the timeline: the page itself stays where the reader put it.
      scroller.scrollTop = element.offsetTop - scroller.offsetTop;
    }
  }, [current]);
  return (
    <li
      ref={ref}
      // So that the keys j and k can go from step to step.
      tabIndex={-1}
      data-timeline-step=""
      aria-current={current ? 'step' : undefined}
      className={clsx(classes.root, current && classes[sign.tone])}
    >
      <ToneIcon icon={sign.icon} tone={sign.tone} className={classes.icon} />
      <div>
        <div className={classes.line}>
          <span className={classes.number}>{number}</span>
          <span className={clsx(classes.name, pending && classes.pending)}>
            {step.name}
          </span>
          {step.startedAt !== undefined && (
            <StepTime step={step} className={classes.time} />
          )}
        </div>
        <div className={classes.facts}>
          <span>{sign.word}</span>
          {step.undoneBy !== undefined && (
            <SignChip sign={signs.undone()} look="plain" />
          )}
          {step.effect !== 'read' && (
            <SignChip sign={signs.effect(step.effect)} look="plain" />
          )}
          <span className={classes.action}>{step.action}</span>
        </div>
        <StepFacts step={step} said={said} onShowLog={onShowLog} />
      </div>
    </li>
  );
});
