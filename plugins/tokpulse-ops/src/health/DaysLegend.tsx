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
import { useText } from '../translation';
import { DayPicture, useDayClass } from './DayCell';

const useStyles = makeStyles(
  {
    root: {
      listStyle: 'none',
      display: 'flex',
      flexWrap: 'wrap',
      gap: '8px 20px',
      margin: '4px 0',
      padding: '6px 0 0',
      fontSize: 13,
      lineHeight: '20px',
    },
    entry: { display: 'flex', alignItems: 'center', gap: 8 },
    cell: { width: 9, display: 'flex' },
  },
  { name: 'TokPulseOpsDaysLegend' },
);

const HOUR = 3_600_000;
const OBJECTIVE = 0.99;

const full: AvailabilityDay = {
  date: '2026-01-01',
  availability: 1,
  healthyMs: 24 * HOUR,
  degradedMs: 0,
  unhealthyMs: 0,
  unknownMs: 0,
  incidents: 0,
};

/** What the cells of the strip mean. */
export const DaysLegend = () => {
  const classes = useStyles();
  const t = useText();
  const dayClass = useDayClass();
  const entries: readonly (readonly [string, AvailabilityDay])[] = [
    [t('availability.legendFull'), full],
    [
      t('availability.legendSome'),
      {
        ...full,
        availability: 0.9,
        healthyMs: 21 * HOUR,
        unhealthyMs: 3 * HOUR,
      },
    ],
    [
      t('availability.legendDegraded'),
      { ...full, healthyMs: 20 * HOUR, degradedMs: 4 * HOUR },
    ],
    [
      t('availability.legendUnread'),
      { ...full, availability: undefined, healthyMs: 0 },
    ],
    [t('availability.legendIncident'), { ...full, incidents: 1 }],
  ];
  return (
    <ul className={classes.root}>
      {entries.map(([words, day]) => (
        <li key={words} className={classes.entry}>
          <span className={classes.cell}>
            <span className={dayClass(day, OBJECTIVE)}>
              <DayPicture day={day} objective={OBJECTIVE} />
            </span>
          </span>
          {words}
        </li>
      ))}
    </ul>
  );
};
