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
import { type ReactNode, useId } from 'react';
import { useText } from '../../translation';
import type { AskedProps } from './askedProps';
import { CommandError } from './CommandError';
import { useNextStyles } from './useNextStyles';
import { WhoDecides } from './WhoDecides';

/** One answer that can be given. */
export interface PossibleAnswer {
  readonly label: string;
  readonly look: 'contained' | 'outlined';
  readonly give: () => void;
}

export interface AnswerActionsProps
  extends Pick<AskedProps, 'run' | 'lead' | 'commands'> {
  readonly answers: readonly PossibleAnswer[];
  /** What is missing before anything can be answered. */
  readonly missing?: string;
  /** What to know about the answers. */
  readonly hint?: string;
  /** Above the buttons. */
  readonly children?: ReactNode;
}

/** The buttons that answer what a step asks, for the one who leads. */
export const AnswerActions = (props: AnswerActionsProps) => {
  const { lead, commands, answers, missing, hint, children } = props;
  const classes = useNextStyles();
  const t = useText();
  const hintId = useId();
  const pending = commands.pending === 'answer';
  const said = missing ?? hint;
  return (
    <>
      <CommandError commands={commands} kind="answer" />
      {children}
      <div className={classes.buttons}>
        {answers.map(({ label, look, give }) => (
          <Button
            key={label}
            className={classes.button}
            color={look === 'contained' ? 'primary' : 'default'}
            variant={look}
            disabled={!lead.may.allowed || missing !== undefined || pending}
            aria-describedby={hintId}
            onClick={give}
          >
            {pending && look === 'contained' ? t('next.sending') : label}
          </Button>
        ))}
      </div>
      {lead.may.allowed ? (
        said !== undefined && (
          <p id={hintId} className={classes.quiet}>
            {said}
          </p>
        )
      ) : (
        <WhoDecides {...props} id={hintId} />
      )}
    </>
  );
};
