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

import LiveHelpIcon from '@material-ui/icons/LiveHelp';
import type { InputRequest } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { visibleText } from '../../text/visibleText';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { AnswerActions } from './AnswerActions';
import type { AskedProps } from './askedProps';
import { NextFrame } from './NextFrame';

export interface QuestionNextProps extends AskedProps {
  readonly request: Extract<InputRequest, { kind: 'confirm' }>;
}

/** The run waits for the answer to a yes-or-no question. */
export const QuestionNext = (props: QuestionNextProps) => {
  const { title, request, onAnswer } = props;
  const t = useText();
  const [note, setNote] = useState('');
  const answer = (confirmed: boolean) =>
    onAnswer({
      kind: 'confirm',
      confirmed,
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: LiveHelpIcon }}
      title={title}
      actions={
        <AnswerActions
          {...props}
          hint={t('next.noHint')}
          answers={[
            {
              label: t('next.yes'),
              look: 'contained',
              give: () => answer(true),
            },
            {
              label: t('next.no'),
              look: 'outlined',
              give: () => answer(false),
            },
          ]}
        >
          <TextInput
            multiline
            label={t('next.note')}
            value={note}
            onText={setNote}
            inputProps={{ maxLength: 10_000 }}
          />
        </AnswerActions>
      }
    >
      <p>{visibleText(request.message)}</p>
    </NextFrame>
  );
};
