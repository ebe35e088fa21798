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
import TimerIcon from '@material-ui/icons/Timer';
import type { Incident } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { formatClock } from '../text/duration';
import { useElapsed } from '../text/useElapsed';
import { tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      fontVariantNumeric: 'tabular-nums',
    },
    large: { fontSize: 17, lineHeight: '24px', fontWeight: 600 },
    icon: { fontSize: '1.2em' },
    over: { color: tonesOf(theme).critical.text, fontWeight: 600 },
  }),
  { name: 'TokPulseOpsIncidentClock' },
);

export interface IncidentClockProps {
  readonly incident: Pick<
    Incident,
    'openedAt' | 'respondWithinMs' | 'acknowledgedAt' | 'closedAt'
  >;
  readonly size?: 'normal' | 'large';
}

/**
 * Time since an incident was opened against the time to respond: "3:10 of 5:00
 * to respond". Stands still once somebody has responded, or it is over.
 */
export const IncidentClock = (props: IncidentClockProps) => {
  const { incident, size = 'normal' } = props;
  const { openedAt, respondWithinMs, acknowledgedAt, closedAt } = incident;
  const classes = useStyles();
  const t = useText();
  const elapsed = useElapsed(openedAt, acknowledgedAt ?? closedAt) ?? 0;
  const over = elapsed > respondWithinMs;
  const clock = formatClock(elapsed);
  const limit = formatClock(respondWithinMs);
  return (
    <span
      role="timer"
      className={clsx(
        classes.root,
        size === 'large' && classes.large,
        over && classes.over,
      )}
      title={t('incident.clockHint')}
    >
      <TimerIcon className={classes.icon} aria-hidden="true" />
      {over
        ? t('incident.over', {
            clock,
            limit,
            late: formatClock(elapsed - respondWithinMs),
          })
        : t('incident.clock', { clock, limit })}
    </span>
  );
};
