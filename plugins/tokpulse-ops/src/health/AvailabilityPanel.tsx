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
  type HealthView,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useRefreshService } from '../data/observations';
import type { Loadable } from '../data/loadable';
import { LiveSign } from '../live/LiveSign';
import { RefreshButton } from '../live/RefreshButton';
import { Notice } from '../states/Notice';
import { Panel } from '../states/Panel';
import { ProblemNotice } from '../states/ProblemNotice';
import { StateView } from '../states/StateView';
import { formatDuration } from '../text/duration';
import { TimeFor } from '../text/TimeFor';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { AvailabilityStrip } from './AvailabilityStrip';
import { ErrorBudget } from './ErrorBudget';
import { UptimeFigures } from './UptimeFigures';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 14, padding: '8px 20px 16px' },
    // As high as what will be there, so that nothing jumps.
    waiting: { minHeight: 318 },
    state: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 14px',
      fontSize: 14,
      color: quietText(theme),
    },
    aside: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '0 12px',
    },
    figures: {
      display: 'grid',
      gap: '14px 32px',
      gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'TokPulseOpsAvailabilityPanel' },
);

export interface AvailabilityPanelProps {
  readonly service: ServiceInfo;
  readonly health: Loadable<HealthView>;
}

const Availability = (props: {
  readonly service: ServiceInfo;
  readonly view: HealthView;
}) => {
  const { service, view } = props;
  const { status, since, collection, slo } = view;
  const classes = useStyles();
  const t = useText();
  const sign = useSigns().health(status);
  return (
    <>
      <div className={classes.state}>
        <SignChip sign={sign} size="large" />
        {since !== undefined && (
          <span>{t('hosts.for', { duration: <TimeFor since={since} /> })}</span>
        )}
        <span>
          {t('live.every', { interval: formatDuration(collection.everyMs) })}
          {' · '}
          {t('live.budget', {
            used: String(collection.budget.used),
            limit: String(collection.budget.limit),
            window: formatDuration(collection.budget.windowMs),
          })}
        </span>
      </div>
      {collection.failure !== undefined && (
        <Notice tone="warning" title={t('live.failure')}>
          <p>{visibleText(collection.failure.message)}</p>
          <p>{visibleText(collection.failure.nextStep)}</p>
        </Notice>
      )}
      <AvailabilityStrip days={view.days} objective={slo.objective} />
      <div className={classes.figures}>
        <UptimeFigures availability={view.availability} />
        <ErrorBudget service={service.id} slo={slo} />
      </div>
    </>
  );
};

/** How the service is, how it was in the last days, and what is left of its error budget. */
export const AvailabilityPanel = (props: AvailabilityPanelProps) => {
  const { service, health } = props;
  const classes = useStyles();
  const t = useText();
  const refresh = useRefreshService(service.id);
  return (
    <Panel
      title={t('availability.title')}
      className={clsx(health.kind === 'loading' && classes.waiting)}
      aside={
        health.kind === 'data' && (
          <span className={classes.aside}>
            <LiveSign
              collection={health.data.collection}
              unread={health.stale?.message}
            />
            <RefreshButton service={service} refresh={refresh} />
          </span>
        )
      }
    >
      <StateView
        of={health}
        what={t('availability.what', { service: service.title })}
        permission={serviceReadPermission.name}
        skeleton="status"
        empty={{
          when: ({ collection, hosts }) =>
            collection.at === undefined && hosts.length === 0,
          title: t('availability.empty'),
          nextStep: t('availability.emptyStep', { service: service.id }),
        }}
      >
        {view => (
          <div className={classes.root}>
            {refresh.isError && (
              <ProblemNotice
                title={t('live.refreshFailed')}
                error={refresh.error}
              />
            )}
            <Availability service={service} view={view} />
          </div>
        )}
      </StateView>
    </Panel>
  );
};
