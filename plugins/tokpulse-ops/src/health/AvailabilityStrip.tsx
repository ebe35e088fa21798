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

import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { AvailabilityDay } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Disclosures } from '../text/Disclosures';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { DayPicture, useDayClass } from './DayCell';
import { dayTo, nameOfDay } from './days';
import { DaysLegend } from './DaysLegend';
import { DaysTable } from './DaysTable';
import { useDayWords } from './useDayWords';

/** Where there is little room a cell would be too thin to hit. */
const DAYS_WHEN_NARROW = 30;

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    frame: { position: 'relative', paddingTop: 8 },
    days: { display: 'flex', gap: 2 },
    tip: {
      position: 'absolute',
      bottom: 'calc(100% - 2px)',
      zIndex: 2,
      maxWidth: 'min(260px, 100%)',
      padding: '8px 12px',
      borderRadius: 6,
      border: `1px solid ${hairline(theme)}`,
      backgroundColor: theme.palette.background.paper,
      boxShadow: theme.shadows[3],
      fontSize: 13,
      lineHeight: '19px',
      pointerEvents: 'none',
    },
    tipTitle: { margin: 0, fontWeight: 600 },
    tipLines: { listStyle: 'none', margin: 0, padding: 0 },
    scale: {
      display: 'flex',
      justifyContent: 'space-between',
      marginTop: 4,
      fontSize: 12.5,
      lineHeight: '18px',
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsAvailabilityStrip' },
);

export interface AvailabilityStripProps {
  /** Oldest first. */
  readonly days: readonly AvailabilityDay[];
  /** Share of time that a day should be up. */
  readonly objective: number;
}

/** One cell a day; each says what that day was like. */
export const AvailabilityStrip = (props: AvailabilityStripProps) => {
  const { objective } = props;
  const classes = useStyles();
  const t = useText();
  const words = useDayWords();
  const hintId = useId();
  const dayClass = useDayClass();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'), {
    noSsr: true,
  });
  const days = narrow ? props.days.slice(-DAYS_WHEN_NARROW) : props.days;
  const cells = useRef(new Map<number, HTMLButtonElement>());
  // Only one cell is on the way of the tab key; arrows lead to the others.
  const [current, setCurrent] = useState<number>();
  const [told, setTold] = useState<number>();
  const reachable = Math.min(current ?? days.length - 1, days.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setTold(undefined);
      return;
    }
    const next = dayTo(event.key, { at: reachable, count: days.length });
    if (next !== undefined) {
      event.preventDefault();
      cells.current.get(next)?.focus();
    }
  };
  const day = told === undefined ? undefined : days[told];
  const label = t('availability.strip', { days: String(days.length) });
  return (
    <div className={classes.root}>
      <div className={classes.frame}>
        <div
          role="group"
          aria-label={label}
          aria-describedby={hintId}
          className={classes.days}
          onMouseLeave={() => setTold(undefined)}
        >
          {days.map((one, index) => (
            <button
              key={one.date}
              type="button"
              ref={element => {
                if (element === null) {
                  cells.current.delete(index);
                } else {
                  cells.current.set(index, element);
                }
              }}
              tabIndex={index === reachable ? 0 : -1}
              className={dayClass(one, objective)}
              aria-label={`${nameOfDay(one.date)}: ${words(one).join(', ')}`}
              onFocus={() => {
                setCurrent(index);
                setTold(index);
              }}
              onBlur={() => setTold(undefined)}
              onMouseEnter={() => setTold(index)}
              onClick={() => setTold(index)}
              onKeyDown={onKeyDown}
            >
              <DayPicture day={one} objective={objective} />
            </button>
          ))}
        </div>
        <span id={hintId} hidden>
          {t('availability.stripHint')}
        </span>
        {day !== undefined && told !== undefined && (
          <div
            role="tooltip"
            className={classes.tip}
            style={
              told < days.length / 2
                ? { left: `${(told / days.length) * 100}%` }
                : { right: `${(1 - (told + 1) / days.length) * 100}%` }
            }
          >
            <p className={classes.tipTitle}>{nameOfDay(day.date)}</p>
            <ul className={classes.tipLines}>
              {words(day).map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <div className={classes.scale} aria-hidden="true">
        <span>{t('availability.daysAgo', { days: String(days.length) })}</span>
        <span>{t('availability.today')}</span>
      </div>
      <Disclosures
        items={[
          {
            label: t('availability.legend'),
            content: () => <DaysLegend />,
          },
          {
            label: t('availability.asTable'),
            content: () => <DaysTable days={props.days} label={label} />,
          },
        ]}
      />
    </div>
  );
};
