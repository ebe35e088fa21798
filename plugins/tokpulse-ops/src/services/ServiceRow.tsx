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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceState } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { IncidentClock } from '../incident/IncidentClock';
import { serviceRouteRef } from '../routes';
import { PersonName } from '../text/PersonName';
import { Since } from '../text/Since';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { SeverityChip } from '../tones/SeverityChip';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '12px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
    },
    title: { fontSize: 15.5, fontWeight: 600, overflowWrap: 'anywhere' },
    incident: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      fontSize: 14,
      marginLeft: 'auto',
      [theme.breakpoints.down('xs')]: { marginLeft: 0 },
    },
    headline: {
      margin: '4px 0 0',
      fontSize: 14.5,
      lineHeight: '21px',
      overflowWrap: 'anywhere',
    },
    facts: {
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
    },
    quiet: { fontSize: 13.5, color: quietText(theme) },
    stale: { color: tonesOf(theme).warning.text, fontWeight: 600 },
  }),
  { name: 'TokPulseOpsServiceRow' },
);

const Reading = ({ state }: { readonly state: ServiceState }) => {
  const classes = useStyles();
  const t = useText();
  if (state.at === undefined) {
    return <>{t('allServices.neverRead')}</>;
  }
  const ago = <TimeAgo at={state.at} />;
  return (
    <span className={clsx(state.stale && classes.stale)}>
      {state.stale
        ? t('allServices.stale', { ago })
        : t('allServices.read', { ago })}
    </span>
  );
};

/** One service in the list of all: its state in words, and who sees to it. */
export const ServiceRow = ({ state }: { readonly state: ServiceState }) => {
  const classes = useStyles();
  const t = useText();
  const sign = useSigns().health(state.status);
  const path = useRouteRef(serviceRouteRef);
  const { service, title, incident } = state;
  return (
    <li className={classes.root}>
      <div className={classes.line}>
        <SignChip sign={sign} />
        <Link
          to={path?.({ service }) ?? ''}
          className={classes.title}
          title={t('allServices.open', { service: title })}
        >
          {title}
        </Link>
        {state.since !== undefined && (
          <span className={classes.quiet}>
            <Since at={state.since} />
          </span>
        )}
        {incident !== undefined && (
          <span className={classes.incident}>
            <SeverityChip severity={incident.severity} />
            {incident.acknowledgedBy === undefined ? (
              <IncidentClock incident={incident} />
            ) : (
              <span>
                {t('allServices.seen', {
                  who: <PersonName entityRef={incident.acknowledgedBy} />,
                })}
              </span>
            )}
          </span>
        )}
      </div>
      <p className={classes.headline}>{visibleText(state.headline)}</p>
      <p className={classes.facts}>
        <Reading state={state} />
        {state.activeRuns > 0 && (
          <> · {t('allServices.runs', { count: state.activeRuns })}</>
        )}
      </p>
    </li>
  );
};
