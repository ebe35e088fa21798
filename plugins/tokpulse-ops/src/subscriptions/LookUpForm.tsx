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
import type { FormEvent } from 'react';
import { focusAtOnce, TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { isReason, ReasonField } from './ReasonField';

/** What can be looked up. */
export type LookUpKind = 'customer' | 'store';

const useStyles = makeStyles(
  { root: { display: 'grid', gap: 14 } },
  { name: 'TokPulseOpsLookUpForm' },
);

/** What somebody has typed into the form. */
export interface LookUpDraft {
  readonly subject: string;
  readonly reason: string;
}

const LEAST_OF_A_DOMAIN = 3;

/** Whether a draft can be sent. */
export function isComplete(kind: LookUpKind, draft: LookUpDraft): boolean {
  const subject = draft.subject.trim();
  return (
    isReason(draft.reason) &&
    (kind === 'customer'
      ? /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(subject)
      : subject.length >= LEAST_OF_A_DOMAIN)
  );
}

export interface LookUpFormProps {
  readonly id: string;
  readonly kind: LookUpKind;
  readonly draft: LookUpDraft;
  readonly onDraft: (draft: LookUpDraft) => void;
  readonly onSubmit: () => void;
}

/** Whom or what to look up, and why. */
export const LookUpForm = (props: LookUpFormProps) => {
  const { id, kind, draft, onDraft, onSubmit } = props;
  const classes = useStyles();
  const t = useText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isComplete(kind, draft)) {
      onSubmit();
    }
  };
  return (
    <form id={id} className={classes.root} onSubmit={submit} noValidate>
      <TextInput
        required
        type={kind === 'customer' ? 'email' : 'text'}
        // What was typed about one customer is no suggestion for the next.
        autoComplete="off"
        label={kind === 'customer' ? t('lookUp.email') : t('lookUp.domain')}
        helperText={
          kind === 'customer' ? t('lookUp.emailHint') : t('lookUp.domainHint')
        }
        value={draft.subject}
        onText={subject => onDraft({ ...draft, subject })}
        inputRef={focusAtOnce}
        inputProps={{ maxLength: 254 }}
      />
      <ReasonField
        reason={draft.reason}
        onReason={reason => onDraft({ ...draft, reason })}
      />
    </form>
  );
};
