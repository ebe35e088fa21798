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

import { useEffect, useState } from 'react';
import { TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { CommandDialog } from './CommandDialog';
import type { RunCommands } from './useRunCommands';

export interface CancelDialogProps {
  readonly commands: RunCommands;
  readonly cancelRequested: boolean;
  readonly onClose: () => void;
}

/** Says what cancelling does before it does it. */
export const CancelDialog = (props: CancelDialogProps) => {
  const { commands, cancelRequested, onClose } = props;
  const t = useText();
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (cancelRequested) {
      onClose();
    }
  }, [cancelRequested, onClose]);
  const said = reason.trim();
  return (
    <CommandDialog
      title={t('runPage.cancelTitle')}
      commands={commands}
      kind="cancel"
      confirm={t('runPage.cancelConfirm')}
      keep={t('runPage.cancelKeep')}
      onConfirm={() =>
        commands.send({ kind: 'cancel', ...(said && { reason: said }) })
      }
      onClose={onClose}
    >
      <p>{t('runPage.cancelText')}</p>
      <TextInput
        label={t('runPage.cancelReason')}
        value={reason}
        onText={setReason}
        inputProps={{ maxLength: 2000 }}
      />
    </CommandDialog>
  );
};
