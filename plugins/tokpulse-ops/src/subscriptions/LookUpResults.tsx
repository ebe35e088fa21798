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
import { makeStyles } from '@material-ui/core/styles';
import type {
  CustomerList,
  StoreList,
  Subscription,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { useText } from '../translation';
import { CustomerRow } from './CustomerRow';
import { StoreRow } from './StoreRow';
import { subscriptionSign } from './subscriptionSign';

const useStyles = makeStyles(
  {
    list: { listStyle: 'none', margin: 0, padding: 0 },
    subscription: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
      margin: '4px 0 0',
      fontSize: 14,
    },
  },
  { name: 'TokPulseOpsLookUpResults' },
);

export interface CustomerResultsProps {
  readonly service: string;
  readonly customers: CustomerList['items'];
  readonly reason: string;
  readonly onOpen: (subscription: Subscription) => void;
}

/** The people with an e-mail address, and the subscription they share. */
export const CustomerResults = (props: CustomerResultsProps) => {
  const { service, customers, reason, onOpen } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.list} aria-label={t('customer.people')}>
      {customers.map(({ subscription, ...customer }) => (
        <CustomerRow
          key={customer.userId}
          service={service}
          customer={customer}
          reason={reason}
        >
          <p className={classes.subscription}>
            {subscription === undefined ? (
              t('customer.noSubscription')
            ) : (
              <>
                {t('customer.subscription')}:{' '}
                {visibleText(subscription.planName ?? subscription.plan)}
                <SignChip sign={subscriptionSign(subscription.status)} />
                <Button
                  size="small"
                  aria-label={t('subsList.open', {
                    organization: subscription.organization,
                  })}
                  onClick={() => onOpen(subscription)}
                >
                  {t('subsList.details')}
                </Button>
              </>
            )}
          </p>
        </CustomerRow>
      ))}
    </ul>
  );
};

/** The stores of a domain. */
export const StoreResults = (props: {
  readonly stores: StoreList['items'];
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.list} aria-label={t('store.stores')}>
      {props.stores.map(store => (
        <StoreRow key={store.id} store={store} />
      ))}
    </ul>
  );
};
