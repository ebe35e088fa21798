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
import TextField from '@material-ui/core/TextField';
import type { AnswerStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import type { May } from '../../data/may';
import { useText } from '../../translation';
import { useNextStyles } from './useNextStyles';

export interface QuestionFormProps {
  readonly mayControl: May;
  readonly pending: boolean;
  readonly onAnswer: (answer: AnswerStep) => void;
}

/** A yes-or-no question of a step. */
export const QuestionForm = (props: QuestionFormProps) => {
  const { mayControl, pending, onAnswer } = props;
  const classes = useNextStyles();
  const t = useText();
  const hintId = useId();
  const [note, setNote] = useState('');
  const answer = (confirmed: boolean) =>
    onAnswer({
      kind: 'confirm',
      confirmed,
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  const disabled = !mayControl.allowed || pending;
  return (
    <>
      <TextField
        variant="outlined"
        size="small"
        fullWidth
        multiline
        label={t('next.note')}
        value={note}
        onChange={event => setNote(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
      />
      <div className={classes.buttons}>
        <Button
          className={classes.button}
          color="primary"
          variant="contained"
          disabled={disabled}
          aria-describedby={hintId}
          onClick={() => answer(true)}
        >
          {pending ? t('next.sending') : t('next.yes')}
        </Button>
        <Button
          className={classes.button}
          variant="outlined"
          disabled={disabled}
          aria-describedby={hintId}
          onClick={() => answer(false)}
        >
          {t('next.no')}
        </Button>
      </div>
      <p id={hintId} className={classes.quiet}>
        {mayControl.allowed ? t('next.noHint') : mayControl.because}
      </p>
    </>
  );
};
