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
import type { Incident } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useId, useState } from 'react';
import { OpsDialog } from '../states/OpsDialog';
import { ProblemNotice } from '../states/ProblemNotice';
import { focusAtOnce, TextInput } from '../text/TextInput';
import { useSubmitKey } from '../text/useSubmitKey';
import { useText } from '../translation';
import { useAcknowledge } from './useAcknowledge';

const MAX_NOTE = 500;

const useStyles = makeStyles(
  {
    content: {
      display: 'grid',
      gap: 14,
      fontSize: 14.5,
      lineHeight: '22px',
      '& p': { margin: 0 },
    },
    actions: { padding: '8px 24px 16px' },
  },
  { name: 'TokPulseOpsAcknowledgeDialog' },
);

export interface AcknowledgeDialogProps {
  readonly incident: Incident;
  readonly onClose: () => void;
}

/** Says what acknowledging means, takes a note for the others. */
export const AcknowledgeDialog = (props: AcknowledgeDialogProps) => {
  const { incident, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const formId = useId();
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  const [note, setNote] = useState('');
  const acknowledge = useAcknowledge(incident);
  useSubmitKey(form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!acknowledge.isPending) {
      acknowledge.mutate(note.trim(), { onSuccess: onClose });
    }
  };
  return (
    <OpsDialog title={t('incident.dialogTitle')} size="sm" onClose={onClose}>
      <DialogContent>
        <form
          id={formId}
          ref={setForm}
          onSubmit={submit}
          className={classes.content}
        >
          <p>{t('incident.dialogText')}</p>
          <TextInput
            multiline
            label={t('incident.dialogNote')}
            value={note}
            onText={setNote}
            inputRef={focusAtOnce}
            inputProps={{ maxLength: MAX_NOTE }}
          />
          {acknowledge.error !== null && (
            <ProblemNotice
              title={t('incident.failed')}
              error={acknowledge.error}
            />
          )}
        </form>
      </DialogContent>
      <DialogActions className={classes.actions}>
        <Button onClick={onClose}>{t('incident.back')}</Button>
        <Button
          type="submit"
          form={formId}
          variant="contained"
          color="primary"
          disabled={acknowledge.isPending}
        >
          {acknowledge.isPending
            ? t('incident.sending')
            : t('incident.confirm')}
        </Button>
      </DialogActions>
    </OpsDialog>
  );
};
