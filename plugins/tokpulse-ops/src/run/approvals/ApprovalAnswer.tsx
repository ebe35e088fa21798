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
import type { ApprovalItem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useId, useState } from 'react';
import { useMayApprove } from '../../data/may';
import { useMyself } from '../../text/PersonName';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { CommandError } from '../next/CommandError';
import { useNextStyles } from '../next/useNextStyles';
import type { RunCommands } from '../useRunCommands';

export interface ApprovalAnswerProps {
  readonly approval: ApprovalItem;
  readonly commands: RunCommands;
}

/** Takes back the question, for who asked. */
export const Withdraw = ({ approval, commands }: ApprovalAnswerProps) => {
  const t = useText();
  const myself = useMyself();
  const mayWithdraw =
    (approval.state === 'open' && approval.requestedBy === myself) ||
    (approval.state === 'approved' && approval.decidedBy === myself);
  return mayWithdraw ? (
    <Button
      size="small"
      variant="outlined"
      disabled={commands.pending === 'withdraw'}
      onClick={() =>
        commands.send({ kind: 'withdraw', approvalId: approval.id })
      }
    >
      {approval.state === 'open'
        ? t('ask.withdraw')
        : t('ask.withdrawApproval')}
    </Button>
  ) : null;
};

/** Yes or no to what another person wants to run, for whom it is. */
export const ApprovalAnswer = ({ approval, commands }: ApprovalAnswerProps) => {
  const classes = useNextStyles();
  const t = useText();
  const hintId = useId();
  const mayApprove = useMayApprove(approval.runId);
  const [comment, setComment] = useState('');
  const [typed, setTyped] = useState('');
  if (approval.state !== 'open') {
    return null;
  }
  if (!approval.mine || !mayApprove.allowed) {
    const because = mayApprove.allowed
      ? approval.notMineBecause
      : mayApprove.because;
    return because === undefined ? null : (
      <p className={classes.quiet}>{because}</p>
    );
  }
  const { typeTarget: target } = approval;
  const wrong = target !== undefined && typed !== target;
  const said = comment.trim();
  const pending = commands.pending === 'judge';
  const judge = (decision: 'approve' | 'reject') =>
    commands.send({
      kind: 'judge',
      approvalId: approval.id,
      decision,
      planHash: approval.planHash,
      ...(said !== '' && { comment: said }),
      ...(decision === 'approve' && target !== undefined && { typed }),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    judge('approve');
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <CommandError commands={commands} kind="judge" />
      {target !== undefined && (
        <TextInput
          label={t('ask.typeTarget', { target })}
          value={typed}
          onText={setTyped}
          error={typed !== '' && wrong}
          helperText={
            typed !== '' && wrong
              ? t('next.typeTargetWrong', { target })
              : undefined
          }
          inputProps={{ autoComplete: 'off', spellCheck: false }}
        />
      )}
      <TextInput
        multiline
        maxRows={4}
        label={t('ask.comment')}
        value={comment}
        onText={setComment}
        inputProps={{ maxLength: 2_000 }}
      />
      <div className={classes.buttons}>
        <Button
          type="submit"
          className={classes.button}
          color="primary"
          variant="contained"
          disabled={wrong || pending}
        >
          {pending ? t('next.sending') : t('ask.approve')}
        </Button>
        <Button
          className={classes.button}
          variant="outlined"
          disabled={said === '' || pending}
          aria-describedby={hintId}
          onClick={() => judge('reject')}
        >
          {t('ask.reject')}
        </Button>
      </div>
      <p id={hintId} className={classes.quiet}>
        {said === '' ? t('ask.rejectHint') : t('ask.bound')}
      </p>
    </form>
  );
};
