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
import SearchIcon from '@material-ui/icons/Search';
import {
  type ServiceInfo,
  type Subscription,
  subscriptionReadPermission,
  type SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useMemo, useState } from 'react';
import { useMayLookUp } from '../data/may';
import { useServiceParams } from '../data/serviceParams';
import { Panel } from '../states/Panel';
import { ProblemPanel } from '../states/ProblemPanel';
import { StateView } from '../states/StateView';
import { TimeAgo } from '../text/TimeAgo';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { AnomalyList } from './AnomalyList';
import { Distribution } from './Distribution';
import { LookUpDialog } from './LookUpDialog';
import type { LookUpKind } from './LookUpForm';
import { missingDatabase } from './missingDatabase';
import { filterOf, paramsOf } from './subscriptionFilter';
import { SubscriptionDialog } from './SubscriptionDialog';
import { SubscriptionList } from './SubscriptionList';
import { useSubscriptionsOverview } from './useSubscriptions';

const useStyles = makeStyles(
  theme => ({
    lookUp: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      padding: '10px 20px 2px',
    },
    reason: { margin: 0, fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsSubscriptionsSection' },
);

/** What is open above the page. */
type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'look-up'; readonly of: LookUpKind }
  | {
      readonly kind: 'detail';
      readonly subscription: Subscription;
      readonly reason?: string;
    };

const Known = (props: {
  readonly service: ServiceInfo;
  readonly overview: SubscriptionsOverview;
}) => {
  const { service, overview } = props;
  const classes = useStyles();
  const t = useText();
  const reasonId = useId();
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const params = useServiceParams(service.id);
  const filter = useMemo(() => filterOf(params), [params]);
  const mayLookUp = useMayLookUp(service.id);
  const onFilter = (changes: Parameters<typeof paramsOf>[0]) =>
    params.set(paramsOf(changes));
  const close = () => setOpen({ kind: 'none' });
  const lookUp = (of: LookUpKind, label: string) => (
    <Button
      size="small"
      variant="outlined"
      startIcon={<SearchIcon />}
      disabled={!mayLookUp.allowed}
      aria-describedby={mayLookUp.allowed ? undefined : reasonId}
      onClick={() => setOpen({ kind: 'look-up', of })}
    >
      {label}
    </Button>
  );
  return (
    <>
      <div
        className={classes.lookUp}
        role="group"
        aria-label={t('lookUp.title')}
      >
        {lookUp('customer', t('lookUp.customer'))}
        {lookUp('store', t('lookUp.store'))}
        {!mayLookUp.allowed && (
          <p id={reasonId} className={classes.reason}>
            {mayLookUp.because}
          </p>
        )}
      </div>
      <AnomalyList
        anomalies={overview.anomalies}
        shown={filter.anomaly}
        onShow={anomaly => onFilter({ anomaly })}
      />
      <Distribution overview={overview} filter={filter} onFilter={onFilter} />
      <SubscriptionList
        service={service.id}
        overview={overview}
        filter={filter}
        mayLookUp={mayLookUp}
        onFilter={onFilter}
        onOpen={subscription => setOpen({ kind: 'detail', subscription })}
      />
      {open.kind === 'look-up' && (
        <LookUpDialog
          service={service.id}
          kind={open.of}
          onOpen={(subscription, reason) =>
            setOpen({ kind: 'detail', subscription, reason })
          }
          onClose={close}
        />
      )}
      {open.kind === 'detail' && (
        <SubscriptionDialog
          key={open.subscription.id}
          service={service.id}
          subscription={open.subscription}
          reason={open.reason}
          onClose={close}
        />
      )}
    </>
  );
};

const Read = ({ service }: { readonly service: ServiceInfo }) => {
  const t = useText();
  const overview = useSubscriptionsOverview(service.id);
  return (
    <Panel
      title={t('subs.title')}
      aside={
        overview.kind === 'data' && (
          <>
            {t('subs.total', { count: overview.data.total })}
            {' · '}
            {t('subs.read', { ago: <TimeAgo at={overview.data.at} /> })}
          </>
        )
      }
    >
      <StateView
        of={overview}
        what={t('subs.what', { service: service.title })}
        permission={subscriptionReadPermission.name}
        skeleton="page"
      >
        {data =>
          data.schema.variant === 'none' ? (
            <ProblemPanel
              kind="empty"
              title={t('subs.noTables')}
              message={data.schema.told}
              nextStep={t('subs.noTablesStep')}
            />
          ) : (
            <Known service={service} overview={data} />
          )
        }
      </StateView>
    </Panel>
  );
};

/** The subscriptions of a service, from its own database: what is wrong first. */
export const SubscriptionsSection = (props: {
  readonly service: ServiceInfo;
}) => {
  const { service } = props;
  const t = useText();
  const missing = missingDatabase(service);
  return missing === undefined ? (
    <Read service={service} />
  ) : (
    <Panel title={t('subs.title')}>
      <ProblemPanel
        kind="empty"
        title={t('subs.noDatabase', { service: service.title })}
        nextStep={missing}
      />
    </Panel>
  );
};
