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
  type ServiceInfo,
  serviceReadPermission,
  type ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Loadable } from '../data/loadable';
import { STATUS_INTERVAL_MS } from '../data/queries';
import { Freshness } from '../states/Freshness';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { formatDuration } from '../text/duration';
import { TimeFor } from '../text/TimeFor';
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
    summary: {
      margin: '10px 0 0',
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 500,
      maxWidth: '75ch',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsStatusPanel' },
);

/** Three missed readings are too many. */
const MAX_AGE_MS = 3 * STATUS_INTERVAL_MS;

export interface StatusPanelProps {
  readonly service: ServiceInfo;
  readonly status: Loadable<ServiceStatus>;
}

const Summary = ({ status }: { readonly status: ServiceStatus }) => {
  const classes = useStyles();
  const t = useText();
  const sign = useSigns().health(status.status);
  return (
    <div className={classes.top}>
      <div className={classes.state}>
        <SignChip sign={sign} size="large" />
        <span className={classes.quiet}>
          {t('status.since', { duration: <TimeFor since={status.since} /> })}
          {' · '}
          {t('status.checkedEvery', {
            interval: formatDuration(STATUS_INTERVAL_MS),
          })}
        </span>
      </div>
      <p className={classes.summary} aria-live="polite">
        {visibleText(status.summary)}
      </p>
    </div>
  );
};

/** How the service is now, since when, and what is wrong in words. */
export const StatusPanel = ({ service, status }: StatusPanelProps) => {
  const t = useText();
  const what = t('status.what', { service: service.title });
  return (
    <Panel
      title={t('status.title')}
      aside={
        status.kind === 'data' && (
          <Freshness of={status} what={what} maxAge={MAX_AGE_MS} />
        )
      }
    >
      <StateView
        of={status}
        what={what}
        permission={serviceReadPermission.name}
        skeleton="status"
      >
        {data => <Summary status={data} />}
      </StateView>
    </Panel>
  );
};
