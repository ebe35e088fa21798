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
import { formatShare } from '../charts/quantity';
import { useWindowWords } from '../charts/windows';
import { useServiceHealth } from '../data/observations';
import { LiveSign } from '../live/LiveSign';
import { StateView } from '../states/StateView';
import { TimeFor } from '../text/TimeFor';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { budgetLeft, formatBudget } from './budget';

const useStyles = makeStyles(
  theme => ({
    state: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
    },
    quiet: {
      margin: 0,
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
    },
    headline: {
      margin: '8px 0',
      fontSize: 15,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsHealthGlance' },
);

const Glance = ({ view }: { readonly view: HealthView }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const windows = useWindowWords();
  const { status, since, slo, explanation, collection } = view;
  const month = view.availability.find(({ window }) => window === '30d');
  const left = budgetLeft(slo);
  return (
    <>
      <div className={classes.state}>
        <SignChip sign={signs.health(status)} />
        {since !== undefined && (
          <span className={classes.quiet}>
            {t('hosts.for', { duration: <TimeFor since={since} /> })}
          </span>
        )}
        <LiveSign collection={collection} />
      </div>
      <p className={classes.headline}>{visibleText(explanation.headline)}</p>
      <p className={classes.quiet}>
        {month?.availability === undefined
          ? t('glance.uptimeNone')
          : t('glance.uptime', { percent: formatShare(month.availability) })}
        {' · '}
        {left >= 0
          ? t('glance.budget', {
              left: formatBudget(left),
              total: formatBudget(slo.budgetMs),
            })
          : t('glance.budgetSpent', { window: windows.short[slo.window] })}
      </p>
    </>
  );
};

/** The health of a service in a few lines, for a card. */
export const HealthGlance = ({
  service,
}: {
  readonly service: ServiceInfo;
}) => {
  const t = useText();
  const health = useServiceHealth(service.id);
  return (
    <StateView
      of={health}
      what={t('availability.what', { service: service.title })}
      permission={serviceReadPermission.name}
      skeleton="line"
    >
      {view => <Glance view={view} />}
    </StateView>
  );
};
