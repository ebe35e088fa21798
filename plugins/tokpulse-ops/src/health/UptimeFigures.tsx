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
import type { AvailabilityOfWindow } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatShare } from '../charts/quantity';
import { useWindowWords } from '../charts/windows';
import { formatDuration } from '../text/duration';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

/** Below this share of readings a figure says how much is behind it. */
const WELL_OBSERVED = 0.98;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: '12px 20px',
      gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
      margin: 0,
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      },
    },
    name: { fontSize: 13, lineHeight: '20px', color: quietText(theme) },
    value: { margin: 0 },
    figure: {
      display: 'block',
      fontSize: 20,
      lineHeight: '26px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    notKnown: { fontSize: 15, fontWeight: 400, color: quietText(theme) },
    quiet: {
      display: 'block',
      fontSize: 13,
      lineHeight: '18px',
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsUptimeFigures' },
);

const Figure = ({ of }: { readonly of: AvailabilityOfWindow }) => {
  const { availability, observed, downtimeMs, incidents } = of;
  const classes = useStyles();
  const t = useText();
  if (availability === undefined) {
    return (
      <span className={`${classes.figure} ${classes.notKnown}`}>
        {t('availability.notKnown')}
      </span>
    );
  }
  return (
    <>
      <span className={classes.figure}>{formatShare(availability)}</span>
      <span className={classes.quiet}>
        {downtimeMs === 0
          ? t('availability.noDowntime')
          : t('availability.downtime', {
              duration: formatDuration(downtimeMs),
            })}
        {incidents > 0 &&
          `, ${t('availability.incidents', { count: incidents })}`}
      </span>
      {observed < WELL_OBSERVED && (
        <span className={classes.quiet}>
          {t('availability.observed', { percent: formatShare(observed) })}
        </span>
      )}
    </>
  );
};

/** Availability of the last day, week, month and quarter. */
export const UptimeFigures = (props: {
  readonly availability: readonly AvailabilityOfWindow[];
}) => {
  const classes = useStyles();
  const t = useText();
  const words = useWindowWords();
  return (
    <dl className={classes.root} aria-label={t('availability.uptime')}>
      {props.availability.map(of => (
        <div key={of.window}>
          <dt className={classes.name} title={words.last[of.window]}>
            {words.short[of.window]}
          </dt>
          <dd className={classes.value}>
            <Figure of={of} />
          </dd>
        </div>
      ))}
    </dl>
  );
};
