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

import ScheduleIcon from '@material-ui/icons/Schedule';
import type { Waiting } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatClock } from '../../text/duration';
import { formatTimeOfDay } from '../../text/time';
import { useRemaining } from '../../text/useElapsed';
import { visibleText } from '../../text/visibleText';
import { useText } from '../../translation';
import { VerificationLine } from '../VerificationLine';
import { NextFrame } from './NextFrame';
import { type NextProps, placeStep } from './nextProps';
import { useNextStyles } from './useNextStyles';

export interface TimerNextProps extends NextProps {
  readonly waiting: Extract<Waiting, { for: 'timer' }>;
}

/** The run goes on by itself at a certain time. */
export const TimerNext = (props: TimerNextProps) => {
  const { waiting } = props;
  const classes = useNextStyles();
  const t = useText();
  const left = useRemaining(waiting.until);
  const placed = placeStep(props, waiting.stepId);
  return (
    <NextFrame
      sign={{ tone: 'active', icon: ScheduleIcon }}
      title={
        placed === undefined
          ? t('next.timerTitle', { reason: waiting.reason })
          : t('next.timerStep', {
              number: String(placed.number),
              name: placed.step.name,
            })
      }
    >
      <p>{visibleText(waiting.reason)}</p>
      {placed?.step.verification !== undefined && (
        <VerificationLine verification={placed.step.verification} />
      )}
      <p className={classes.quiet}>
        {left === 0
          ? t('next.timerOver')
          : t('next.timerLeft', {
              clock: formatClock(left),
              until: formatTimeOfDay(waiting.until),
            })}{' '}
        {t('next.timerNext')} {t('next.nothingToDo')}
      </p>
    </NextFrame>
  );
};
