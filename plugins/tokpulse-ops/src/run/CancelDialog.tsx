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
import { useEffect, useState } from 'react';
import { OpsDialog } from '../states/OpsDialog';
import { TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { CommandError } from './next/CommandError';
import type { RunCommands } from './useRunCommands';

const useStyles = makeStyles(
  {
    content: {
      display: 'grid',
      gap: 12,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    text: { margin: 0, fontSize: 14.5, lineHeight: '22px' },
  },
  { name: 'TokPulseOpsCancelDialog' },
);

export interface CancelDialogProps {
  readonly commands: RunCommands;
  readonly cancelRequested: boolean;
  readonly onClose: () => void;
}

/** Says what cancelling does before it does it. */
export const CancelDialog = (props: CancelDialogProps) => {
  const { commands, cancelRequested, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (cancelRequested) {
      onClose();
    }
  }, [cancelRequested, onClose]);
  const said = reason.trim();
  return (
    <OpsDialog title={t('runPage.cancelTitle')} size="sm" onClose={onClose}>
      <DialogContent className={classes.content}>
        <p className={classes.text}>{t('runPage.cancelText')}</p>
        <TextInput
          label={t('runPage.cancelReason')}
          value={reason}
          onText={setReason}
          inputProps={{ maxLength: 2000 }}
        />
        <CommandError commands={commands} kind="cancel" />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('runPage.cancelKeep')}</Button>
        <Button
          variant="contained"
          color="primary"
          disabled={commands.pending === 'cancel'}
          onClick={() =>
            commands.send({ kind: 'cancel', ...(said && { reason: said }) })
          }
        >
          {t('runPage.cancelConfirm')}
        </Button>
      </DialogActions>
    </OpsDialog>
  );
};
