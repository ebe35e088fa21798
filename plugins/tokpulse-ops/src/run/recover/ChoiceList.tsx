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
import { hairline, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import type { Choice, ChoiceId } from './useChoices';

const useStyles = makeStyles(
  theme => ({
    root: {
      border: 0,
      margin: 0,
      padding: 0,
      minWidth: 0,
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'repeat(auto-fill, minmax(136px, 1fr))',
      '& legend': { fontWeight: 600, padding: 0, marginBottom: 6 },
    },
    choice: {
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      minHeight: 36,
      padding: '4px 10px 4px 6px',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      lineHeight: '18px',
      fontWeight: 600,
      cursor: 'pointer',
      '&:focus-within': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    chosen: { borderColor: theme.palette.primary.main },
    impossible: {
      cursor: 'default',
      borderStyle: 'dashed',
      fontWeight: 400,
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsChoiceList' },
);

export interface ChoiceListProps {
  readonly choices: readonly Choice[];
  readonly chosen: ChoiceId | undefined;
  readonly disabled: boolean;
  readonly onChoose: (choice: ChoiceId) => void;
}

/** The ways to go on, one of which is chosen. */
export const ChoiceList = (props: ChoiceListProps) => {
  const { choices, chosen, disabled, onChoose } = props;
  const classes = useStyles();
  const t = useText();
  const group = useId();
  return (
    <fieldset className={classes.root} disabled={disabled}>
      <legend>{t('next.choose')}</legend>
      {choices.map(({ id, name, impossible }) => (
        <label
          key={id}
          title={impossible}
          className={clsx(
            classes.choice,
            chosen === id && classes.chosen,
            impossible !== undefined && classes.impossible,
          )}
        >
          <input
            type="radio"
            name={group}
            value={id}
            checked={chosen === id}
            disabled={impossible !== undefined}
            onChange={() => onChoose(id)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
};
