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
import LiveHelpIcon from '@material-ui/icons/LiveHelp';
import type { InputRequest } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import { visibleText } from '../../text/visibleText';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import type { AskedProps } from './askedProps';
import { CommandError } from './CommandError';
import { NextFrame } from './NextFrame';
import { useNextStyles } from './useNextStyles';

export interface QuestionNextProps extends AskedProps {
  readonly request: Extract<InputRequest, { kind: 'confirm' }>;
}

/** The run waits for the answer to a yes-or-no question. */
export const QuestionNext = (props: QuestionNextProps) => {
  const { title, request, mayControl, commands, onAnswer } = props;
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
  const pending = commands.pending === 'answer';
  const disabled = !mayControl.allowed || pending;
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: LiveHelpIcon }}
      title={title}
      actions={
        <>
          <CommandError commands={commands} kind="answer" />
          <TextInput
            multiline
            label={t('next.note')}
            value={note}
            onText={setNote}
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
      }
    >
      <p>{visibleText(request.message)}</p>
    </NextFrame>
  );
};
