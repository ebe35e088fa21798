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
import clsx from 'clsx';
import { quietText, sunken, tonesOf } from '../tones/tones';
import { lookOf, markOf } from './days';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    return {
      root: {
        position: 'relative',
        display: 'block',
        flex: '1 1 0',
        minWidth: 0,
        height: 36,
        padding: 0,
        border: 0,
        borderRadius: 2,
        cursor: 'default',
        overflow: 'visible',
        '&:hover': { filter: 'brightness(1.12)' },
        '&:focus-visible': {
          outline: `2px solid ${theme.palette.primary.main}`,
          outlineOffset: 2,
          zIndex: 1,
        },
      },
      full: { backgroundColor: tones.ok.line },
      some: { backgroundColor: tones.ok.line },
      degraded: { backgroundColor: tones.ok.line },
      down: { backgroundColor: tones.critical.surface },
      unread: {
        backgroundColor: sunken(theme),
        boxShadow: `inset 0 0 0 1px ${tones.neutral.line}`,
        backgroundImage: `repeating-linear-gradient(135deg, transparent 0 3px, ${tones.neutral.line} 3px 4px)`,
      },
      mark: {
        position: 'absolute',
        left: 0,
        right: 0,
        bottom: 0,
        borderRadius: '0 0 2px 2px',
        borderTop: `2px solid ${theme.palette.background.paper}`,
      },
      markSome: { backgroundColor: tones.critical.line },
      markDegraded: { backgroundColor: tones.warning.line },
      incident: {
        position: 'absolute',
        left: '50%',
        top: -7,
        width: 5,
        height: 5,
        marginLeft: -2.5,
        borderRadius: '50%',
        backgroundColor: quietText(theme),
      },
    };
  },
  { name: 'TokPulseOpsDayCell' },
);

/** One day as a picture: how full it is, how much of it was down, a dot for incidents. */
export const DayPicture = (props: {
  readonly day: AvailabilityDay;
  readonly objective: number;
}) => {
  const { day, objective } = props;
  const classes = useStyles();
  const look = lookOf(day, objective);
  return (
    <>
      {(look === 'some' || look === 'down' || look === 'degraded') && (
        <span
          className={clsx(
            classes.mark,
            look === 'degraded' ? classes.markDegraded : classes.markSome,
          )}
          style={{ height: `${Math.round(markOf(day) * 100)}%` }}
        />
      )}
      {day.incidents > 0 && <span className={classes.incident} />}
    </>
  );
};

/** The class of a cell for that day. */
export function useDayClass(): (
  day: AvailabilityDay,
  objective: number,
) => string {
  const classes = useStyles();
  return (day, objective) =>
    clsx(classes.root, classes[lookOf(day, objective)]);
}
