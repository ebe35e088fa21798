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
import type { AvailabilityDay } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatShare } from '../charts/quantity';
import { formatDuration } from '../text/duration';
import { hairline } from '../tones/tones';
import { useText } from '../translation';
import { nameOfDay } from './days';

const useStyles = makeStyles(
  theme => ({
    scroll: {
      maxHeight: 320,
      overflow: 'auto',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 4,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    table: {
      borderCollapse: 'collapse',
      width: '100%',
      fontSize: 13,
      '& th, & td': {
        padding: '3px 12px',
        textAlign: 'right',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      },
      '& th:first-child, & td:first-child': { textAlign: 'left' },
      '& tbody tr': { borderTop: `1px solid ${hairline(theme)}` },
    },
  }),
  { name: 'TokPulseOpsDaysTable' },
);

/** What scrolls must be reachable without a mouse. */
const reachable = { tabIndex: 0 };

const stretch = (milliseconds: number): string =>
  milliseconds === 0 ? '–' : formatDuration(milliseconds);

/** The days of the strip as figures, newest first. */
export const DaysTable = (props: {
  readonly days: readonly AvailabilityDay[];
  readonly label: string;
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <div
      className={classes.scroll}
      role="region"
      aria-label={props.label}
      {...reachable}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('availability.date')}</th>
            <th scope="col">{t('availability.available')}</th>
            <th scope="col">{t('availability.down')}</th>
            <th scope="col">{t('availability.degraded')}</th>
            <th scope="col">{t('availability.unknown')}</th>
            <th scope="col">{t('availability.incidentsColumn')}</th>
          </tr>
        </thead>
        <tbody>
          {[...props.days].reverse().map(day => (
            <tr key={day.date}>
              <td>{nameOfDay(day.date)}</td>
              <td>
                {day.availability === undefined
                  ? t('availability.notKnown')
                  : formatShare(day.availability)}
              </td>
              <td>{stretch(day.unhealthyMs)}</td>
              <td>{stretch(day.degradedMs)}</td>
              <td>{stretch(day.unknownMs)}</td>
              <td>{day.incidents}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
