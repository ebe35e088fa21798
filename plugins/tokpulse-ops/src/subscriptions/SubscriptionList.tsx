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
import {
  type Subscription,
  subscriptionReadPermission,
  type SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { May } from '../data/may';
import { MoreButton } from '../states/MoreButton';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import type { SubscriptionFilter } from './subscriptionFilter';
import { type FilterChanges, SubscriptionFilters } from './SubscriptionFilters';
import { SubscriptionRow } from './SubscriptionRow';
import { useSubscriptionList } from './useSubscriptions';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '2px 0 6px' } },
  { name: 'TokPulseOpsSubscriptionList' },
);

export interface SubscriptionListProps {
  readonly service: string;
  readonly overview: SubscriptionsOverview;
  readonly filter: SubscriptionFilter;
  readonly mayLookUp: May;
  readonly onFilter: (changes: FilterChanges) => void;
  readonly onOpen: (subscription: Subscription) => void;
}

/** The subscriptions that fit the filter, newest first. */
export const SubscriptionList = (props: SubscriptionListProps) => {
  const { service, overview, filter, mayLookUp, onFilter, onOpen } = props;
  const classes = useStyles();
  const t = useText();
  const list = useSubscriptionList(service, filter);
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <SubscriptionFilters
        filter={filter}
        overview={overview}
        onChange={onFilter}
      />
      <StateView
        of={list.items}
        what={t('subs.whatList')}
        permission={subscriptionReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: filtered ? t('subsList.none') : t('subsList.empty'),
          nextStep: filtered ? t('subsList.noneStep') : t('subsList.emptyStep'),
        }}
      >
        {items => (
          <>
            <ul className={classes.list} aria-label={t('subsList.title')}>
              {items.map(subscription => (
                <SubscriptionRow
                  key={subscription.id}
                  subscription={subscription}
                  mayLookUp={mayLookUp}
                  onOpen={onOpen}
                />
              ))}
            </ul>
            <MoreButton of={list} label={t('subsList.more')} />
          </>
        )}
      </StateView>
    </>
  );
};
