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

import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import {
  customerReadPermission,
  type Subscription,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useId, useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { OpsDialog } from '../states/OpsDialog';
import { StateView } from '../states/StateView';
import { focusAtOnce } from '../text/TextInput';
import { useText } from '../translation';
import { DetailView } from './DetailView';
import { isReason, ReasonField } from './ReasonField';
import { useAskOnce } from './useAskOnce';

const useStyles = makeStyles(
  {
    form: { display: 'grid', gap: 14, '& p': { margin: 0 } },
    actions: { padding: '8px 24px 14px' },
  },
  { name: 'TokPulseOpsSubscriptionDialog' },
);

export interface SubscriptionDialogProps {
  readonly service: string;
  readonly subscription: Pick<Subscription, 'id' | 'organization'>;
  /** Why somebody looks, when they have said so already. */
  readonly reason?: string;
  readonly onClose: () => void;
}

/** The details of a subscription, after a reason was given. */
export const SubscriptionDialog = (props: SubscriptionDialogProps) => {
  const { service, subscription, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const formId = useId();
  const [reason, setReason] = useState(props.reason ?? '');
  const { answer, ask } = useAskOnce({
    what: 'subscription',
    ask: (why: string, options) =>
      api.subscriptions.lookUp(
        { service, subscription: subscription.id },
        { reason: why },
        options,
      ),
    first: props.reason,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isReason(reason)) {
      ask(reason.trim());
    }
  };
  return (
    <OpsDialog
      title={t('lookUp.detailTitle', {
        organization: subscription.organization,
      })}
      onClose={onClose}
    >
      <DialogContent dividers>
        {answer === undefined ? (
          <form id={formId} className={classes.form} onSubmit={submit}>
            <p>{t('lookUp.detailIntro')}</p>
            <ReasonField
              reason={reason}
              onReason={setReason}
              inputRef={focusAtOnce}
            />
          </form>
        ) : (
          <StateView
            of={answer}
            what={t('lookUp.whatDetail')}
            permission={customerReadPermission.name}
            skeleton="page"
          >
            {detail => (
              <DetailView service={service} detail={detail} reason={reason} />
            )}
          </StateView>
        )}
      </DialogContent>
      <DialogActions className={classes.actions}>
        <Button onClick={onClose}>{t('runbooks.close')}</Button>
        {answer === undefined && (
          <Button
            type="submit"
            form={formId}
            variant="contained"
            color="primary"
            disabled={!isReason(reason)}
          >
            {t('lookUp.show')}
          </Button>
        )}
      </DialogActions>
    </OpsDialog>
  );
};
