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
import { parseDuration } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { formatClock } from '../text/duration';
import { useElapsed } from '../text/useElapsed';
import { tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'inline-flex', alignItems: 'center', gap: 4 },
    icon: { fontSize: 16 },
    over: { color: tonesOf(theme).critical.text, fontWeight: 600 },
  }),
  { name: 'TokPulseOpsResponseClock' },
);

export interface ResponseClockProps {
  /** ISO 8601. */
  readonly since: string;
  /** Duration of the runbook, such as `5m`. */
  readonly respondWithin: string;
}

/** Time since the start against the response time: "3:10 of 5:00". */
export const ResponseClock = (props: ResponseClockProps) => {
  const classes = useStyles();
  const t = useText();
  const elapsed = useElapsed(props.since) ?? 0;
  const limit = parseDuration(props.respondWithin);
  if (limit === undefined) {
    return null;
  }
  const over = elapsed > limit;
  const values = { clock: formatClock(elapsed), limit: formatClock(limit) };
  return (
    <span
      className={clsx(classes.root, over && classes.over)}
      title={t('runPage.respondHint')}
    >
      <TimerIcon className={classes.icon} aria-hidden="true" />
      {over
        ? t('runPage.respondOver', values)
        : t('runPage.respondRunning', values)}
    </span>
  );
};
