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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DecideStep,
  DecisionChoice,
  Effect,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { May } from '../../data/may';
import { Notice } from '../../states/Notice';
import { hairline } from '../../tones/tones';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { useChoices } from './useChoices';
import { useNextStyles } from './useNextStyles';

const useStyles = makeStyles(
  theme => ({
    choices: {
      border: 0,
      margin: 0,
      padding: 0,
      minWidth: 0,
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
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
      cursor: 'pointer',
      '&:focus-within': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    chosen: { borderColor: theme.palette.primary.main },
    name: { fontWeight: 600 },
  }),
  { name: 'TokPulseOpsDecisionForm' },
);

export interface DecisionFormProps {
  readonly effect: Effect;
  /** Whether nobody knows if the step took effect. */
  readonly unknown: boolean;
  readonly mayControl: May;
  readonly pending: boolean;
  readonly onDecide: (decision: Omit<DecideStep, 'attempt'>) => void;
}

/** The answers to a failed or unknown step. */
export const DecisionForm = (props: DecisionFormProps) => {
  const { effect, unknown, mayControl, pending, onDecide } = props;
  const classes = useNextStyles();
  const own = useStyles();
  const t = useText();
  const choices = useChoices();
  const group = useId();
  const hintId = useId();
  const [choice, setChoice] = useState<DecisionChoice>();
  const [words, setWords] = useState('');
  const chosen = choices.find(({ id }) => id === choice);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, [choice]);
  const risky = choice === 'retry' && effect === 'once' && unknown;
  const missing = chosen?.field !== undefined && words.trim() === '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choice !== undefined) {
      const said = words.trim();
      onDecide({
        choice,
        ...(chosen?.field?.kind === 'reason' && { reason: said }),
        ...(chosen?.field?.kind === 'evidence' && { evidence: said }),
      });
    }
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <fieldset className={own.choices} disabled={!mayControl.allowed}>
        <legend>{t('next.choose')}</legend>
        {choices.map(({ id, name }) => (
          <label
            key={id}
            className={clsx(own.choice, choice === id && own.chosen)}
          >
            <input
              type="radio"
              name={group}
              value={id}
              checked={choice === id}
              onChange={() => setChoice(id)}
            />
            <span className={own.name}>{name}</span>
          </label>
        ))}
      </fieldset>
      {chosen !== undefined && !risky && (
        <p className={classes.quiet}>{chosen.hint}</p>
      )}
      {risky && (
        <Notice tone="warning">
          <p>{t('next.retryOnce')}</p>
        </Notice>
      )}
      {chosen?.field !== undefined && (
        <TextInput
          multiline
          maxRows={5}
          inputRef={field}
          required
          label={chosen.field.label}
          value={words}
          onText={setWords}
          inputProps={{
            maxLength: chosen.field.kind === 'reason' ? 2_000 : 100_000,
          }}
        />
      )}
      {!mayControl.allowed && <p id={hintId}>{mayControl.because}</p>}
      <div className={classes.buttons}>
        <Button
          type="submit"
          className={classes.button}
          color="primary"
          variant="contained"
          disabled={
            !mayControl.allowed || chosen === undefined || missing || pending
          }
          aria-describedby={mayControl.allowed ? undefined : hintId}
        >
          {pending ? t('next.deciding') : chosen?.button ?? t('next.decide')}
        </Button>
      </div>
    </form>
  );
};
