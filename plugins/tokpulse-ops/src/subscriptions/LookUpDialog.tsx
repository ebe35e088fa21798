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
  type CustomerList,
  customerReadPermission,
  type StoreList,
  type Subscription,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { OpsDialog } from '../states/OpsDialog';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import {
  isComplete,
  type LookUpDraft,
  LookUpForm,
  type LookUpKind,
} from './LookUpForm';
import { CustomerResults, StoreResults } from './LookUpResults';
import { useAskOnce } from './useAskOnce';

const useStyles = makeStyles(
  { actions: { padding: '8px 24px 14px' } },
  { name: 'TokPulseOpsLookUpDialog' },
);

/** What a look-up brought. */
type Found =
  | { readonly kind: 'customer'; readonly items: CustomerList['items'] }
  | { readonly kind: 'store'; readonly items: StoreList['items'] };

export interface LookUpDialogProps {
  readonly service: string;
  readonly kind: LookUpKind;
  readonly onOpen: (subscription: Subscription, reason: string) => void;
  readonly onClose: () => void;
}

/** Looks a customer up by e-mail address, or a store by domain; the reason is asked once. */
export const LookUpDialog = (props: LookUpDialogProps) => {
  const { service, kind, onOpen, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const formId = useId();
  const [draft, setDraft] = useState<LookUpDraft>({ subject: '', reason: '' });
  const { answer, ask, forget } = useAskOnce({
    what: kind,
    ask: async (asked: LookUpDraft, options): Promise<Found> => {
      const reason = asked.reason.trim();
      const subject = asked.subject.trim();
      if (kind === 'customer') {
        const { items } = await api.subscriptions.lookUpCustomer(
          service,
          { email: subject, reason },
          options,
        );
        return { kind, items };
      }
      const { items } = await api.subscriptions.lookUpStore(
        service,
        { domain: subject, reason },
        options,
      );
      return { kind, items };
    },
  });
  const ofCustomer = kind === 'customer';
  return (
    <OpsDialog
      title={ofCustomer ? t('lookUp.customerTitle') : t('lookUp.storeTitle')}
      onClose={onClose}
    >
      <DialogContent dividers>
        {answer === undefined ? (
          <LookUpForm
            id={formId}
            kind={kind}
            draft={draft}
            onDraft={setDraft}
            onSubmit={() => ask(draft)}
          />
        ) : (
          <StateView
            of={answer}
            what={ofCustomer ? t('lookUp.whatCustomer') : t('lookUp.whatStore')}
            permission={customerReadPermission.name}
            empty={{
              when: ({ items }) => items.length === 0,
              title: ofCustomer ? t('lookUp.noCustomer') : t('lookUp.noStore'),
              nextStep: ofCustomer
                ? t('lookUp.noCustomerStep')
                : t('lookUp.noStoreStep'),
            }}
          >
            {found =>
              found.kind === 'customer' ? (
                <CustomerResults
                  service={service}
                  customers={found.items}
                  reason={draft.reason.trim()}
                  onOpen={subscription =>
                    onOpen(subscription, draft.reason.trim())
                  }
                />
              ) : (
                <StoreResults stores={found.items} />
              )
            }
          </StateView>
        )}
      </DialogContent>
      <DialogActions className={classes.actions}>
        <Button onClick={onClose}>{t('runbooks.close')}</Button>
        {answer === undefined ? (
          <Button
            type="submit"
            form={formId}
            variant="contained"
            color="primary"
            disabled={!isComplete(kind, draft)}
          >
            {t('lookUp.find')}
          </Button>
        ) : (
          <Button
            onClick={() => {
              // The reason stays: it is the same errand.
              setDraft({ ...draft, subject: '' });
              forget();
            }}
          >
            {t('lookUp.again')}
          </Button>
        )}
      </DialogActions>
    </OpsDialog>
  );
};
