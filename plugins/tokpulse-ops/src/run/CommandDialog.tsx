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
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { OpsDialog } from '../states/OpsDialog';
import { useSubmitKey } from '../text/useSubmitKey';
import { useText } from '../translation';
import { CommandError } from './next/CommandError';
import type { RunCommand, RunCommands } from './useRunCommands';

const useStyles = makeStyles(
  theme => ({
    content: {
      display: 'grid',
      gap: 12,
      gridTemplateColumns: 'minmax(0, 1fr)',
      fontSize: 14.5,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
      '& p, & ul': { margin: 0 },
      '& ul': { paddingLeft: 20 },
    },
    actions: {
      padding: '8px 24px 16px',
      [theme.breakpoints.down('xs')]: { padding: '8px 16px 12px' },
    },
  }),
  { name: 'TokPulseOpsCommandDialog' },
);

export interface CommandDialogProps {
  readonly title: string;
  readonly commands: RunCommands;
  /** What is sent from here; its error is shown here. */
  readonly kind: RunCommand['kind'];
  readonly confirm: string;
  /** Words of the button that changes nothing. */
  readonly keep?: string;
  readonly ready?: 'ready' | 'not-yet';
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Says what a command does before it is sent; Ctrl+Enter sends it. */
export const CommandDialog = (props: CommandDialogProps) => {
  const { title, commands, kind, confirm, keep, onConfirm, children } = props;
  const classes = useStyles();
  const t = useText();
  const formId = useId();
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  useSubmitKey(form);
  const disabled = props.ready === 'not-yet' || commands.pending === kind;
  const close = () => {
    commands.forget();
    props.onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Events of a dialog reach the form that it was opened from, too.
    event.stopPropagation();
    if (!disabled) {
      onConfirm();
    }
  };
  return (
    <OpsDialog title={title} size="sm" onClose={close}>
      <DialogContent>
        <form
          id={formId}
          ref={setForm}
          onSubmit={submit}
          className={classes.content}
        >
          {children}
          <CommandError commands={commands} kind={kind} />
        </form>
      </DialogContent>
      <DialogActions className={classes.actions}>
        <Button onClick={close}>{keep ?? t('steer.back')}</Button>
        <Button
          type="submit"
          form={formId}
          variant="contained"
          color="primary"
          disabled={disabled}
        >
          {commands.pending === kind ? t('next.sending') : confirm}
        </Button>
      </DialogActions>
    </OpsDialog>
  );
};
