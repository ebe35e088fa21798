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

import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import LiveHelpIcon from '@material-ui/icons/LiveHelp';
import type { InputRequest } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { CodeBlock } from '../../text/CodeBlock';
import { visibleText } from '../../text/visibleText';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { AnswerActions } from './AnswerActions';
import type { AskedProps } from './askedProps';
import { NextFrame } from './NextFrame';
import { useNextStyles } from './useNextStyles';

const useStyles = makeStyles(
  {
    label: {
      margin: '0 0 0 -9px',
      alignItems: 'flex-start',
      '& .MuiFormControlLabel-label': { padding: '9px 0', fontSize: 14 },
    },
    command: { marginLeft: 33 },
  },
  { name: 'TokPulseOpsChecklistNext' },
);

export interface ChecklistNextProps extends AskedProps {
  readonly request: Extract<InputRequest, { kind: 'checklist' }>;
}

/** The run waits for things to be done by hand, with the commands to copy. */
export const ChecklistNext = (props: ChecklistNextProps) => {
  const { title, request, lead, onAnswer } = props;
  const classes = useNextStyles();
  const own = useStyles();
  const t = useText();
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [evidence, setEvidence] = useState('');
  const missing = request.items.filter(
    item => item.required && !done.has(item.id),
  ).length;
  const tick = (id: string, ticked: boolean) => {
    const next = new Set(done);
    if (ticked) {
      next.add(id);
    } else {
      next.delete(id);
    }
    setDone(next);
  };
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: LiveHelpIcon }}
      title={title}
      actions={
        <AnswerActions
          {...props}
          missing={
            missing > 0
              ? t('next.checklistMissing', { count: missing })
              : undefined
          }
          answers={[
            {
              label: t('next.checklistDone'),
              look: 'contained',
              give: () =>
                onAnswer({
                  kind: 'checklist',
                  done: request.items
                    .filter(({ id }) => done.has(id))
                    .map(({ id }) => id),
                  ...(evidence.trim() !== '' && { evidence }),
                }),
            },
          ]}
        />
      }
    >
      <p>{visibleText(request.message)}</p>
      <ul className={classes.items}>
        {request.items.map(item => (
          <li key={item.id}>
            <FormControlLabel
              className={own.label}
              label={
                visibleText(item.label) +
                (item.required ? ` (${t('next.required')})` : '')
              }
              control={
                <Checkbox
                  size="small"
                  color="primary"
                  checked={done.has(item.id)}
                  disabled={!lead.may.allowed}
                  onChange={(_, ticked) => tick(item.id, ticked)}
                />
              }
            />
            {item.command !== undefined && (
              <div className={own.command}>
                <CodeBlock text={item.command} what={t('preview.command')} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {request.evidence && (
        <TextInput
          multiline
          maxRows={8}
          label={t('next.evidence')}
          value={evidence}
          onText={setEvidence}
          inputProps={{ maxLength: 100_000 }}
        />
      )}
    </NextFrame>
  );
};
