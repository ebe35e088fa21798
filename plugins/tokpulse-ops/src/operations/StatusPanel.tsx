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
import type { Loadable } from '../data/loadable';
import { useRefreshService } from '../data/observations';
import { IncidentBanner } from '../incident/IncidentBanner';
import { LiveSign } from '../live/LiveSign';
import { RefreshButton } from '../live/RefreshButton';
import { Notice } from '../states/Notice';
import { Panel } from '../states/Panel';
import { ProblemNotice } from '../states/ProblemNotice';
import { StateView } from '../states/StateView';
import { formatDuration } from '../text/duration';
import { asSentence } from '../text/sentence';
import { Since } from '../text/Since';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    top: { padding: '4px 20px 16px' },
    state: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 14px',
    },
    quiet: { fontSize: 14, color: quietText(theme) },
    headline: {
      margin: '10px 0 0',
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 500,
      maxWidth: '75ch',
      overflowWrap: 'anywhere',
    },
    details: {
      margin: '6px 0 0',
      paddingLeft: 20,
      fontSize: 14.5,
      lineHeight: '22px',
      maxWidth: '85ch',
      overflowWrap: 'anywhere',
    },
    notice: { margin: '0 20px 14px' },
    aside: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '0 10px',
    },
  }),
  { name: 'TokPulseOpsStatusPanel' },
);

export interface StatusPanelProps {
  readonly service: ServiceInfo;
  readonly health: Loadable<HealthView>;
}

const Explained = ({ health }: { readonly health: HealthView }) => {
  const classes = useStyles();
  const t = useText();
  const sign = useSigns().health(health.status);
  const { explanation, collection } = health;
  return (
    <div className={classes.top}>
      <div className={classes.state}>
        <SignChip sign={sign} size="large" />
        <span className={classes.quiet}>
          {health.since !== undefined && (
            <>
              <Since at={health.since} />
              {' · '}
            </>
          )}
          {t('reading.every', {
            interval: formatDuration(collection.everyMs),
          })}
          {' · '}
          {t('live.budget', {
            used: String(collection.budget.used),
            limit: String(collection.budget.limit),
            window: formatDuration(collection.budget.windowMs),
          })}
        </span>
      </div>
      <p className={classes.headline} aria-live="polite">
        {visibleText(explanation.headline)}
      </p>
      {explanation.details.length > 0 && (
        <ul className={classes.details}>
          {explanation.details.map(detail => (
            <li key={detail}>{visibleText(detail)}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** How the service is, since when, what is wrong in words, and who sees to it. */
export const StatusPanel = ({ service, health }: StatusPanelProps) => {
  const classes = useStyles();
  const t = useText();
  const refresh = useRefreshService(service.id);
  return (
    <Panel
      title={t('status.title')}
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
        what={t('status.what', { service: service.title })}
        permission={serviceReadPermission.name}
        skeleton="status"
      >
        {data => (
          <>
            <Explained health={data} />
            {refresh.isError && (
              <div className={classes.notice}>
                <ProblemNotice
                  title={t('live.refreshFailed')}
                  error={refresh.error}
                />
              </div>
            )}
            {data.collection.failure !== undefined && (
              <Notice
                tone="warning"
                title={t('reading.failed')}
                className={classes.notice}
              >
                <p>
                  {asSentence(visibleText(data.collection.failure.message))}{' '}
                  {asSentence(data.collection.failure.nextStep)}
                </p>
              </Notice>
            )}
            {data.incident !== undefined &&
              data.incident.closedAt === undefined && (
                <IncidentBanner incident={data.incident} service={service} />
              )}
          </>
        )}
      </StateView>
    </Panel>
  );
};
