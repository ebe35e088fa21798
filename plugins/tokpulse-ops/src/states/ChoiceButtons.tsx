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
import clsx from 'clsx';
import { useId } from 'react';
import { hairline, quietText, sunken } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    root: {
      // What is hidden in it must not make what is around it scroll.
      position: 'relative',
      display: 'inline-flex',
      flexWrap: 'wrap',
      gap: 2,
      margin: 0,
      padding: 2,
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
    },
    legend: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
    choice: {
      position: 'relative',
      display: 'inline-flex',
      alignItems: 'center',
      minHeight: 28,
      padding: '2px 10px',
      borderRadius: 4,
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
      cursor: 'pointer',
      '&:focus-within': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    chosen: {
      fontWeight: 600,
      color: theme.palette.text.primary,
      backgroundColor: sunken(theme),
      boxShadow: `inset 0 0 0 1px ${hairline(theme)}`,
    },
    input: { position: 'absolute', opacity: 0, width: 1, height: 1, margin: 0 },
  }),
  { name: 'TokPulseOpsChoiceButtons' },
);

export interface ChoiceButtonsProps<T extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoice: (value: T) => void;
}

/** One of a few, side by side; radio buttons to a keyboard. */
export function ChoiceButtons<T extends string>(props: ChoiceButtonsProps<T>) {
  const { label, value, options, onChoice } = props;
  const classes = useStyles();
  const name = useId();
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{label}</legend>
      {options.map(option => (
        <label
          key={option.value}
          className={clsx(
            classes.choice,
            option.value === value && classes.chosen,
          )}
        >
          <input
            type="radio"
            className={classes.input}
            name={name}
            checked={option.value === value}
            onChange={() => onChoice(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
