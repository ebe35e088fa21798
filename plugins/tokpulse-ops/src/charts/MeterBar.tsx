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
import clsx from 'clsx';
import { hairline, sunken, type Tone, tonesOf } from '../tones/tones';

const HEADROOM = 1.15;

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      height: 10,
      borderRadius: 5,
      backgroundColor: sunken(theme),
      boxShadow: `inset 0 0 0 1px ${hairline(theme)}`,
    },
    fill: {
      position: 'absolute',
      top: 0,
      bottom: 0,
      left: 0,
      minWidth: 4,
      borderRadius: 5,
    },
    tick: {
      position: 'absolute',
      top: -3,
      bottom: -3,
      width: 2,
      marginLeft: -1,
      backgroundColor: theme.palette.text.primary,
      boxShadow: `0 0 0 1px ${theme.palette.background.paper}`,
    },
  }),
  { name: 'TokPulseOpsMeterBar' },
);

export interface MeterBarProps {
  /** What is measured, for screen readers. */
  readonly label: string;
  /** The reading and its limits in words. */
  readonly words: string;
  readonly value: number;
  readonly tone: Tone;
  /** Values at which it becomes worse; drawn as ticks. */
  readonly limits?: readonly number[];
  /** Where the bar ends; default somewhat beyond the greatest of them all. */
  readonly max?: number;
  readonly className?: string;
}

/** A value against its limits. */
export const MeterBar = (props: MeterBarProps) => {
  const { label, words, value, tone, limits = [], className } = props;
  const classes = useStyles();
  const colours = tonesOf(useTheme());
  const max = props.max ?? Math.max(value, ...limits) * HEADROOM;
  const place = (at: number) =>
    `${max > 0 ? Math.min(100, Math.max(0, (at / max) * 100)) : 0}%`;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={words}
      className={clsx(classes.root, className)}
    >
      {value > 0 && (
        <div
          className={classes.fill}
          style={{ width: place(value), backgroundColor: colours[tone].line }}
        />
      )}
      {limits.map(limit => (
        <div
          key={limit}
          className={classes.tick}
          style={{ left: place(limit) }}
        />
      ))}
    </div>
  );
};
