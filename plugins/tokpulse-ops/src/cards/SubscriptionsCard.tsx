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

import WarningIcon from '@material-ui/icons/Warning';
import {
  type ServiceInfo,
  subscriptionReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { StateView } from '../states/StateView';
import { missingDatabase } from '../subscriptions/missingDatabase';
import { useSubscriptionsOverview } from '../subscriptions/useSubscriptions';
import { ToneIcon } from '../tones/ToneIcon';
import { useText } from '../translation';
import { ServiceEntityCard } from './ServiceEntityCard';
import { useGlanceStyles } from './useGlanceStyles';

const MOST = 3;

const Overview = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useGlanceStyles();
  const t = useText();
  const overview = useSubscriptionsOverview(service.id);
  return (
    <StateView
      of={overview}
      what={t('subs.what', { service: service.title })}
      permission={subscriptionReadPermission.name}
      skeleton="line"
    >
      {({ total, byStatus, anomalies }) => (
        <>
          <div className={classes.line}>
            <strong>{t('cards.total', { count: total })}</strong>
            <span className={classes.quiet}>
              {byStatus
                .slice(0, MOST)
                .map(
                  ({ status, count }) => `${count.toLocaleString()} ${status}`,
                )
                .join(' · ')}
            </span>
          </div>
          {anomalies.length === 0 ? (
            <p className={classes.text}>{t('cards.noAnomaly')}</p>
          ) : (
            <ul className={classes.list}>
              {anomalies.slice(0, MOST).map(({ kind, count, title }) => (
                <li key={kind}>
                  <ToneIcon
                    icon={WarningIcon}
                    tone="warning"
                    className={classes.icon}
                  />
                  <strong>{count.toLocaleString()}</strong> {title}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </StateView>
  );
};

const Glance = ({ service }: { readonly service: ServiceInfo }) => {
  const missing = missingDatabase(service);
  return missing === undefined ? (
    <Overview service={service} />
  ) : (
    <p>{missing}</p>
  );
};

/** How many subscriptions there are, and what is wrong with them. */
export const SubscriptionsCard = () => {
  const t = useText();
  return (
    <ServiceEntityCard
      title={t('cards.subscriptions')}
      section="subscriptions"
      open={t('cards.openSubscriptions')}
    >
      {service => <Glance service={service} />}
    </ServiceEntityCard>
  );
};
