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
import type { SubscriptionDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ReactNode } from 'react';
import { Notice } from '../states/Notice';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { CustomerRow } from './CustomerRow';
import { FactList } from './FactList';
import { formatPrice } from './price';
import { SafeId } from './SafeId';
import { StoreRow } from './StoreRow';
import { StripeView } from './StripeView';
import { subscriptionSign } from './subscriptionSign';
import { UsageList } from './UsageList';
import { useAnomalyWords } from './useAnomalyWords';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 18, gridTemplateColumns: 'minmax(0, 1fr)' },
    heading: {
      margin: '0 0 4px',
      fontSize: 13,
      fontWeight: 600,
      color: quietText(theme),
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    none: { margin: 0, fontSize: 14 },
  }),
  { name: 'TokPulseOpsDetailView' },
);

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <section aria-label={props.title}>
      <h3 className={classes.heading}>{props.title}</h3>
      {props.children}
    </section>
  );
};

/** An id to copy, where there is one. */
function idOf(id: string | undefined, what: string): ReactNode {
  return id === undefined ? undefined : <SafeId id={id} what={what} />;
}

const Facts = (props: { readonly detail: SubscriptionDetail }) => {
  const { detail } = props;
  const { price, periodStart, periodEnd, trialEndsAt } = detail;
  const t = useText();
  const plan =
    price === undefined
      ? detail.planName ?? detail.plan
      : `${detail.planName ?? detail.plan} · ${t('subs.price', {
          price: formatPrice(price.amount, price.currency),
          interval: price.interval,
        })}`;
  return (
    <FactList
      facts={[
        [
          t('subsList.status'),
          <SignChip key="status" sign={subscriptionSign(detail.status)} />,
        ],
        [t('subDetail.plan'), plan],
        [
          t('subDetail.trial'),
          trialEndsAt && <TimeAgo key="trial" at={trialEndsAt} />,
        ],
        [
          t('subDetail.period'),
          periodStart && periodEnd && (
            <span key="period">
              <TimeAgo at={periodStart} /> – <TimeAgo at={periodEnd} />
            </span>
          ),
        ],
        [t('subDetail.id'), idOf(detail.id, t('subDetail.id'))],
        [
          t('subDetail.organizationId'),
          idOf(detail.organizationId, t('subDetail.organizationId')),
        ],
        [
          t('subDetail.stripeCustomer'),
          idOf(detail.stripeCustomerId, t('subDetail.stripeCustomer')),
        ],
        [
          t('subDetail.stripeSubscription'),
          idOf(detail.stripeSubscriptionId, t('subDetail.stripeSubscription')),
        ],
      ]}
    />
  );
};

export interface DetailViewProps {
  readonly service: string;
  readonly detail: SubscriptionDetail;
  /** Why it was looked up. */
  readonly reason: string;
}

/** One subscription with its people (masked), stores, usage and what Stripe says. */
export const DetailView = (props: DetailViewProps) => {
  const { service, detail, reason } = props;
  const { anomalies, usage, stripe, customers, stores } = detail;
  const classes = useStyles();
  const t = useText();
  const anomalyWords = useAnomalyWords();
  return (
    <div className={classes.root}>
      {anomalies.map(({ kind, message }) => (
        <Notice key={kind} tone="warning" title={anomalyWords(kind)}>
          <p>{visibleText(message)}</p>
        </Notice>
      ))}
      <Part title={t('subDetail.facts')}>
        <Facts detail={detail} />
      </Part>
      <Part title={t('subDetail.stripe')}>
        <StripeView stripe={stripe} />
      </Part>
      <Part title={t('subDetail.usage')}>
        {usage.length === 0 ? (
          <p className={classes.none}>{t('subDetail.noUsage')}</p>
        ) : (
          <UsageList usage={usage} />
        )}
      </Part>
      <Part title={t('customer.people')}>
        {customers.length === 0 ? (
          <p className={classes.none}>{t('customer.nobody')}</p>
        ) : (
          <ul className={classes.list} aria-label={t('customer.people')}>
            {customers.map(customer => (
              <CustomerRow
                key={customer.userId}
                service={service}
                customer={customer}
                reason={reason}
              />
            ))}
          </ul>
        )}
      </Part>
      <Part title={t('store.stores')}>
        {stores.length === 0 ? (
          <p className={classes.none}>{t('store.none')}</p>
        ) : (
          <ul className={classes.list} aria-label={t('store.stores')}>
            {stores.map(store => (
              <StoreRow key={store.id} store={store} />
            ))}
          </ul>
        )}
      </Part>
    </div>
  );
};
